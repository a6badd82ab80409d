"""What the demo's volunteers did. (words, minutes); for any kind of club."""

from __future__ import annotations

DONE: tuple[tuple[str, int], ...] = (
    ("Sommerfest aufgebaut und am Stand geholfen", 330),
    ("Jugendgruppe betreut", 150),
    ("Jugendgruppe betreut", 150),
    ("Geräte und Material gerichtet", 120),
    ("Ältere Mitglieder zum Treffen gefahren", 180),
    ("Jahresbericht mitgeschrieben", 210),
    ("Kuchen gebacken und verkauft", 240),
    ("Jugendgruppe betreut", 150),
    ("Pflegetag rund um das Vereinsgelände", 360),
    ("Neue Mitglieder eingeführt", 90),
    ("Kasse geprüft", 135),
    ("Adventsmarkt: Auf- und Abbau", 420),
)
ELSEWHERE: tuple[tuple[str, int], ...] = (
    ("Beim Nachbarverein ausgeholfen", 240),
    ("Gemeinsamer Aktionstag der Region", 390),
)
WAITING: tuple[tuple[str, int], ...] = (
    ("Flohmarkt vorbereitet", 165),
    ("Jugendgruppe betreut", 150),
    ("Vereinsräume gestrichen", 300),
)
# Hours, per, months, only hours in this city: examples, not the cities' own rules
RULES: tuple[tuple[int, str, int, bool], ...] = (
    (200, "year", 12, False),
    (3, "week", 12, False),
    (30, "year", 12, False),
    (100, "year", 24, False),
    (35, "year", 12, True),
)
