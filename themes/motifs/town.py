"""Pictures in town: streets, halls, market, library, stage, tram."""

from __future__ import annotations

import math

from themes.drawings import HEIGHT, WIDTH, Scene
from themes.motifs.blocks import backdrop, cloud, fir, house, lane, person, round_tree, sky, windows


def street(s: Scene) -> None:
    sky(s, 1180)
    s.ridge("far", 430, 50)
    s.rect("mid", -40, 620, WIDTH + 80, 300)
    x = 110.0
    while x < 1480:
        w, h = s.chance.uniform(170, 220), s.chance.uniform(190, 280)
        if not 690 < x + w / 2 < 960:
            house(s, x, 622, w, h)
        x += w + s.chance.uniform(8, 60)
    s.ridge("ground", 700, 22)
    lane(s, "water", 622, 760, 820, 190, 26)
    for tx, size in ((905, 92), (640, 76), (60, 84), (1540, 90)):
        round_tree(s, tx, 720, size + s.chance.uniform(-8, 8))


def library(s: Scene) -> None:
    s.rect("far", -40, -40, WIDTH + 80, HEIGHT + 80)
    s.rect("sky", 560, 110, 480, 470)
    s.ellipse("sun", 860, 300, 92)
    s.poly("far2", (560, 470), (700, 410), (860, 460), (1040, 400), (1040, 580), (560, 580))
    s.line("paper", 10, (800, 110), (800, 580))
    s.line("paper", 10, (560, 340), (1040, 340))
    for left in (60, 1110):
        s.rect("ground", left, 90, 430, 600)
        for shelf in range(4):
            y = 120 + shelf * 142
            s.rect("ground2", left + 20, y, 390, 118)
            x = left + 30.0
            while x < left + 372:
                w, h = s.chance.uniform(16, 34), s.chance.uniform(70, 106)
                s.rect(s.chance.choice(("accent", "mid", "near", "far2", "sky", "accent")), x, y + 118 - h, w, h)
                x += w + s.chance.choice((3, 3, 3, 16))
    s.rect("mid", -40, 690, WIDTH + 80, 260)
    s.ellipse("near", 800, 800, 420, 64)
    s.line("ground2", 16, (650, 800), (650, 700))
    s.line("ground2", 16, (950, 800), (950, 700))
    s.rect("ground2", 590, 680, 420, 22)
    s.rect("accent", 690, 652, 110, 14)
    s.rect("near", 700, 638, 92, 14)
    s.poly("paper", (850, 676), (905, 660), (960, 676), (960, 668), (905, 650), (850, 668))


def market(s: Scene) -> None:
    sky(s, 1240)
    s.ridge("far", 420, 30)
    for x, w, h in (
        (40, 190, 250),
        (238, 170, 300),
        (416, 200, 240),
        (1020, 190, 290),
        (1218, 170, 240),
        (1396, 190, 300),
    ):
        house(s, x, 600, w, h, "far2", "mid")
    s.rect("mid", -40, 598, WIDTH + 80, 340)
    for i, x in enumerate((150, 620, 1090)):
        base = 760 + (i % 2) * 26
        for post in (x + 14, x + 346):
            s.line("ground2", 10, (post, base), (post, base - 250))
        for k in range(6):
            colour = "accent" if k % 2 else "paper"
            a = x + k * 60
            s.poly(
                colour,
                (a + 18, base - 320),
                (a + 60 + (12 if k == 5 else 18) - 18, base - 320),
                (a + 60, base - 236),
                (a, base - 236),
            )
            s.ellipse(colour, a + 30, base - 236, 30, 16)
        s.rect("near", x, base - 120, 360, 124)
        s.rect("ground", x - 10, base - 134, 380, 20)
        for k in range(9):
            s.ellipse(s.chance.choice(("accent", "sun", "ground2", "mid")), x + 30 + k * 38, base - 146, 19)
    s.ridge("ground", 850, 12)
    for x in (520, 560, 1010, 1040):
        person(s, x + s.chance.uniform(-10, 10), 862, 190, "ground2", s.chance.choice(("sun", "accent", "far")))


