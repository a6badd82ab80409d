"""Texts of the demo with their second version, suggestions and remarks. Invented throughout; no persons."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Proposal:
    """`start`: first words of the paragraph; `old` → `new` in it. `day`: of the phase. Decided before version 2 when
    `state` is given."""

    start: str
    old: str
    new: str
    reason: str
    voice: int
    day: int
    state: str = ""
    answer: str = ""


@dataclass(frozen=True)
class Remark:
    """A comment about a paragraph; `office`: the city answers under this name."""

    start: str
    text: str
    voice: int
    day: int
    office: str = ""


@dataclass(frozen=True)
class Work:
    """`changes`: (old, new) in the source, for version 2; `day`: of its publication."""

    source: str
    note: str
    day: int
    changes: tuple[tuple[str, str], ...]
    proposals: tuple[Proposal, ...]
    remarks: tuple[Remark, ...] = field(default=())


PLAYGROUNDS = Work(
    """# Ordnung für Spiel- und Bolzplätze

Spielplätze sind für Kinder da. Diese Ordnung sagt, was auf ihnen gilt, und warum. Sie gilt auf allen Plätzen, die die Stadt unterhält.

## Zeiten

Spielplätze sind täglich von 8 bis 20 Uhr geöffnet. Bolzplätze schließen um 21 Uhr.

Von 12 bis 14 Uhr bitten wir um Rücksicht auf die Nachbarschaft. Laute Musik ist auf den Plätzen nicht erlaubt.

## Wer spielt wo

Die Geräte sind für Kinder bis 14 Jahre gebaut. Ältere dürfen die Plätze betreten, wenn sie Kinder begleiten.

Bolzplätze stehen allen offen. Vereine melden ihr Training beim Sportamt an.

## Was nicht erlaubt ist

- Alkohol, Tabak und andere Drogen
- Glasflaschen
- offenes Feuer und Grillen
- Fahren mit Motor

Hunde dürfen nicht auf die Plätze. Auf den Wegen daneben gehören sie an die Leine.

## Wenn etwas kaputt ist

Schäden melden Sie bitte dem Bauhof. Die Nummer steht auf dem Schild am Eingang. Gefährliche Geräte sperren wir noch am selben Tag.

Jeder Platz wird einmal in der Woche angesehen und einmal im Jahr gründlich geprüft. Die Ergebnisse der Prüfung werden veröffentlicht.

## Feste und Treffen

Kindergeburtstage brauchen keine Erlaubnis. Wer mehr als 30 Gäste erwartet oder Strom braucht, meldet das eine Woche vorher an.

Nach dem Fest nehmen alle ihren Abfall wieder mit.""",
    "Längere Zeiten im Sommer, klarere Worte zu Hunden, ein neuer Absatz zum Schatten.",
    8,
    (
        ("täglich von 8 bis 20 Uhr geöffnet.", "täglich von 8 bis 20 Uhr geöffnet, von Mai bis September bis 21 Uhr."),
        (
            "Hunde dürfen nicht auf die Plätze.",
            "Hunde dürfen nicht auf die Plätze, auch nicht an der Leine. Assistenzhunde sind ausgenommen.",
        ),
        (
            "## Feste und Treffen",
            "## Schatten und Wasser\n\nJeder Platz bekommt bis 2030 mindestens einen schattigen Sitzplatz. Wo ein Anschluss liegt, kommt ein Trinkbrunnen dazu.\n\n## Feste und Treffen",
        ),
    ),
    (
        Proposal(
            "Spielplätze sind täglich",
            "geöffnet.",
            "geöffnet, von Mai bis September bis 21 Uhr.",
            "Im Sommer ist es um acht noch hell, und am Nachmittag ist es vielen zu heiß.",
            1,
            2,
            "accepted",
        ),
        Proposal(
            "Hunde dürfen nicht",
            "Hunde dürfen nicht auf die Plätze.",
            "Hunde dürfen nicht auf die Plätze, Assistenzhunde ausgenommen.",
            "Sonst steht die Begleitung eines blinden Kindes vor dem Tor.",
            3,
            3,
            "partly",
            "Die Ausnahme für Assistenzhunde kommt in die nächste Fassung. Wir sagen dort auch, dass sonst die Leine nicht genügt.",
        ),
        Proposal(
            "Von 12 bis 14 Uhr",
            "Von 12 bis 14 Uhr bitten wir um Rücksicht auf die Nachbarschaft.",
            "Von 12 bis 15 Uhr sind die Plätze geschlossen.",
            "Die Wohnungen liegen direkt daneben.",
            5,
            4,
            "rejected",
            "Eine Schließung am Mittag träfe vor allem kleine Kinder. Kinderlärm ist nach dem Gesetz hinzunehmen; um Rücksicht bitten wir weiter.",
        ),
        Proposal(
            "Die Geräte sind",
            "Ältere dürfen die Plätze betreten, wenn sie Kinder begleiten.",
            "Ältere sind willkommen, solange die Geräte für die Kinder frei bleiben.",
            "Auch Großeltern ohne Enkel sitzen gern auf der Bank.",
            2,
            10,
        ),
        Proposal(
            "Jeder Platz wird",
            "Die Ergebnisse der Prüfung werden veröffentlicht.",
            "Die Ergebnisse der Prüfung stehen eine Woche später im Netz und auf dem Schild.",
            "„Werden veröffentlicht“ heißt alles und nichts.",
            4,
            12,
        ),
        Proposal(
            "Alkohol, Tabak",
            "offenes Feuer und Grillen",
            "offenes Feuer; Grillen nur auf dem Grillplatz",
            "Am Bolzplatz gibt es einen gemauerten Grill.",
            6,
            13,
        ),
        Proposal(
            "Jeder Platz bekommt",
            "bis 2030 mindestens einen schattigen Sitzplatz",
            "bis 2028 mindestens zwei schattige Sitzplätze",
            "Eine Bank reicht für eine Kindergruppe nicht.",
            0,
            14,
        ),
    ),
    (
        Remark("Spielplätze sind täglich", "Bolzplätze bis 21 Uhr finde ich für Anwohner spät. Geht 20 Uhr unter der Woche?", 6, 3),
        Remark("Spielplätze sind täglich", "Wir haben an drei Plätzen gezählt: Nach 20 Uhr spielen im Schnitt noch vier Jugendliche. Bei Beschwerden sprechen wir vor Ort mit ihnen.", 0, 5, "Ordnungsamt"),
        Remark("Hunde dürfen nicht", "Bitte auch Beutel am Weg aufstellen, dann klappt es eher.", 2, 9),
    ),
)  # fmt: skip

CENTRE = Work(
    """# Leitbild für die Innenstadt

