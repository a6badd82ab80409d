"""Questions of the demo's meetings. Invented throughout; no persons."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Asked:
    """`state`: as the desk left it; `support`: how many people support it (at most all the others)."""

    text: str
    voice: int
    support: int
    state: str = "approved"
    answer: str = ""


BANK = (
    Asked("Bleibt die große Weide am unteren Steg stehen?", 1, 6, "answered", "Ja. Sie ist gesund und steht im Entwurf als Schattenplatz."),
    Asked("Wie kommt man mit dem Rollstuhl ans Wasser?", 3, 7, "stage"),
    Asked("Was passiert bei Hochwasser mit den Bänken?", 5, 4),
    Asked("Wird der Weg abends beleuchtet, und wie lange?", 2, 3),
    Asked("Darf man am Ufer grillen?", 6, 1, "answered", "Nein, dort brüten Vögel. Ein Grillplatz kommt beim Sportgelände dazu."),
    Asked("Gibt es eine öffentliche Toilette?", 4, 5),
    Asked("Wann geht es mit dem Bauen los?", 0, 0, "waiting"),
)  # fmt: skip

RULES = (
    Asked("Wer kontrolliert, ob abends wirklich Ruhe ist?", 2, 5, "stage"),
    Asked("Warum gilt die Ordnung nicht für Schulhöfe?", 1, 3),
    Asked("Kostet es etwas, wenn ich den Platz für einen Geburtstag nutze?", 4, 2, "answered", "Nein. Erst ab 30 Gästen oder mit Strom brauchen wir eine Anmeldung, auch die ist kostenlos."),
    Asked("Bekommt der Bolzplatz neue Netze?", 6, 4),
    Asked("Kann ein Teil der Plätze einen Zaun zur Straße bekommen?", 3, 6, "answered", "An zwei Plätzen ist er bestellt. Für die übrigen prüfen wir es bis zum Herbst."),
    Asked("Wie viele Plätze gibt es überhaupt?", 5, 0, "waiting"),
    Asked("Was ist mit Hunden auf dem Weg daneben?", 0, 0, "waiting"),
)  # fmt: skip

SCHOOL = (
    Asked("Kommt die Tempo-30-Zone vor den Ferien?", 1, 7, "stage"),
    Asked("Wer hilft den Kindern an der Baustelle über die Straße?", 3, 5),
    Asked("Gibt es Haltezonen für Eltern, ein Stück weg von der Schule?", 2, 4),
    Asked("Dürfen die Kinder mit dem Roller kommen?", 5, 1, "answered", "Ja. Am Eingang stehen Ständer, die sich abschließen lassen."),
    Asked("Werden die Hecken an der Kreuzung geschnitten?", 6, 3, "answered", "Das ist beauftragt und geschieht noch vor dem Vogelschutz."),
    Asked("Wann kommt der neue Schulwegplan?", 4, 0, "waiting"),
)  # fmt: skip

# Title of the module → its questions
MEETINGS = {
    "Fragen zum Ortstermin": BANK,
    "Fragen zum Abend im Bürgerhaus": RULES,
    "Fragen zum Elternabend": SCHOOL,
}
