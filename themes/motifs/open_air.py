"""Pictures outdoors: park, river, fields, wood, sports ground."""

from __future__ import annotations

import math

from themes.drawings import WIDTH, Scene
from themes.motifs.blocks import backdrop, bush, cloud, fir, house, lane, person, poplar, round_tree, sky


def park(s: Scene) -> None:
    sky(s, 420)
    backdrop(s, 480)
    s.ridge("mid", 560, 24)
    for _ in range(5):
        round_tree(s, s.chance.uniform(60, 1540), 600, s.chance.uniform(60, 86), "near")
    s.ridge("near", 640, 20)
    s.ellipse("water", 1060, 716, 330, 52)
    s.ellipse("sky", 1010, 704, 120, 9)
    s.ridge("ground", 800, 18)
    lane(s, "accent", 655, 560, 470, 130, 16)
    round_tree(s, 210, 830, 190)
    round_tree(s, 1440, 850, 160)
    s.rect("ground2", 700, 770, 190, 12)
    s.rect("ground2", 700, 728, 190, 12)
    for x in (716, 862):
        s.line("ground2", 9, (x, 730), (x, 822))


def river(s: Scene) -> None:
    sky(s, s.chance.choice((420, 1150)), 300, 120)
    backdrop(s, 470)
    crest = s.ridge("mid", 540, 20)
    for i in range(14):
        poplar(s, 40 + i * 118 + s.chance.uniform(-24, 24), crest(40 + i * 118) + 46, s.chance.uniform(130, 190))
    s.rect("water", -40, 590, WIDTH + 80, 330)
    for _ in range(12):
        x, y = s.chance.uniform(0, 1500), s.chance.uniform(620, 840)
        s.line("sky", 7, (x, y), (x + s.chance.uniform(60, 190), y))
    s.ellipse("near", 180, 900, 520, 150)
    s.ellipse("ground", 1500, 920, 620, 170)
    for x in (1180, 1216, 1250, 1290):
        s.line("ground2", 7, (x, 830), (x + s.chance.uniform(-12, 12), 700))
        s.ellipse("accent", x, 706, 9, 26)
    s.poly("ground2", (520, 700), (720, 700), (690, 736), (550, 736))
    s.poly("paper", (612, 690), (612, 560), (700, 680))
    s.line("ground2", 7, (606, 700), (606, 548))


def bicycle(s: Scene) -> None:
    sky(s, 360)
    backdrop(s, 460)
    crest = s.ridge("mid", 560, 26)
    for i in range(5):
        x = 220 + i * 290 + s.chance.uniform(-40, 40)
        round_tree(s, x, crest(x) + 18, s.chance.uniform(54, 76), "near")
    s.ridge("near", 640, 14)
    s.ridge("ground", 790, 10, waves=0.6)
    s.line("water", 12, (-40, 836), (WIDTH + 40, 826))
    x, y, r = 640 + s.chance.uniform(-80, 80), 700.0, 104.0
    for cx in (x, x + 330):
        s.arc("ground2", 15, cx, y, r, r, 0, 360)
        s.ellipse("ground2", cx, y, 13)
    pedal, saddle, head = (x + 145, y), (x + 100, y - 150), (x + 276, y - 150)
    for a, b in (
        ((x, y), saddle),
        (saddle, head),
        (saddle, pedal),
        ((x, y), pedal),
        (pedal, head),
        (head, (x + 330, y)),
    ):
        s.line("accent", 15, a, b)
    s.line("ground2", 13, saddle, (x + 90, y - 190))
    s.line("ground2", 22, (x + 56, y - 196), (x + 124, y - 196))
    s.line("ground2", 13, head, (x + 262, y - 204), (x + 306, y - 216))
    s.ellipse("ground2", *pedal, 20)
    s.rect("near", x + 300, y - 176, 96, 62)
    s.rect("sun", x + 312, y - 200, 70, 26)


def forest(s: Scene) -> None:
    sky(s, 800 + s.chance.uniform(-200, 200), 300, 130)
    crest = s.ridge("far", 430, 40)
    for i in range(26):
        fir(s, i * 64, crest(i * 64) + 30, s.chance.uniform(90, 150), "far2")
    crest = s.ridge("mid", 560, 34)
    for i in range(19):
        fir(s, i * 88 + s.chance.uniform(-20, 20), crest(i * 88) + 30, s.chance.uniform(150, 230), "near")
    crest = s.ridge("near", 690, 30)
    for x in (60, 190, 330, 470, 1130, 1270, 1410, 1540):
        fir(s, x + s.chance.uniform(-24, 24), crest(x) + 60, s.chance.uniform(300, 420), "ground")
    s.ridge("ground2", 830, 18)
    lane(s, "water", 700, 760, 820, 170, 22)


def orchard(s: Scene) -> None:
    sky(s, 1100, 220)
    backdrop(s, 420)
    for row, (y, size) in enumerate(((520, 58), (640, 90), (800, 136))):
        s.ridge(("mid", "near", "ground")[row], y, 12)
        step = size * 2.4
        for i in range(int(WIDTH / step) + 2):
            x = i * step + (row % 2) * step / 2 - 30
            foot = y + 26
            s.line("ground2", size * 0.16, (x, foot), (x, foot - size))
            s.ellipse(("near", "ground", "ground2")[row], x, foot - size * 1.35, size * 0.78, size * 0.66)
            for _ in range(6):
                s.ellipse(
                    "accent",
                    x + s.chance.uniform(-0.5, 0.5) * size,
                    foot - size * (1.35 + s.chance.uniform(-0.4, 0.4)),
                    size * 0.09,
                )
    s.rect("accent", 700, 806, 170, 70)
    for i in range(5):
        s.ellipse("sun", 722 + i * 32, 800, 20)
    s.rect("near", 690, 812, 190, 14)
    s.rect("near", 690, 846, 190, 14)


