"""Conversations of the demo as data: believable, made up, nobody's real words. Keys are words of page titles."""

from __future__ import annotations

from dataclasses import dataclass

OFFICE = -1  # speaks for the city


@dataclass(frozen=True)
class Said:
    voice: int  # index into the demo's residents, or OFFICE
    text: str
    replies: tuple[Said, ...] = ()
    likes: int = 0


@dataclass(frozen=True)
class Talk:
    words: tuple[str, ...]  # the first talk of which a word stands in the page's title is used
    office: str
    said: tuple[Said, ...]


TALKS = (
    Talk(
        ("Kita", "Sprachcafé", "Familie"),
        "Amt für Familie und Bildung",
        (
            Said(
                2,
                "Danke, dass die Frist diesmal so früh bekannt ist. Letztes Jahr haben wir davon erst im Dezember gehört.",
                likes=4,
            ),
            Said(
                4,
                "Wir sind neu hier: Kann ich mein Kind auch anmelden, wenn wir erst im März umziehen?",
                (
                    Said(
                        OFFICE,
                        "Ja. Tragen Sie als Adresse die neue Wohnung ein und laden Sie den Mietvertrag hoch. Eine Meldebescheinigung brauchen wir erst zum Einzug.",
                        likes=6,
                    ),
                    Said(4, "Das ging schnell, vielen Dank."),
                ),
                2,
            ),
            Said(
                7,
                "Zu meiner Zeit gab es einen Zettel am Schwarzen Brett. Schön, dass man heute auch abends um zehn fragen kann.",
                likes=3,
            ),
        ),
    ),
    Talk(
        ("Baum", "Bäume", "Platanen", "Eichen", "Streuobst", "grün"),
        "Gartenamt",
        (
            Said(1, "Endlich mehr Schatten. Auf dem Weg zur Schule ist im Juli kein Meter ohne Sonne.", likes=7),
            Said(
                3,
                "Bitte denkt an breite Baumscheiben und daran, dass der Radweg frei bleibt. Bei der letzten Pflanzung standen die Pfosten mitten auf dem Weg.",
                (
                    Said(
                        OFFICE,
                        "Guter Hinweis. Die Scheiben werden 2,50 Meter breit, die Pfosten stehen diesmal auf der Seite der Häuser. Der Plan liegt im Rathaus aus.",
                        likes=5,
                    ),
                    Said(0, "Auf der Seite der Häuser parken allerdings morgens die Lieferwagen."),
                ),
                4,
            ),
            Said(
                6,
                "Können Schulklassen beim Gießen helfen? Wir hätten in der Projektwoche Zeit dafür.",
                (Said(5, "Unser Verein macht sofort mit."),),
                3,
            ),
        ),
    ),
    Talk(
        ("Saalbach", "Murg", "Alb", "Steg", "See", "Badewasser", "Pegel", "Freibad", "Brunnen"),
        "Tiefbauamt",
        (
            Said(
                0,
                "Beim letzten Starkregen stand das Wasser bei uns bis zur Kellertreppe. Gut, dass jetzt genau gemessen wird.",
                likes=6,
            ),
            Said(
                2,
                "Gibt es eine flache Stelle, an der Kinder ans Wasser können? Stufen allein helfen mit dem Kinderwagen nicht.",
                (
                    Said(
                        OFFICE,
                        "Eine Rampe mit sechs Prozent Gefälle ist vorgesehen. Wir zeigen sie beim nächsten Rundgang vor Ort.",
                        likes=8,
                    ),
                    Said(7, "Mit dem Rollator komme ich da auch hinunter, sehr gut."),
                ),
                5,
            ),
            Said(3, "Bitte während der Bauzeit eine Umleitung ausschildern, die auch abends beleuchtet ist.", likes=2),
        ),
    ),
    Talk(
        ("Rad", "brücke", "Hauptstraße", "Verkehr", "Parkplätze", "Bus"),
        "Amt für Mobilität",
        (
            Said(
                3,
                "Die Kreuzung am Ende ist die eigentliche Engstelle. Wenn dort weiter alle absteigen müssen, bringt die neue Spur wenig.",
                likes=9,
            ),
            Said(
                7,
                "Ich fahre kein Rad mehr. Bleibt genug Platz zum Gehen, auch zu zweit nebeneinander?",
                (
                    Said(
                        OFFICE,
                        "Der Gehweg wird 2,20 Meter breit und ist durch einen Bord vom Radweg getrennt.",
                        likes=4,
                    ),
                    Said(1, "Getrennte Wege sind für alle entspannter."),
                ),
                3,
            ),
            Said(0, "Hoffentlich wird nicht wieder im Advent gebaut.", likes=1),
        ),
    ),
    Talk(
        ("Bürgerhaushalt", "Werkstatt", "Stadtmitte", "Leitbild", "Umfrage", "Haushalt"),
        "Stabsstelle Beteiligung",
        (
            Said(
                6,
                "Dürfen auch Jugendliche ohne Wahlrecht mitmachen? Um unsere Wege geht es ja genauso.",
                (
                    Said(OFFICE, "Ja, ab 14 Jahren. Für Schulklassen gibt es einen eigenen Termin.", likes=7),
                    Said(6, "Stark, sage ich weiter."),
                ),
                6,
            ),
            Said(
                7,
                "Ich war beim letzten Mal dabei. Wichtig ist, dass man hinterher erfährt, was aus den Vorschlägen wurde.",
                likes=11,
            ),
            Said(
                4,
                "Gibt es die Unterlagen auch in einfacher Sprache?",
                (Said(5, "Beim letzten Mal lagen sie im Bürgerbüro aus."),),
                2,
            ),
        ),
    ),
    Talk(
        ("Formular", "Daten", "Portal", "Verzeichnis", "Messbojen"),
        "Stabsstelle Digitales",
        (
            Said(
                0,
                "Einmal ausfüllen statt neunmal: genau so. Bleibt der Weg ins Bürgerbüro trotzdem?",
                (Said(OFFICE, "Ja. Alles, was es im Netz gibt, gibt es auch am Schalter.", likes=9),),
                5,
            ),
            Said(
                5,
                "Für unseren Verein wäre es gut, wenn die Angaben von letztem Jahr schon im Formular stünden.",
                likes=4,
            ),
            Said(
                6,
                "Sind die Daten offen? Wir würden damit gern in Informatik arbeiten.",
                (Said(0, "Das frage ich mich auch."),),
                3,
            ),
        ),
    ),
    Talk(
        ("",),
        "Stadtverwaltung",
        (
            Said(
                1,
                "Schöne Nachricht. Solche Termine bitte immer mit zwei Wochen Vorlauf, dann kann man auch kommen.",
                likes=3,
            ),
            Said(
                5,
                "Wir helfen gern beim Aufbau. An wen wenden wir uns?",
                (
                    Said(
                        OFFICE,
                        "Am einfachsten über die Kontaktkarte auf dieser Seite, wir melden uns am selben Tag.",
                        likes=4,
                    ),
                    Said(5, "Erledigt, danke."),
                ),
                2,
            ),
            Said(
                7,
                "Gibt es einen Platz zum Sitzen? Eine Stunde stehen schaffe ich nicht mehr.",
                (Said(2, "Vom letzten Mal erinnere ich mich an Bänke im Hof."),),
                5,
            ),
        ),
    ),
)

