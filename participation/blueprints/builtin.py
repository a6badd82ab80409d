"""The blueprints that come with the installation: data, checked like a file. `accesses` are what the kinds propose."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from functools import cache
from typing import Any

from . import data


@dataclass(frozen=True)
class BuiltIn:
    uuid: uuid.UUID
    name: str
    text: str
    version: int
    data: dict[str, Any]


def _phase(kind: str, title: str, text: str, easy: str, first: int, days: int | None) -> dict[str, Any]:
    ends = [first + days, 0] if days is not None else None
    return {"kind": kind, "title": title, "text": text, "easy_text": easy, "starts": [first, 0], "ends": ends}


def _module(kind: str, title: str, intro: str, easy: str, **settings: Any) -> dict[str, Any]:
    return {
        "kind": kind, "title": title, "intro": intro, "easy_intro": easy, "settings": settings, "switched_on": True,
        "content": None,
    }  # fmt: skip


def _plan(purpose: str, easy: str, phases: list[Any], modules: list[Any], steps: list[str]) -> dict[str, Any]:
    return {
        "purpose": purpose, "easy_purpose": easy, "phases": phases, "modules": modules, "accesses": None,
        "milestones": [{"title": step, "text": ""} for step in steps],
    }  # fmt: skip


EASY_CHECK = "Die Stadt liest alles. Die Stadt antwortet. Dann entscheidet die Stadt."


def _check(first: int, days: int) -> dict[str, Any]:
    return _phase(
        "decision", "Prüfen und antworten", "Die Verwaltung prüft die Beiträge und antwortet; dann wird entschieden.",
        EASY_CHECK, first, days,
    )  # fmt: skip


def _build(first: int) -> dict[str, Any]:
    return _phase(
        "implementation", "Umsetzen", "Hier steht, was aus der Entscheidung wird.",
        "Jetzt wird gearbeitet. Hier steht, wie weit die Arbeit ist.", first, None,
    )  # fmt: skip


def _ideas() -> dict[str, Any]:
    return _plan(
        "Wir sammeln Ideen, reden darüber und sagen zu jeder, was daraus wird.",
        "Sie haben eine Idee? Schreiben Sie die Idee auf. Die Stadt liest jede Idee. Die Stadt antwortet.",
        [
            _phase("ideas", "Ideen sammeln", "Tragen Sie Ihre Idee ein und unterstützen Sie andere.",
                   "Sie können eine Idee aufschreiben. Sie können auch andere Ideen gut finden.", 0, 28),
            _phase("discussion", "Darüber reden", "Wir sprechen über die Ideen, die eingegangen sind.",
                   "Wir reden über die Ideen. Sie können Ihre Meinung schreiben.", 28, 14),
            _check(42, 28),
            _build(70),
        ],
        [
            _module("ideas", "Ihre Ideen", "Was soll sich ändern? Eine Idee je Beitrag, gern mit Ort.",
                    "Was soll besser werden? Schreiben Sie eine Idee auf. Sie können auch den Ort zeigen."),
        ],
        ["Ideen ausgewertet", "Entscheidung gefallen", "Umgesetzt"],
    )  # fmt: skip


def _budget() -> dict[str, Any]:
    return _plan(
        "Einwohnerinnen und Einwohner schlagen Vorhaben vor und stimmen ab, wofür das Geld ausgegeben wird.",
        "Die Stadt hat Geld für gute Ideen. Sie sagen, was die Stadt mit dem Geld machen soll.",
        [
            _phase("ideas", "Vorschlagen", "Schlagen Sie ein Vorhaben vor.",
                   "Sie können einen Vorschlag aufschreiben.", 0, 35),
            _phase("information", "Prüfen", "Die Ämter prüfen, ob ein Vorschlag möglich ist und was er kostet.",
                   "Die Stadt prüft die Vorschläge. Geht das? Was kostet das?", 35, 42),
            _phase("vote", "Abstimmen", "Stellen Sie Ihre Auswahl zusammen, bis das Geld verteilt ist.",
                   "Jetzt wählen Sie. Welche Vorschläge sollen Geld bekommen?", 77, 21),
            _phase("decision", "Beschließen", "Der Gemeinderat beschließt auf der Grundlage des Ergebnisses.",
                   "Der Gemeinderat entscheidet. Das Ergebnis steht dann hier.", 98, 30),
            _build(128),
        ],
        [
            _module("budget", "Unser Budget", "Machen Sie Vorschläge und verteilen Sie später das Geld darauf.",
                    "Erst schreiben Sie Vorschläge. Später wählen Sie. Es gibt nur so viel Geld."),
        ],
        ["Vorschläge geprüft", "Ergebnis veröffentlicht", "Beschluss gefasst", "Vorhaben umgesetzt"],
    )  # fmt: skip


def _masterplan() -> dict[str, Any]:
    return _plan(
        "Wir arbeiten gemeinsam an einem Plan: erst sammeln, dann den Entwurf Absatz für Absatz besprechen.",
        "Die Stadt macht einen Plan. Sie können mitreden. Am Ende lesen alle den Plan.",
        [
            _phase("information", "Ausgangslage", "Was bekannt ist, und worum es geht.",
                   "Hier steht, worum es geht.", 0, 21),
            _phase("ideas", "Ziele sammeln", "Was soll der Plan erreichen?",
                   "Was ist Ihnen wichtig? Schreiben Sie es auf.", 21, 35),
            _phase("discussion", "Am Text arbeiten", "Der Entwurf liegt vor: Sprechen Sie über jeden Absatz.",
                   "Der Plan ist als Text da. Sie können zu jedem Teil etwas schreiben.", 84, 35),
            _check(119, 42),
            _build(161),
        ],
        [
            _module("ideas", "Ziele und Wünsche", "Was soll der Plan für Ihren Stadtteil erreichen?",
                    "Was soll der Plan besser machen?"),
            _module("text", "Der Entwurf", "Kommentieren Sie Absätze und schlagen Sie Änderungen vor.",
                    "Hier steht der Plan. Sie können zu jedem Absatz etwas schreiben."),
            _module("discussion", "Allgemeine Diskussion", "Platz für alles, was zu keinem Absatz gehört.",
                    "Hier können Sie alles andere schreiben."),
        ],
        ["Entwurf veröffentlicht", "Stellungnahmen ausgewertet", "Plan beschlossen"],
    )  # fmt: skip


def _survey() -> dict[str, Any]:
    return _plan(
        "Eine Umfrage: wenige Fragen, ein klares Ergebnis, offen veröffentlicht.",
        "Die Stadt hat Fragen an Sie. Sie antworten. Die Stadt zeigt das Ergebnis.",
        [
            _phase("vote", "Antworten", "Beantworten Sie die Fragen, das dauert wenige Minuten.",
                   "Sie können jetzt antworten. Das dauert nicht lange.", 0, 21),
            _phase("decision", "Auswerten", "Die Verwaltung wertet aus und veröffentlicht das Ergebnis.",
                   "Die Stadt zählt die Antworten. Dann steht hier das Ergebnis.", 21, 21),
        ],
        [_module("poll", "Umfrage", "Alle Angaben sind freiwillig.", "Sie müssen nicht jede Frage beantworten.")],
        ["Ergebnis veröffentlicht"],
    )  # fmt: skip


def _playground() -> dict[str, Any]:
    return _plan(
        "Kinder, Eltern und Nachbarschaft planen einen Spielplatz mit: Wünsche, Entwürfe, Bau.",
        "Der Spielplatz wird neu. Kinder und Eltern sagen, was sie wollen. Dann wird gebaut.",
        [
            _phase("ideas", "Wünsche sammeln", "Was fehlt, was soll bleiben? Zeigen Sie es auf der Karte.",
                   "Was wünschen Sie sich? Was soll bleiben?", 0, 28),
            _phase("information", "Entwürfe", "Das Fachamt zeichnet zwei Entwürfe.",
                   "Die Stadt malt zwei Pläne.", 28, 42),
            _phase("vote", "Entwurf wählen", "Wählen Sie zwischen den Entwürfen.",
                   "Welcher Plan ist besser? Sie wählen.", 70, 14),
            _build(84),
        ],
        [
            _module("ideas", "Wünsche für den Spielplatz", "Ein Wunsch je Beitrag, gern mit Bild und Ort.",
                    "Was wünschen Sie sich? Sie können auch ein Bild zeigen."),
            _module("poll", "Welcher Entwurf?", "Beide Entwürfe halten den Kostenrahmen ein.",
                    "Es gibt zwei Pläne. Beide kosten gleich viel. Welcher ist besser?"),
        ],
        ["Entwurf gewählt", "Auftrag vergeben", "Baubeginn", "Eröffnung"],
    )  # fmt: skip


def _event() -> dict[str, Any]:
    return _plan(
        "Eine Veranstaltung im Saal und im Netz: Fragen vorab und live, danach die Niederschrift.",
        "Es gibt ein Treffen. Sie können Fragen stellen. Danach steht hier, was gesagt wurde.",
        [
            _phase("information", "Ankündigung", "Termin, Ort und Unterlagen.",
                   "Hier steht, wann und wo das Treffen ist.", 0, 14),
            _phase("discussion", "Fragen stellen", "Fragen Sie vorab oder während der Veranstaltung.",
                   "Sie können jetzt Fragen stellen.", 7, 8),
            _phase("decision", "Nachlesen", "Niederschrift und Antworten auf offene Fragen.",
                   "Hier stehen die Antworten.", 15, 30),
        ],
        [
            _module("live", "Fragen an die Runde", "Kurze Fragen; was vielen wichtig ist, kommt zuerst dran.",
                    "Schreiben Sie Ihre Frage kurz auf."),
        ],
        ["Veranstaltung", "Niederschrift veröffentlicht"],
    )  # fmt: skip


@cache
def all_builtin() -> tuple[BuiltIn, ...]:
    rows = [
        ("5e1b8a30-0001-4c6e-9a53-0d2b7c1f0001", "Ideensammlung", "Offen sammeln, gemeinsam gewichten, antworten.", _ideas),
        ("5e1b8a30-0002-4c6e-9a53-0d2b7c1f0002", "Bürgerhaushalt", "Vorschläge, Prüfung, Abstimmung über Geld.", _budget),
        ("5e1b8a30-0003-4c6e-9a53-0d2b7c1f0003", "Masterplan mit Textarbeit", "Vom Ziel zum beschlossenen Text.", _masterplan),
        ("5e1b8a30-0004-4c6e-9a53-0d2b7c1f0004", "Umfrage", "Wenige Fragen in drei Wochen.", _survey),
        ("5e1b8a30-0005-4c6e-9a53-0d2b7c1f0005", "Spielplatzplanung", "Wünsche, Entwürfe, Bau: mit Kindern.", _playground),
        ("5e1b8a30-0006-4c6e-9a53-0d2b7c1f0006", "Veranstaltung mit Fragen", "Fragen vorab und live, dann nachlesen.", _event),
    ]  # fmt: skip
    return tuple(BuiltIn(uuid.UUID(key), name, text, 1, data.checked(make())) for key, name, text, make in rows)