def volunteers(s: Scene) -> None:
    sky(s, 1180)
    backdrop(s, 500)
    s.ridge("mid", 610, 16)
    round_tree(s, 150, 720, 150, "near")
    round_tree(s, 1460, 720, 170, "near")
    s.ridge("ground", 720, 14)
    for i, x in enumerate((470, 690, 930, 1140)):
        person(s, x, 800 + (i % 2) * 20, 330, "ground2", ("accent", "sun", "near", "far")[i])
    for a, b in ((470, 690), (930, 1140)):
        s.line("far", 16, (a + 40, 640), (b - 40, 650))
    s.line("ground2", 10, (810, 830), (810, 640))
    s.line("near", 9, (810, 730), (850, 690))
    s.line("near", 9, (810, 700), (776, 664))
    for dx, dy in ((0, -30), (38, -6), (-36, 4), (44, 46)):
        s.ellipse("accent", 810 + dx, 640 + dy, 24, 17)
    s.ellipse("ground2", 810, 838, 96, 20)


def playground(s: Scene) -> None:
    sky(s, 1230, 230)
    cloud(s, 420, 190, 90)
    backdrop(s, 490)
    for i in range(6):
        round_tree(s, 60 + i * 300, 612, s.chance.uniform(66, 92), "mid")
    s.ridge("near", 620, 14)
    s.ellipse("accent", 800, 800, 760, 130)
    s.line("ground2", 18, (180, 780), (290, 450), (400, 780))
    s.line("ground2", 18, (620, 780), (730, 450), (840, 780))
    s.line("ground2", 18, (290, 452), (730, 452))
    for x, swing in ((420, -36), (590, 26)):
        for dx in (-24, 24):
            s.line("ground", 6, (x + dx, 456), (x + dx + swing, 690))
        s.line("ground", 16, (x - 34 + swing, 692), (x + 34 + swing, 692))
    s.rect("ground", 1010, 480, 22, 320)
    s.rect("ground", 1150, 480, 22, 320)
    s.poly("near", (980, 486), (1091, 386), (1202, 486))
    for k in range(5):
        s.line("ground", 10, (1022, 560 + k * 46), (1160, 560 + k * 46))
    s.poly("sun", (1168, 566), (1182, 546), (1450, 772), (1500, 772), (1500, 792), (1440, 792))
    s.ellipse("ground", 900, 826, 28)


def sports(s: Scene) -> None:
    sky(s, 330, 230)
    backdrop(s, 440)
    for i in range(12):
        poplar(s, 20 + i * 142, 560, s.chance.uniform(120, 170), "mid")
    s.rect("near", -40, 550, WIDTH + 80, 400)
    for i in range(6):
        if i % 2:
            s.poly(
                "mid",
                (800 + (i - 3) * 190, 550),
                (800 + (i - 2) * 190, 550),
                (800 + (i - 2) * 460, 940),
                (800 + (i - 3) * 460, 940),
            )
    s.line("paper", 8, (-20, 620), (WIDTH + 20, 620))
    s.arc("paper", 8, 800, 940, 420, 200, 180, 360)
    s.line("paper", 16, (520, 640), (520, 430), (1080, 430), (1080, 640))
    for i in range(1, 10):
        s.line("far", 3, (520 + i * 56, 434), (520 + i * 56, 636))
    for i in range(1, 5):
        s.line("far", 3, (524, 430 + i * 42), (1076, 430 + i * 42))
    person(s, 1240, 800, 300, "ground2", "accent")
    person(s, 400, 780, 280, "ground2", "sun")
    x = 960 + s.chance.uniform(-60, 60)
    s.ellipse("ground", x, 838, 46, 12)
    s.ellipse("paper", x, 800, 40)
    s.ellipse("ground2", x, 800, 13)
    for a in range(0, 360, 72):
        s.ellipse("ground2", x + 30 * math.cos(math.radians(a)), 800 + 30 * math.sin(math.radians(a)), 7)


def bridge(s: Scene) -> None:
    sky(s, s.chance.choice((380, 1220)), 240)
    backdrop(s, 450)
    for i in range(8):
        house(
            s,
            60 + i * 196 + s.chance.uniform(-16, 16),
            560,
            s.chance.uniform(90, 130),
            s.chance.uniform(90, 140),
            "mid",
            "near",
        )
    s.rect("water", -40, 556, WIDTH + 80, 380)
    for _ in range(10):
        x, y = s.chance.uniform(0, 1500), s.chance.uniform(720, 860)
        s.line("sky", 7, (x, y), (x + s.chance.uniform(60, 180), y))
    top = [(-40 + i * 42, 560 - 90 * math.sin(i / 40 * math.pi)) for i in range(41)]
    s.poly("near", *top, (WIDTH + 40, 740), (-40, 740))
    for i, x in enumerate((200, 600, 1000, 1400)):
        r = 150 + (i in (1, 2)) * 16
        s.ellipse("water", x, 760, r, r + 20)
    s.rect("water", -40, 742, WIDTH + 80, 60)
    s.line("ground", 18, *top)
    for i in range(2, 39, 2):
        s.line("ground", 7, top[i], (top[i][0], top[i][1] - 44))
    s.line("ground", 9, *((x, y - 46) for x, y in top))
    person(s, 640, 486, 120, "ground2", "accent")
    person(s, 690, 482, 112, "ground2", "sun")
    s.ellipse("ground", 1520, 930, 420, 120)
    s.ellipse("ground", 60, 930, 420, 110)
    bush(s, 1380, 850, 90, "ground2")
    bush(s, 190, 856, 80, "ground2")