In fünfzehn Jahren ist die Innenstadt der Ort, an dem sich alle begegnen: zum Arbeiten, Einkaufen, Wohnen und Feiern. Dieses Leitbild beschreibt, woran wir uns dabei halten.

## Wohnen

Über den Läden wird wieder gewohnt. Leere Wohnungen spricht die Stadt aktiv an und hilft beim Umbau.

Ein Viertel der neuen Wohnungen ist für Menschen mit kleinem Einkommen.

## Handel und Handwerk

Kleine Läden und Werkstätten prägen die Straßen. Die Stadt mietet leere Läden an und gibt sie für ein Jahr günstig weiter.

Der Markt bleibt an drei Tagen in der Woche. Er bekommt Strom, Wasser und ein Dach über den Bänken.

## Wege

Wer zu Fuß geht, hat Vorrang. Alle Wege zwischen Bahnhof, Markt und Schulen sind ohne Stufen zu gehen.

- Lieferverkehr fährt vor 10 Uhr
- Räder bekommen eigene Stellplätze an jeder Ecke
- Parkhäuser ersetzen Plätze am Straßenrand

## Grün und Schatten

Für jeden gefällten Baum pflanzen wir zwei. Auf Plätzen ist mindestens ein Drittel der Fläche beschattet.

Brunnen sind von April bis Oktober in Betrieb, Trinkwasser ist kostenlos.

## Kultur und Nacht

Feste finden das ganze Jahr statt. Nach 22 Uhr gilt die Ruhe derer, die hier wohnen.

Leere Räume stehen Vereinen und Künstlern zur Verfügung, bis sie wieder vermietet sind.""",
    "Zahlen zum Wohnen und zum Lieferverkehr, Vorrang für Menschen mit Behinderung genannt.",
    7,
    (
        ("Ein Viertel der neuen Wohnungen", "Ein Drittel der neuen Wohnungen"),
        (
            "sind ohne Stufen zu gehen.",
            "sind ohne Stufen zu gehen und mit Leitstreifen versehen. Menschen mit Behinderung prüfen sie mit.",
        ),
        ("- Lieferverkehr fährt vor 10 Uhr", "- Lieferverkehr fährt von 5 bis 10 Uhr, mit dem Rad den ganzen Tag"),
    ),
    (
        Proposal("Ein Viertel der neuen", "Ein Viertel", "Ein Drittel", "Andere Städte schaffen das auch.", 2, 2, "accepted"),
        Proposal(
            "Wer zu Fuß geht",
            "ohne Stufen zu gehen.",
            "ohne Stufen zu gehen und mit Leitstreifen versehen.",
            "Stufen sind nicht die einzige Hürde.",
            4,
            3,
            "partly",
            "Leitstreifen kommen dazu. Außerdem prüft der Beirat für Menschen mit Behinderung jeden Weg mit.",
        ),
        Proposal(
            "Lieferverkehr fährt",
            "Parkhäuser ersetzen Plätze am Straßenrand",
            "Am Straßenrand parkt, wer hier wohnt; alle anderen im Parkhaus",
            "Wer hier wohnt, trägt seine Einkäufe sonst weit.",
            6,
            9,
        ),
        Proposal(
            "Für jeden gefällten",
            "pflanzen wir zwei.",
            "pflanzen wir zwei, davon einen im selben Viertel.",
            "Sonst wandern die Bäume an den Stadtrand.",
            1,
            11,
        ),
        Proposal(
            "Feste finden",
            "Nach 22 Uhr gilt die Ruhe derer, die hier wohnen.",
            "Unter der Woche gilt ab 22 Uhr, am Wochenende ab Mitternacht die Ruhe derer, die hier wohnen.",
            "Ein Leitbild darf auch an die Jungen denken.",
            3,
            12,
        ),
    ),
    (
        Remark("Kleine Läden", "Ein Jahr ist für einen Laden kurz. Kann die Stadt zwei daraus machen?", 5, 4),
        Remark("Kleine Läden", "Nach einem Jahr prüfen wir gemeinsam und verlängern, wenn es läuft. Das nehmen wir als Satz auf.", 0, 6, "Wirtschaftsförderung"),
    ),
)  # fmt: skip

CLIMATE = Work(
    """# Klimaanpassung bis 2035