def townhall(s: Scene) -> None:
    sky(s, 380, 220)
    s.ridge("far", 430, 44)
    for x, w, h in ((20, 180, 200), (208, 170, 240), (1230, 180, 240), (1418, 190, 200)):
        house(s, x, 640, w, h, "far2", "mid")
    s.rect("near", 440, 360, 720, 282)
    s.poly("ground", (410, 366), (520, 262), (1080, 262), (1190, 366))
    s.rect("near", 742, 150, 116, 220)
    s.poly("ground", (726, 156), (800, 40), (874, 156))
    s.ellipse("sky", 800, 220, 36)
    s.line("ground2", 6, (800, 220), (800, 196))
    s.line("ground2", 6, (800, 220), (818, 228))
    windows(s, 480, 400, 8, 1, 84, 0, 48, 78)
    for i in range(5):
        x = 500 + i * 126
        s.rect("ground2", x, 540, 84, 102)
        s.ellipse("ground2", x + 42, 542, 42, 40)
    s.rect("mid", -40, 640, WIDTH + 80, 290)
    s.poly("sky", (560, 640), (1040, 640), (1400, 940), (200, 940))
    s.ridge("ground", 850, 12)
    s.ellipse("near", 800, 760, 150, 26)
    s.ellipse("water", 800, 752, 126, 18)
    s.line("near", 20, (800, 752), (800, 690))
    s.ellipse("near", 800, 690, 50, 12)
    for x in (180, 320, 1290, 1430):
        round_tree(s, x, 860, 96)


def solar(s: Scene) -> None:
    sky(s, 1180, 210, 126)
    backdrop(s, 480)
    s.ridge("mid", 600, 16)
    for i in range(3):
        x, w = 90 + i * 500, 420
        s.rect("near", x + 30, 540, w - 60, 260)
        s.poly("ground", (x - 14, 570), (x + 90, 362), (x + w - 90, 362), (x + w + 14, 570))

        def on_roof(u: float, v: float, x: float = x, w: float = w) -> tuple[float, float]:
            left, right = x + 90 * (1 - v), x + w - 90 * (1 - v)
            return left + (right - left) * u, 370 + 186 * v

        for row in range(2):
            for c in range(5):
                u, v = 0.04 + c * 0.186, 0.1 + row * 0.42
                corners = [on_roof(u, v), on_roof(u + 0.165, v), on_roof(u + 0.165, v + 0.37), on_roof(u, v + 0.37)]
                s.poly("water" if (row + c + i) % 5 else "accent", *corners)
        windows(s, x + 80, 620, 3, 1, 104, 0, 56, 74)
    s.ridge("ground", 790, 14)
    for x in (70, 560, 1060, 1540):
        round_tree(s, x, 850, s.chance.uniform(70, 92))


def music(s: Scene) -> None:
    s.rect("ground2", -40, -40, WIDTH + 80, HEIGHT + 80)
    s.poly("ground", (800, -40), (1250, 700), (350, 700))
    s.poly("ground", (250, -40), (560, 700), (0, 700))
    s.poly("ground", (1350, -40), (1600, 700), (1040, 700))
    s.ellipse("sun", 800, 430, 210)
    for x, y in ((240, -10), (800, -10), (1360, -10)):
        s.rect("near", x - 30, y, 60, 44)
    s.rect("near", -40, 690, WIDTH + 80, 60)
    for i, x in enumerate((450, 640, 800, 960, 1150)):
        person(s, x, 700, 250 + (i == 2) * 30, "ground2", s.chance.choice(("accent", "mid", "far2")))
    s.poly("accent", (640, 560), (690, 530), (706, 556), (660, 590))
    s.line("accent", 10, (690, 540), (760, 480))
    for x in (440, 1140):
        s.line("far2", 8, (x + 60, 700), (x + 60, 540))
        s.poly("paper", (x + 20, 540), (x + 100, 540), (x + 92, 480), (x + 28, 480))
    s.line("far2", 8, (800, 700), (800, 520))
    s.ellipse("far2", 800, 506, 16)
    s.rect("ground", -40, 748, WIDTH + 80, 220)
    for row in range(2):
        for i in range(15):
            seat, y = i * 116 + row * 58 - 20 + s.chance.uniform(-10, 10), 830 + row * 52
            s.ellipse("ground2", seat, y - 44, 28)
            s.ellipse("ground2", seat, y + 36, 54, 60)


def school(s: Scene) -> None:
    sky(s, 1330, 220)
    cloud(s, 330, 170, 84)
    s.ridge("far", 440, 40)
    s.rect("near", 200, 400, 1200, 262)
    s.rect("ground", 180, 376, 1240, 30)
    s.poly("near", (620, 400), (800, 260), (980, 400))
    s.poly("ground", (596, 402), (800, 236), (1004, 402), (960, 402), (800, 280), (640, 402))
    s.ellipse("sky", 800, 346, 34)
    s.line("ground2", 5, (800, 346), (800, 324))
    s.line("ground2", 5, (800, 346), (814, 352))
    for left in (240, 1010):
        windows(s, left, 436, 4, 2, 88, 104, 60, 72)
    s.rect("ground2", 726, 500, 148, 162)
    s.rect("accent", 740, 516, 56, 146)
    s.rect("accent", 804, 516, 56, 146)
    s.rect("mid", -40, 660, WIDTH + 80, 280)
    s.poly("sky", (726, 662), (874, 662), (1080, 940), (520, 940))
    s.ridge("ground", 850, 10)
    for x, size in ((420, 170), (500, 150), (1130, 160), (1210, 176)):
        person(s, x, 800, size, "ground2", s.chance.choice(("sun", "accent", "far")))
    round_tree(s, 110, 800, 130)
    round_tree(s, 1490, 810, 140)


