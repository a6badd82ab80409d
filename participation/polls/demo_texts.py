"""Questions of the demo, and how people answer them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Ask:
    """`weights`: how often a choice is taken (single, scale: shares; multiple: probability of each; ranking: appeal).
    `when`: (place of the steering question, its choices). `texts`: what people write, each about equally often."""

    kind: str
    text: str
    choices: tuple[str, ...] = ()
    weights: tuple[float, ...] = ()
    required: bool = False
    help_text: str = ""
    easy_text: str = ""
    other: str = ""
    others: tuple[str, ...] = ()
    max_choices: int | None = None
    steps: int = 5
    low_label: str = ""
    high_label: str = ""
    when: tuple[int, tuple[str, ...]] | None = None
    texts: tuple[str, ...] = ()


BUDGET = (
    Ask("single", "Haben Sie beim Bürgerhaushalt abgestimmt?", ("ja", "nein"), (7, 3), required=True,
        easy_text="Haben Sie beim Bürger-Haushalt gewählt?"),
    Ask("multiple", "Woran lag es?",
        ("keine Zeit", "zu spät erfahren", "zu viele Vorschläge", "kein Wohnsitznachweis", "kein Interesse"),
        (0.4, 0.5, 0.2, 0.3, 0.1), when=(0, ("nein",))),
    Ask("scale", "Wie leicht war das Abstimmen?", (), (1, 2, 4, 9, 8), low_label="sehr schwer", high_label="sehr leicht",
        when=(0, ("ja",))),
    Ask("text", "Was sollen wir beim nächsten Mal besser machen?", texts=(
        "Die Vorschläge nach Stadtteilen ordnen.", "Mehr Zeit zum Vergleichen.", "Auch im Rathaus auf Papier abstimmen.",
        "Die Kosten früher zeigen.", "Eine Erinnerung in der Woche vor dem Ende.", "Gut so, bitte wieder.",
        "Kurze Filme zu den Vorschlägen wären schön.")),
)  # fmt: skip

HEAT = (
    Ask("single", "Wie belastend sind heiße Tage für Sie?", ("gar nicht", "etwas", "stark", "sehr stark"), (1, 4, 6, 3),
        required=True, easy_text="Ist große Hitze schlimm für Sie?"),
    Ask("multiple", "Was macht Ihnen zu schaffen?",
        ("Schlaf", "Kreislauf", "Arbeit im Freien", "Wege zu Fuß", "Pflege von Angehörigen"), (0.7, 0.4, 0.2, 0.5, 0.2),
        when=(0, ("stark", "sehr stark")), other="etwas anderes", others=("Meine Wohnung unter dem Dach.", "Der Schulweg der Kinder.")),
    Ask("multiple", "Wo fehlt Schatten am meisten?",
        ("Bushaltestellen", "Spielplätze", "Marktplatz", "Schulhöfe", "Friedhof"), (0.6, 0.6, 0.5, 0.4, 0.2), max_choices=2,
        help_text="Gemeint sind Orte, an denen Sie sich im Sommer aufhalten."),
    Ask("ranking", "Was soll zuerst kommen?", ("Bäume", "Sonnensegel", "Trinkbrunnen", "Bänke im Schatten"),
        (4, 1.5, 3, 2)),
    Ask("scale", "Wie gut kühlt die Innenstadt nachts ab?", (), (5, 8, 5, 2, 1), low_label="gar nicht",
        high_label="sehr gut"),
    Ask("text", "Welchen kühlen Ort empfehlen Sie anderen?", texts=(
        "Die Bibliothek, dort ist es immer angenehm.", "Am Bach unter den Erlen.", "Die Stiftskirche.",
        "Der Wald gleich hinter dem Friedhof.", "Das Museum, wenn der Eintritt frei wäre.", "Leider keinen.")),
)  # fmt: skip

BUS = (
    Ask("single", "Wie oft fahren Sie mit dem Bus?", ("täglich", "jede Woche", "selten", "nie"), (4, 5, 5, 3),
        required=True, easy_text="Fahren Sie mit dem Bus?"),
    Ask("multiple", "Warum fahren Sie nicht öfter mit dem Bus?",
        ("fährt zu selten", "hält zu weit weg", "dauert zu lange", "zu teuer", "Rad ist schneller"),
        (0.6, 0.3, 0.5, 0.2, 0.4), max_choices=3, when=(0, ("selten", "nie")), other="anderer Grund",
        others=("Mit Rollator komme ich schlecht hinein.", "Abends fühle ich mich an der Haltestelle unwohl.")),
    Ask("multiple", "Wohin fahren Sie?", ("Arbeit", "Schule", "Einkaufen", "Bahnhof", "Freizeit"), (0.5, 0.2, 0.5, 0.5, 0.4),
        when=(0, ("täglich", "jede Woche"))),
    Ask("single", "Wann fehlt Ihnen am ehesten ein Bus?", ("am frühen Morgen", "tagsüber", "am Abend", "am Wochenende"),
        (2, 1, 6, 5)),
    Ask("single", "Wie weit darf die nächste Haltestelle entfernt sein?", ("200 Meter", "400 Meter", "800 Meter"), (3, 7, 2)),
    Ask("ranking", "Was ist Ihnen am wichtigsten?", ("dichter Takt", "Pünktlichkeit", "sichere Anschlüsse", "niedriger Preis"),
        (3.5, 3, 2.5, 1.5)),
    Ask("scale", "Wie zufrieden sind Sie mit dem Bus insgesamt?", (), (2, 6, 8, 6, 1), low_label="gar nicht",
        high_label="sehr"),
    Ask("scale", "Wie leicht finden Sie sich im Fahrplan zurecht?", (), (1, 3, 6, 8, 5), low_label="sehr schwer",
        high_label="sehr leicht"),
    Ask("text", "Welche Verbindung fehlt Ihnen?", texts=(
        "Nach 22 Uhr vom Bahnhof in die Ortsteile.", "Direkt zum Schwimmbad, ohne Umsteigen.",
        "Samstags früh zum Wochenmarkt.", "Zum Gewerbegebiet vor 6 Uhr.", "Sonntags auf die Höhe zum Wandern.",
        "Vom Ortsteil zur Klinik.")),
)  # fmt: skip

SPORT = (
    Ask("single", "Wie oft bewegen Sie sich so, dass Sie ins Schwitzen kommen?",
        ("fast täglich", "jede Woche", "ab und zu", "nie"), (3, 7, 5, 2), required=True,
        easy_text="Machen Sie Sport? Wie oft?"),
    Ask("multiple", "Wo bewegen Sie sich?", ("Verein", "Fitnessstudio", "draußen", "zu Hause", "Schwimmbad"),
        (0.5, 0.3, 0.7, 0.3, 0.3), when=(0, ("fast täglich", "jede Woche", "ab und zu")), other="woanders",
        others=("Auf dem Weg zur Arbeit.", "In der Tanzschule.")),
    Ask("multiple", "Was hält Sie ab?", ("Zeit", "Geld", "Gesundheit", "kein passendes Angebot"), (0.5, 0.3, 0.5, 0.4),
        when=(0, ("ab und zu", "nie"))),
    Ask("ranking", "Wofür soll die Stadt zuerst Geld ausgeben?",
        ("Sporthallen", "Laufstrecken", "Geräte im Park", "Bolzplätze"), (3, 2.5, 2, 2)),
    Ask("scale", "Wie gut sind die Hallen in Schuss?", (), (3, 7, 8, 4, 1), low_label="schlecht", high_label="sehr gut"),
    Ask("text", "Welches Angebot fehlt?", texts=(
        "Sport für Ältere am Vormittag.", "Eine beleuchtete Laufrunde.", "Schwimmkurse auch in den Ferien.",
        "Ein Tag im Monat mit freiem Eintritt in die Halle.", "Rollstuhlsport.", "Mehr Zeiten für Mädchen im Käfig.")),
)  # fmt: skip

GENERAL = (
    Ask("single", "Wie wichtig ist Ihnen dieses Vorhaben?", ("sehr", "etwas", "wenig"), (6, 4, 2), required=True),
    Ask("text", "Warum ist es Ihnen wenig wichtig?", when=(0, ("wenig",)), texts=(
        "Anderes ist dringender.", "Ich wohne weit weg davon.")),
    Ask("multiple", "Was soll sich verbessern?", ("Sicherheit", "Aufenthalt", "Barrierefreiheit", "Klima"),
        (0.5, 0.5, 0.4, 0.4), max_choices=2, other="etwas anderes", others=("Die Parkplätze.",)),
    Ask("ranking", "Was zuerst?", ("planen", "probieren", "bauen"), (2, 3, 2.5)),
    Ask("scale", "Wie gut fühlen Sie sich informiert?", (), (2, 4, 7, 5, 2), low_label="schlecht", high_label="sehr gut"),
    Ask("text", "Was möchten Sie uns mitgeben?", texts=("Bitte bald anfangen.", "Die Anwohner früh fragen.", "Danke fürs Fragen.")),
)  # fmt: skip

# words in the title of project or module → questions
SURVEYS: tuple[tuple[tuple[str, ...], tuple[Ask, ...]], ...] = (
    (("Verfahren", "Bürgerhaushalt"), BUDGET),
    (("heiß", "Hitze", "Schatten"), HEAT),
    (("Bus", "Wege"), BUS),
    (("Sport", "bewegen"), SPORT),
)


def survey_for(title: str) -> tuple[Ask, ...]:
    return next((asks for words, asks in SURVEYS if any(word in title for word in words)), GENERAL)