Die Sommer werden heißer, der Regen fällt seltener und dann heftiger. Dieser Plan sagt, was die Stadt bis 2035 tut, um Menschen und Gebäude zu schützen.

## Hitze

Bis 2030 entstehen in jedem Stadtteil drei kühle Orte: öffentlich, schattig, mit Trinkwasser und Bänken.

An Tagen mit Hitzewarnung öffnen Büchereien und Gemeindehäuser länger. Alleinlebende werden auf Wunsch angerufen.

Auf Schulhöfen wird Asphalt durch helle, durchlässige Beläge ersetzt. Jedes Jahr kommen zwei Höfe an die Reihe.

## Starkregen

Eine Karte zeigt für jede Straße, wohin das Wasser fließt. Sie ist öffentlich und wird alle drei Jahre erneuert.

Wer sein Haus schützen will, wird kostenlos beraten. Die Stadt fördert Rückstauklappen mit bis zu 300 Euro.

Neue Straßen bekommen Mulden statt Kanäle, wo der Boden es erlaubt.

## Trockenheit

Stadtbäume werden in den ersten fünf Jahren bewässert. Für die Pflege sucht die Stadt Patinnen und Paten.

- Regenwasser von städtischen Dächern wird gesammelt
- Rasen wird auf der Hälfte der Flächen zur Wiese
- Brunnen im Stadtwald werden wieder geöffnet

## Überprüfung

Alle zwei Jahre berichtet die Verwaltung im Gemeinderat, was erreicht ist und was nicht. Der Bericht ist öffentlich.""",
    "Mehr kühle Orte, Förderung für Rückstauklappen erhöht.",
    9,
    (
        ("drei kühle Orte", "vier kühle Orte"),
        ("mit bis zu 300 Euro", "mit bis zu 500 Euro"),
        ("Jedes Jahr kommen zwei Höfe an die Reihe.", "Jedes Jahr kommen drei Höfe an die Reihe."),
    ),
    (
        Proposal("Bis 2030 entstehen", "drei kühle Orte", "vier kühle Orte", "Unser Stadtteil hat drei weit verstreute Ortslagen.", 3, 3, "accepted"),
        Proposal(
            "Neue Straßen bekommen",
            "Neue Straßen bekommen",
            "Neue und erneuerte Straßen bekommen",
            "Neue Straßen gibt es kaum noch.",
            1,
            4,
            "rejected",
            "Bei Erneuerungen fehlt oft der Platz zwischen den Häusern. Wir prüfen es jedes Mal, versprechen es aber nicht.",
        ),
        Proposal(
            "Stadtbäume werden",
            "in den ersten fünf Jahren",
            "in den ersten acht Jahren",
            "Fünf Jahre reichen in trockenen Sommern nicht mehr.",
            5,
            11,
        ),
        Proposal(
            "Alle zwei Jahre berichtet",
            "Der Bericht ist öffentlich.",
            "Der Bericht ist öffentlich und nennt zu jeder Maßnahme eine Zahl.",
            "Sonst lässt sich nichts vergleichen.",
            2,
            13,
        ),
        Proposal(
            "Regenwasser von",
            "Rasen wird auf der Hälfte der Flächen zur Wiese",
            "Rasen wird auf der Hälfte der Flächen zur Wiese, Bolzplätze ausgenommen",
            "Im hohen Gras spielt niemand Fußball.",
            0,
            14,
        ),
    ),
    (
        Remark("An Tagen mit", "Wer ruft an? Ehrenamtliche wären schön, aber bitte mit fester Nummer im Rathaus.", 4, 6),
        Remark("Eine Karte zeigt", "Die Karte bitte auch auf Papier im Bürgerbüro auslegen.", 6, 12),
    ),
)  # fmt: skip

# Title of the module → what fills it
WORKS = {"Entwurf der Ordnung": PLAYGROUNDS, "Entwurf des Leitbilds": CENTRE, "Entwurf des Plans": CLIMATE}
