"""Processes of the demo. Days count from today; modules name their kind. Invented throughout; no persons."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Stage:
    """A phase: kind, title, first day, day after the last (None: open end), what happens, the same in easy language."""

    kind: str
    title: str
    first: int
    end: int | None
    text: str = ""
    easy: str = ""


@dataclass(frozen=True)
class Part:
    """A module: kind, title, introduction, the same in easy language, settings."""

    kind: str
    title: str
    intro: str
    easy: str = ""
    settings: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Step:
    """A milestone: title, state, per cent, words, days until it is due, Euro, motif of a demo picture."""

    title: str
    status: str
    percent: int
    text: str
    due: int | None = None
    cost: int | None = None
    motif: str = ""


@dataclass(frozen=True)
class Process:
    key: str
    city: str
    title: str
    purpose: str
    easy: str
    stages: tuple[Stage, ...]
    parts: tuple[Part, ...]
    topics: tuple[str, ...]
    text: str
    radius: float = 1.2  # km around the centre of each of its cities
    steps: tuple[Step, ...] = ()
    result: str = ""
    budget: int | None = None
    partners: tuple[str, ...] = ()


EASY_IDEAS = "Sie haben eine Idee? Schreiben Sie sie auf. Sie können auch sagen: Diese Idee finde ich gut."
EASY_VOTE = "Sie dürfen mit-entscheiden. Sie wählen aus, was gebaut wird. Das Geld muss reichen."
EASY_TEXT = "Wir haben einen Text geschrieben. Sie können sagen: Das soll anders heißen."
EASY_POLL = "Wir stellen Ihnen Fragen. Niemand erfährt, was Sie geantwortet haben."

TALK = Part(
    "discussion", "Was uns wichtig ist", "Was soll auf jeden Fall bleiben, was darf sich ändern? Reden Sie mit."
)


def ideas_stages(shift: int = 0) -> tuple[Stage, ...]:
    """Ideas are being collected today."""
    return (
        Stage(
            "information", "Ziele klären", -60 + shift, -25 + shift, "Bestand aufnehmen, Ziele im Gemeinderat beraten."
        ),
        Stage(
            "ideas",
            "Ideen sammeln",
            -25 + shift,
            19 + shift,
            "Alle können Ideen eintragen und unterstützen.",
            EASY_IDEAS,
        ),
        Stage("discussion", "Ideen beraten", -12 + shift, 40 + shift, "Die Verwaltung antwortet auf jede Idee."),
        Stage("decision", "Gemeinderat entscheidet", 62 + shift, 75 + shift),
        Stage("implementation", "Bauen und begleiten", 130 + shift, None),
    )


def budget_stages(shift: int = 0) -> tuple[Stage, ...]:
    """The vote runs today."""
    return (
        Stage("information", "So funktioniert es", -95 + shift, -70 + shift, "Regeln, Beratung in den Ortsteilen."),
        Stage(
            "ideas",
            "Vorschläge machen",
            -70 + shift,
            -30 + shift,
            "Vorschläge einreichen und unterstützen.",
            EASY_IDEAS,
        ),
        Stage("discussion", "Prüfen", -30 + shift, -8 + shift, "Die Ämter prüfen Machbarkeit und Kosten."),
        Stage("vote", "Abstimmen", -8 + shift, 16 + shift, "Wer hier wohnt, verteilt das Budget.", EASY_VOTE),
        Stage("implementation", "Umsetzen", 30 + shift, None),
    )


def plan_stages(shift: int = 0) -> tuple[Stage, ...]:
    """A text is being discussed today."""
    return (
        Stage("information", "Entwurf vorstellen", -45 + shift, -18 + shift),
        Stage(
            "discussion",
            "Gemeinsam prüfen",
            -18 + shift,
            24 + shift,
            "Absatz für Absatz, mit Änderungsvorschlägen.",
            EASY_TEXT,
        ),
        Stage("decision", "Beschluss", 45 + shift, 60 + shift),
    )


def survey_stages(shift: int = 0) -> tuple[Stage, ...]:
    return (
        Stage("ideas", "Umfrage", -9 + shift, 21 + shift, "Zehn Minuten, ohne Namen.", EASY_POLL),
        Stage("discussion", "Ergebnisse besprechen", 21 + shift, 45 + shift),
    )


def done_stages() -> tuple[Stage, ...]:
    return (
        Stage("ideas", "Ideen sammeln", -420, -380),
        Stage("vote", "Auswahl", -370, -350),
        Stage("decision", "Beschluss", -330, -300),
        Stage("implementation", "Umsetzung", -300, None, "Vom Beschluss bis zur Bank: der Stand, Schritt für Schritt."),
    )


PLAYGROUND_STEPS = (
    Step("Entwurf mit Kindern überarbeitet", "done", 100, "Drei Werkstätten in der Grundschule.", -250, None, "school"),
    Step("Geländearbeiten und Wege", "done", 100, "Stufenlos, mit festem Belag.", -120, 84000),
    Step(
        "Spielgeräte aufbauen",
        "on_track",
        60,
        "Die Nestschaukel steht, der Wasserlauf folgt.",
        25,
        132000,
        "playground",
    ),
    Step("Bäume pflanzen", "delayed", 20, "Wegen des trockenen Sommers erst im Frühjahr.", 110, 18500),
    Step("Eröffnung", "planned", 0, "Mit allen, die Ideen gegeben haben.", 150),
)

PROCESSES: tuple[Process, ...] = (
    Process(
        "saalbachufer",
        "bruchsal",
        "Ein Ufer zum Verweilen",
        "Am Saalbach sollen Treppen, Schatten und Bänke entstehen. Wo genau, wissen die am besten, die dort gehen.",
        "Am Bach sollen Bänke und Bäume hin. Wir fragen Sie: Wo genau?",
        ideas_stages(),
        (
            Part(
                "ideas",
                "Ideen für das Ufer",
                "Tragen Sie Ihre Idee ein, gern mit Ort. Jede bekommt eine Antwort.",
                EASY_IDEAS,
            ),
            TALK,
            Part(
                "live",
                "Fragen zum Ortstermin",
                "Stellen Sie Ihre Frage schon jetzt; beim Ortstermin werden sie beantwortet.",
            ),
        ),
        ("Umwelt", "Mitmachen"),
        "Der Abschnitt zwischen den beiden Brücken ist heute nur ein Durchgang. Die Vermessung ist fertig, der Hochwasserschutz ist gerechnet: Platz ist da. Ihre Ideen gehen in den Entwurf ein, den der Gemeinderat berät.",
    ),
    Process(
        "buergerhaushalt",
        "bruchsal",
        "Bürgerhaushalt: 100.000 Euro für gute Ideen",
        "Einmal im Jahr entscheiden Einwohnerinnen und Einwohner, was mit 100.000 Euro geschieht.",
        "Die Stadt gibt 100.000 Euro. Sie entscheiden mit, wofür.",
        budget_stages(),
        (
            Part(
                "budget",
                "Abstimmung über die Vorschläge",
                "Wählen Sie aus, was zusammen in das Budget passt.",
                EASY_VOTE,
                {"total": 100000},
            ),
            Part(
                "poll",
                "Wie war das Verfahren?",
                "Drei Fragen, damit der nächste Bürgerhaushalt besser wird.",
                EASY_POLL,
            ),
        ),
        ("Mitmachen",),
        "Vorschlagen durften alle, abstimmen dürfen Menschen mit Wohnsitz in der Stadt. Was machbar ist und was es kostet, haben die Ämter geprüft und begründet. Gezählt wird nach Stimmen, bis das Budget verbraucht ist.",
        budget=100000,
    ),
    Process(
        "spielplatz-bergstrasse",
        "bruchsal",
        "Spielplatz an der Bergstraße",
        "2025 geplant, jetzt im Bau: Wasserlauf, Nestschaukel und Schatten.",
        "Der Spielplatz wird gebaut. Hier sehen Sie: Was ist fertig? Was kommt noch?",
        done_stages(),
        (Part("ideas", "Ideen für den Spielplatz", "Die Sammlung ist abgeschlossen. Lesen Sie, was daraus wurde."),),
        ("Familie", "Mitmachen"),
        "Aus 41 Ideen wurden drei Entwürfe, aus drei Entwürfen einer. Seit dem Beschluss steht hier der Stand der Arbeiten.",
        steps=PLAYGROUND_STEPS,
        budget=240000,
        result="Der Gemeinderat hat den Entwurf B beschlossen: mit Wasserlauf, ohne Zaun zum Bach hin. Die Seilbahn war zu nah an den Häusern und fiel weg.",
    ),
    Process(
        "radschnellweg",
        "buehl",
        "Radschnellweg in der Rheinebene",
        "23 Kilometer, drei Städte, eine Verbindung ohne Umwege. Ihre Ortskenntnis entscheidet mit, wo der Weg verläuft.",
        "Drei Städte bauen zusammen einen Rad-Weg. Sie können sagen: Hier soll er lang gehen.",
        ideas_stages(),
        (
            Part(
                "ideas",
                "Ideen entlang der Strecke",
                "Gefahrenstellen, Abkürzungen, Rastplätze: Was fehlt, was stört?",
                EASY_IDEAS,
            ),
            Part(
                "discussion",
                "Licht am Radweg?",
                "Beleuchtung auf ganzer Strecke oder nur an Kreuzungen?",
                settings={"stance": True},
            ),
            Part("priorities", "Was zuerst?", "Welche Maßnahmen sind Ihnen am wichtigsten?"),
        ),
        ("Verkehr", "Mitmachen"),
        "Drei Städte planen gemeinsam. Alle sehen dieselbe Ideenliste. Antworten gibt die Stadt, in der die Idee eingetragen wurde.",
        radius=2.5,
        partners=("rastatt", "baden-baden"),
    ),
    Process(
        "spielflaechen",
        "buehl",
        "Regeln für unsere Spielflächen",
        "Die Ordnung für Spiel- und Bolzplätze ist zwanzig Jahre alt. Wir schreiben sie gemeinsam neu.",
        "Wer darf wann auf den Spiel-Platz? Die Regeln werden neu.",
        plan_stages(),
        (
            Part("text", "Entwurf der Ordnung", "Schlagen Sie zu jedem Absatz eine andere Fassung vor.", EASY_TEXT),
            Part("live", "Fragen zum Abend im Bürgerhaus", "Fragen sammeln, unterstützen, beantworten lassen."),
        ),
        ("Familie", "Mitmachen"),
        "Die alte Ordnung verbietet viel und erklärt wenig. Der Entwurf dreht das um. Jeder Absatz kann kommentiert und anders formuliert werden.",
    ),
    Process(
        "schatten",
        "baden-baden",
        "Schatten für die Innenstadt",
        "An Sommertagen wird es auf den Plätzen zu heiß. Wo fehlen Bäume, Segel und Trinkwasser?",
        "Im Sommer ist es heiß. Wo soll es Schatten geben?",
        ideas_stages(-6),
        (
            Part("ideas", "Heiße Orte und kühle Ideen", "Zeigen Sie auf der Karte, wo Schatten fehlt.", EASY_IDEAS),
            Part("poll", "Wie erleben Sie heiße Tage?", "Eine kurze Umfrage ohne Namen.", EASY_POLL),
        ),
        ("Umwelt", "Gesundheit"),
        "Die Ergebnisse fließen in den Hitzeaktionsplan ein. Maßnahmen, die schnell gehen, werden schon im nächsten Sommer umgesetzt.",
    ),
    Process(
        "innenstadtleitbild",
        "baden-baden",
        "Leitbild für die Innenstadt",
        "Wie soll die Innenstadt in fünfzehn Jahren sein? Der Entwurf liegt vor.",
        "Wie soll die Innenstadt werden? Wir haben es aufgeschrieben.",
        plan_stages(4),
        (Part("text", "Entwurf des Leitbilds", "Lesen, kommentieren, anders formulieren.", EASY_TEXT), TALK),
        ("Wirtschaft", "Mitmachen"),
        "Der Entwurf entstand aus Rundgängen und zwei Werkstätten. Bevor der Gemeinderat beschließt, prüfen ihn alle gemeinsam.",
    ),
    Process(
        "buergerbudget",
        "bretten",
        "Bürgerbudget: Ihr Ortsteil entscheidet",
        "60.000 Euro für Vorhaben, die schnell gehen und vielen nützen.",
        "Die Stadt gibt 60.000 Euro. Sie entscheiden mit.",
        budget_stages(-22),
        (
            Part(
                "budget",
                "Abstimmung und Ergebnis",
                "Die Abstimmung ist vorbei. Hier steht, was umgesetzt wird.",
                EASY_VOTE,
                {"total": 60000},
            ),
        ),
        ("Mitmachen",),
        "Die Abstimmung ist ausgezählt. Jede Stimme lässt sich nachrechnen: Die Liste der Stimmzettel ist veröffentlicht, ohne Namen.",
        budget=60000,
    ),
    Process(
        "marktplatz",
        "bretten",
        "Mehr Grün auf dem Platz",
        "Der Platz ist schön und im Sommer leer, weil er zu heiß ist. Das soll sich ändern.",
        "Auf dem Platz soll es mehr Bäume geben.",
        ideas_stages(-10),
        (Part("ideas", "Ideen für den Platz", "Bäume, Wasser, Sitzplätze: was und wo?", EASY_IDEAS), TALK),
        ("Umwelt", "Mitmachen"),
        "Märkte und Feste brauchen Platz, Menschen brauchen Schatten. Gesucht sind Ideen, die beides zusammenbringen.",
    ),
    Process(
        "busnetz",
        "ettlingen",
        "Umfrage zum Busnetz",
        "Welche Wege fahren Sie, wann fehlt ein Bus? Die Antworten gehen in den Fahrplan ein.",
        "Wir fragen: Wann brauchen Sie einen Bus?",
        survey_stages(),
        (Part("poll", "Ihre Wege, Ihr Bus", "Zehn Minuten, ohne Namen, jederzeit unterbrechen.", EASY_POLL), TALK),
        ("Verkehr",),
        "Der neue Fahrplan gilt ab dem nächsten Winter. Die Umfrage ergänzt die Zählung in den Bussen: Sie fragt nach denen, die nicht mitfahren.",
    ),
    Process(
        "stadtgarten",
        "ettlingen",
        "Der Stadtgarten wird barrierefrei",
        "Wege, Bänke, Beschilderung: Wo hakt es für Rollstuhl, Rollator und Kinderwagen?",
        "Alle sollen in den Garten kommen können.",
        ideas_stages(5),
        (
            Part("ideas", "Hürden und Lösungen", "Tragen Sie ein, wo es hakt.", EASY_IDEAS),
            Part(
                "priorities",
                "Was zuerst?",
                "Fünf Maßnahmen, begrenztes Geld: Was ist am dringendsten?",
                settings={"method": "points", "points": 10},
            ),
        ),
        ("Barrierefreiheit", "Mitmachen"),
        "Gemeinsam mit dem Beirat für Menschen mit Behinderung wird eine Liste der Hürden erstellt und nach Dringlichkeit abgearbeitet.",
    ),
    Process(
        "murgbudget",
        "gaggenau",
        "Bürgerhaushalt Murgtal",
        "50.000 Euro für kleine Vorhaben mit großer Wirkung.",
        "Die Stadt gibt 50.000 Euro. Sie entscheiden mit.",
        budget_stages(3),
        (
            Part(
                "budget",
                "Abstimmung über die Vorschläge",
                "Wählen Sie, was ins Budget passt.",
                EASY_VOTE,
                {"total": 50000},
            ),
        ),
        ("Mitmachen",),
        "Zum ersten Mal entscheiden Einwohnerinnen und Einwohner direkt über einen Teil des Haushalts.",
        budget=50000,
    ),
    Process(
        "skatepark",
        "gaggenau",
        "Ein Platz für Skates und Räder",
        "Jugendliche haben einen Platz zum Rollen vorgeschlagen. Jetzt geht es um das Wie und Wo.",
        "Jugendliche wollen einen Skate-Platz. Wo soll er hin?",
        ideas_stages(2),
        (Part("ideas", "Orte und Ideen", "Wo passt es, was gehört dazu?", EASY_IDEAS), TALK),
        ("Jugend", "Sport"),
        "Drei Orte werden geprüft. Lärm, Erreichbarkeit und Kosten entscheiden mit. Und das, was die sagen, die ihn nutzen.",
    ),
    Process(
        "klimaplan",
        "rastatt",
        "Klimaanpassung: der Plan im Entwurf",
        "Hitze, Starkregen, Trockenheit: Was die Stadt bis 2035 tun will.",
        "Das Wetter ändert sich. Die Stadt hat einen Plan.",
        plan_stages(-3),
        (
            Part("text", "Entwurf des Plans", "Absatz für Absatz prüfen.", EASY_TEXT),
            Part(
                "priorities",
                "Welche Maßnahme zuerst?",
                "Vergleichen Sie immer zwei Maßnahmen.",
                settings={"method": "pairwise"},
            ),
        ),
        ("Umwelt",),
        "Der Plan nennt 14 Maßnahmen. Nicht alle gehen zugleich: Sagen Sie, was zuerst kommen soll.",
    ),
    Process(
        "bahnhofsvorplatz",
        "rastatt",
        "Bahnhofsvorplatz: vom Plan zum Platz",
        "Beschlossen und im Bau: kürzere Wege zu Bus und Rad.",
        "Der Platz am Bahnhof wird umgebaut.",
        done_stages(),
        (Part("ideas", "Ideen aus der Beteiligung", "Die Sammlung ist abgeschlossen."),),
        ("Verkehr",),
        "Hier steht, was aus den Ideen wurde und wann was fertig ist.",
        steps=(
            Step(
                "Bushaltestellen verlegt", "done", 100, "Stufenloser Einstieg an allen sechs Haltepunkten.", -60, 410000
            ),
            Step("Fahrradparkhaus", "on_track", 45, "Rohbau steht.", 90, 980000, "bicycle"),
            Step("Bäume und Bänke", "planned", 0, "Nach dem Winter.", 140, 75000),
        ),
        result="Die Taxis bleiben am alten Ort; dafür ist der Weg zum Bus jetzt 80 Meter kürzer.",
    ),
    Process(
        "seezugang",
        "rheinstetten",
        "Zugang zum See für alle",
        "Baden, schauen, angeln, Ruhe finden: Wie teilen wir uns die Ufer?",
        "Alle wollen an den See. Wie geht das gut zusammen?",
        ideas_stages(-2),
        (Part("ideas", "Ideen für die Ufer", "Mit Ort auf der Karte.", EASY_IDEAS), TALK),
        ("Umwelt", "Freizeit"),
        "Naturschutz und Erholung sollen nebeneinander Platz haben. Geschützte Bereiche bleiben geschützt.",
    ),
    Process(
        "sportumfrage",
        "rheinstetten",
        "Wie bewegen Sie sich?",
        "Eine Umfrage zu Sport im Verein und draußen.",
        "Wir fragen: Wie bewegen Sie sich?",
        survey_stages(-2),
        (Part("poll", "Umfrage zu Sport und Bewegung", "Zehn Minuten, ohne Namen.", EASY_POLL),),
        ("Sport",),
        "Die Antworten entscheiden mit, wo die Stadt in Hallen, Wege und Geräte investiert.",
    ),
    Process(
        "ortsteilbudget",
        "stutensee",
        "Ein Budget für die Ortsteile",
        "Jeder Ortsteil hat Ideen. 40.000 Euro sind da.",
        "Die Stadt gibt 40.000 Euro. Sie entscheiden mit.",
        budget_stages(-4),
        (
            Part(
                "budget",
                "Abstimmung über die Vorschläge",
                "Wählen Sie, was ins Budget passt.",
                EASY_VOTE,
                {"total": 40000},
            ),
        ),
        ("Mitmachen",),
        "Vorschläge kamen aus allen Ortsteilen. Wer hier wohnt, stimmt ab, online oder auf Papier im Rathaus.",
        budget=40000,
    ),
    Process(
        "schulwege",
        "stutensee",
        "Sichere Schulwege",
        "Kinder und Eltern kennen jede Ecke. Zeigen Sie uns, wo es gefährlich ist.",
        "Kinder sollen sicher zur Schule kommen.",
        ideas_stages(1),
        (
            Part("ideas", "Gefährliche Stellen", "Mit Ort auf der Karte, gern mit Vorschlag.", EASY_IDEAS),
            Part("live", "Fragen zum Elternabend", "Stellen Sie Ihre Frage vorab."),
        ),
        ("Familie", "Verkehr"),
        "Die Meldungen gehen an Ordnungsamt und Schulen. Wo es schnell geht, wird vor den Ferien gehandelt.",
    ),
)


# (voice, stance, text) of a discussion module; the first with arguments for and against
TALK_STANCE = (
    (0, "pro", "Im Winter fahre ich im Dunkeln zur Arbeit und im Dunkeln zurück. Ohne Licht nehme ich das Auto."),
    (3, "contra", "Auf freier Strecke reicht ein gutes Fahrradlicht. Laternen stören die Fledermäuse am Waldrand."),
    (2, "pro", "Dann bitte mit Sensoren: hell, wenn jemand kommt, sonst dunkel."),
    (6, "", "Mir sind Markierungen am Rand wichtiger. Bei Nebel sieht man sonst den Weg nicht."),
)
TALK_LINES = (
    (1, "", "Bitte die alten Bäume stehen lassen. Was nachgepflanzt wird, gibt erst in dreißig Jahren Schatten."),
    (4, "", "Wir sind neu hier und suchen noch Orte, an denen man andere trifft. Bänke im Kreis wären schön."),
    (7, "", "Nach der Mittagszeit sind die Sitzplätze in der Sonne. Das sollte man beim Aufstellen bedenken."),
)