def winter(s: Scene) -> None:
    s.rect("ground2", -40, -40, WIDTH + 80, HEIGHT + 80)
    for _ in range(70):
        s.ellipse("far", s.chance.uniform(0, WIDTH), s.chance.uniform(0, 620), s.chance.uniform(2, 5))
    s.ellipse("sun", 1270, 190, 76)
    s.ridge("ground", 470, 40)
    for i in range(8):
        house(s, i * 204 - 20, 640, 186, s.chance.uniform(150, 250), "near", "far")
    s.rect("far", -40, 638, WIDTH + 80, 300)
    s.ellipse("sky", 800, 930, 1000, 170)
    fir(s, 800, 800, 560, "ground")
    for i in range(26):
        t = (i + 0.5) / 26
        y = 300 + t * 440
        s.ellipse("sun", 800 + math.sin(i * 2.4) * t * 150, y, 9)
    s.ellipse("sun", 800, 246, 20)
    for x in (300, 420, 1180, 1290):
        person(s, x, 820, 170, "ground2", s.chance.choice(("accent", "near")))
    for x in (150, 1420):
        s.rect("ground", x - 110, 690, 220, 110)
        s.poly("accent", (x - 140, 694), (x, 600), (x + 140, 694))
        s.rect("sun", x - 84, 712, 168, 44)


def meeting(s: Scene) -> None:
    s.rect("far", -40, -40, WIDTH + 80, HEIGHT + 80)
    for x in (150, 640, 1130):
        s.rect("sky", x, 90, 330, 340)
        s.poly("far2", (x, 340), (x + 130, 270), (x + 330, 330), (x + 330, 430), (x, 430))
    s.ellipse("sun", 830, 200, 54)
    s.rect("mid", -40, 620, WIDTH + 80, 320)
    for i in range(6):
        x = 290 + i * 204
        shirt = s.chance.choice(("accent", "near", "sun", "ground"))
        s.ellipse("ground2", x, 440, 44)
        s.ellipse(shirt, x, 590, 82, 104)
    s.poly("ground", (120, 620), (1480, 620), (1560, 700), (40, 700))
    s.rect("ground2", 40, 698, 1520, 26)
    for x in (120, 1470):
        s.rect("ground2", x, 722, 26, 220)
    for i in range(6):
        x = 230 + i * 204
        s.poly("paper", (x, 640), (x + 92, 640), (x + 100, 676), (x - 10, 676))
    for x in (420, 836, 1240):
        s.ellipse("accent", x, 652, 22, 10)
        s.rect("accent", x - 22, 630, 44, 22)


def tram(s: Scene) -> None:
    sky(s, 280, 230)
    s.ridge("far", 430, 30)
    for i in range(9):
        house(s, i * 184 - 30, 610, s.chance.uniform(140, 176), s.chance.uniform(150, 260), "far2", "mid")
    s.line("near", 4, (-40, 300), (WIDTH + 40, 300))
    s.rect("mid", -40, 608, WIDTH + 80, 340)
    x = 260 + s.chance.uniform(-60, 60)
    s.line("ground", 8, (x + 470, 400), (x + 540, 350), (x + 470, 302))
    s.poly("near", (x + 30, 400), (x + 1010, 400), (x + 1080, 560), (x + 1080, 690), (x, 690), (x, 440))
    s.rect("accent", x, 600, 1080, 34)
    for i in range(6):
        s.rect("sky", x + 40 + i * 160, 440, 130, 120)
    s.poly("sky", (x + 1000, 440), (x + 1026, 440), (x + 1076, 560), (x + 1000, 560))
    for i in (1, 4):
        s.rect("ground", x + 40 + i * 160, 430, 130, 256)
        s.rect("sky", x + 50 + i * 160, 444, 50, 210)
        s.rect("sky", x + 110 + i * 160, 444, 50, 210)
    for cx in (160, 330, 750, 920):
        s.ellipse("ground2", x + cx, 696, 36)
    s.line("ground2", 10, (-40, 734), (WIDTH + 40, 734))
    s.ridge("ground", 830, 6)
    for px in (150, 1440, 1500):
        person(s, px, 850, 220, "ground2", s.chance.choice(("sun", "accent")))