# What moderation has to do in the demo: (voice, text, reason of the report, words of the report)
REPORTED = (
    3,
    "Typisch, wieder zahlen die Falschen. Die im Rathaus haben doch keine Ahnung, wie es hier aussieht!",
    "insult",
    "Der Ton ist daneben.",
)
ADVERT = (
    4,
    "Wer einen Gärtner sucht: Wir mähen, schneiden und räumen günstig. Anruf genügt, Angebot kommt sofort.",
    "advert",
    "Reine Werbung, hat nichts mit dem Thema zu tun.",
)
ADVERT_STATEMENT = (
    "Der Beitrag wirbt für ein Geschäft und sagt nichts zum Thema. Nach Regel 4 ist Werbung hier nicht möglich."
)
APPEAL = "Ich wollte nur helfen, weil oben nach Pflege gefragt wurde. Den Hinweis auf das Angebot kann ich weglassen."
PRIVATE = (
    1,
    "Das ist die Familie aus dem Eckhaus, die stellt ihre Tonnen jede Woche auf den Gehweg.",
    "personal",
    "Hier wird über Nachbarn gesprochen, die man erkennt.",
)
PRIVATE_STATEMENT = "Der Beitrag macht eine Familie erkennbar und stellt sie öffentlich bloß. Den Hinweis auf den Gehweg geben wir an das Ordnungsamt weiter."
