"""Ideas of the demo, by the title of their module. Invented throughout; places are words anyone could say, no persons."""

from __future__ import annotations

from dataclasses import dataclass

REVIEW, ACCEPTED, PARTLY, REJECTED = "review", "accepted", "partly", "rejected"


@dataclass(frozen=True)
class Told:
    """One idea: title, text, place, number of its category; state and reason of the answer, if there is one."""

    title: str
    text: str
    place: str = ""
    topic: int = 0
    state: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Collection:
    office: str
    topics: tuple[str, ...]
    ideas: tuple[Told, ...]
    rules: str = ""


SHORE = Collection(
    "Stadtplanungsamt",
    ("Aufenthalt", "Wege", "Natur"),
    (
        Told("Sitzstufen bis ans Wasser", "Zwischen den beiden Brücken fällt die Böschung flach ab. Breite Stufen aus Stein, unten nah am Wasser, oben mit Lehne. Dort säße man auch mit Kindern gern.", "zwischen den beiden Brücken", 0, ACCEPTED, "Die Sitzstufen stehen im Vorentwurf, auf 18 Meter Länge. Der Hochwasserschutz ist gerechnet und lässt sie zu."),
        Told("Schattige Bank an der Linde", "Unter der alten Linde ist es selbst im August angenehm. Es fehlt nur eine Bank, am besten eine runde.", "bei der alten Linde", 0, ACCEPTED, "Die Rundbank ist bestellt. Sie wird im Frühjahr aufgestellt, ohne die Wurzeln zu verletzen."),
        Told("Rampe statt Treppe am Steg", "Mit Kinderwagen und Rollstuhl kommt man am Steg nicht weiter. Eine Rampe mit flacher Neigung würde reichen.", "am Steg", 1, REVIEW, "Wir prüfen, ob sich sechs Prozent Neigung ohne Mauer bauen lassen. Ergebnis im Januar."),
        Told("Licht nur am Weg, nicht am Wasser", "Bitte keine Strahler auf den Bach. Niedrige Leuchten am Weg genügen, die Fledermäuse danken es.", "", 2, PARTLY, "Der Weg bekommt niedrige Leuchten, die nach 23 Uhr dunkler werden. An den Brücken schreibt die Norm mehr Licht vor."),
        Told("Trinkbrunnen am Spielbereich", "Wer mit Kindern kommt, braucht Wasser. Ein Brunnen wie auf dem Marktplatz wäre ideal.", "am Spielbereich", 0),
        Told("Blumenwiese statt Rasen", "Der Rasen am Hang wird kaum genutzt. Eine Wiese, zweimal im Jahr gemäht, kostet weniger und lebt mehr.", "Hang auf der Südseite", 2, ACCEPTED, "Wird ab dem nächsten Jahr so gemacht, auf rund 900 Quadratmetern."),
        Told("Ein Grillplatz mit festen Rosten", "Im Sommer grillen hier viele auf dem Boden. Feste Roste und ein Behälter für die Asche würden helfen.", "", 0, REJECTED, "Der Abstand zu den Häusern ist mit 30 Metern zu klein. Am Sportgelände gibt es einen Grillplatz, zehn Minuten zu Fuß."),
        Told("Steg als Verweilort", "Kein Geländer, sondern ein breiter Rand zum Sitzen, wie an einem Hafen.", "am Steg", 0),
        Told("Fahrräder am Rand abstellen", "Zwanzig Bügel an beiden Enden, dann bleibt der Weg frei.", "an beiden Zugängen", 1),
        Told("Tafeln, die den Bach erklären", "Was lebt hier, wo kommt das Wasser her, wie hoch stand es 1978? Kurz, mit Bildern.", "", 2),
    ),
)  # fmt: skip

PLAY = Collection(
    "Gartenbauamt",
    ("Spielen", "Sicherheit", "Natur"),
    (
        Told("Wasserlauf mit Schleusen", "Kinder lieben Wasser, das man stauen kann. Mit Handpumpe, damit nichts ständig läuft.", "in der Mitte des Platzes", 0, ACCEPTED, "Steht im beschlossenen Entwurf B und ist gebaut."),
        Told("Nestschaukel für alle", "Eine Schaukel, in der auch Kinder liegen können, die nicht sitzen.", "", 0, ACCEPTED, "Die Nestschaukel steht. Der Weg dorthin ist stufenlos."),
        Told("Seilbahn über die Wiese", "Dreißig Meter, mit Sitzteller. Das fehlt im ganzen Stadtteil.", "über die Wiese", 0, REJECTED, "Die Seilbahn wäre zu nah an den Häusern: Der nötige Abstand für den Lärm fehlt."),
        Told("Sonnensegel über dem Sandkasten", "Ab elf Uhr ist der Sand zu heiß zum Spielen.", "am Sandkasten", 2, PARTLY, "Statt eines Segels kommen drei schnell wachsende Bäume. Bis sie groß genug sind, hängt im Sommer ein Segel."),
        Told("Bänke mit Blick auf alle Geräte", "Wer zwei Kinder dabei hat, will beide sehen.", "", 1, ACCEPTED, "Fünf Bänke, zwei davon mit Armlehnen, sind gesetzt."),
        Told("Ein niedriger Zaun zur Straße", "Bitte zur Straße hin, nicht zum Bach.", "zur Straße hin", 1, ACCEPTED, "So wird es gemacht: ein Zaun zur Straße, keiner zum Bach."),
        Told("Obstbäume zum Naschen", "Apfel, Kirsche, Himbeere. Die Schule kümmert sich um die Pflege.", "", 2, PARTLY, "Drei Apfelbäume kommen. Für Beerensträucher fand sich niemand, der sie dauerhaft pflegt."),
        Told("Eine Toilette", "Der nächste Ort ist fünfzehn Minuten entfernt.", "am Eingang", 1, REJECTED, "Anschluss und Unterhalt kosten mehr als der ganze Wasserlauf. Das Vereinsheim öffnet seine Toilette an Wochenenden."),
    ),
)  # fmt: skip

BIKE = Collection(
    "Abteilung Mobilität",
    ("Gefahrenstelle", "Strecke", "Rast"),
    (
        Told("Unterführung am Bahnhof verbreitern", "Zu zweit kommt man sich hier kaum vorbei, mit Anhänger gar nicht.", "Unterführung am Bahnhof", 0, REVIEW, "Die Unterführung gehört der Bahn. Wir haben gemeinsam gemessen: 4,50 Meter sind möglich. Die Kosten stehen im Februar fest."),
        Told("Ampel für Räder an der Landstraße", "Morgens wartet man drei Minuten und fährt dann doch bei Rot.", "Kreuzung an der Landstraße", 0, ACCEPTED, "Zugesagt. Die Radampel ist für das zweite Quartal bestellt und hängt nicht von der Trasse ab."),
        Told("Rastplatz mit Trinkbrunnen am Waldrand", "Alle acht Kilometer eine Bank im Schatten, das hält mobil.", "am Waldrand", 2),
        Told("Beleuchtung, die nur bei Bedarf angeht", "Sensoren am Weg: Es wird hell, wenn jemand kommt, und sonst bleibt es dunkel.", "durch das Schutzgebiet", 1, REJECTED, "Im Schutzgebiet ist keine feste Beleuchtung möglich. Reflektierende Leitlinien kommen."),
        Told("Wurzelschäden am Dammweg beseitigen", "Auf 400 Metern hebt es den Belag. Mit schmalen Reifen ist das gefährlich.", "Dammweg", 0, ACCEPTED, "Wird vorgezogen und noch vor dem Winter saniert."),
        Told("Lücke am Gewerbegebiet schließen", "Zwischen Kreisel und Brücke endet der Weg im Nichts.", "zwischen Kreisel und Brücke", 1, PARTLY, "Das erste Stück kommt im nächsten Jahr. Für das zweite fehlt noch ein Grundstück."),
        Told("Wegweiser mit Minuten statt Kilometern", "„Bahnhof 12 min“ sagt mehr als „3,1 km“.", "", 1),
        Told("Luftpumpe und Werkzeug an den Bahnhöfen", "Eine Säule mit Pumpe und zwei Schlüsseln, festgekettet.", "an den Bahnhöfen", 2, ACCEPTED, "Drei Säulen sind bestellt, je eine für jede Stadt."),
        Told("Den Weg getrennt vom Fußweg führen", "Wer schnell fährt, stört die, die spazieren. Eine Linie reicht nicht, es braucht einen Streifen dazwischen.", "am Park entlang", 0),
        Told("Winterdienst ab sechs Uhr", "Wer zur Frühschicht fährt, braucht den Weg vor dem ersten Bus.", "", 1, REVIEW, "Die drei Bauhöfe stimmen gerade ab, wer welches Stück übernimmt."),
        Told("Mulde an der Holzbrücke", "Bei Regen steht dort eine Pfütze über die ganze Breite.", "an der Holzbrücke", 0),
        Told("Überdachte Ständer am Hallenbad", "Wer zum Training kommt, will danach nicht auf einen nassen Sattel.", "am Hallenbad", 2),
    ),
)  # fmt: skip

HEAT = Collection(
    "Umweltamt",
    ("Schatten", "Wasser", "Kühle Orte"),
    (
        Told("Bäume auf dem Parkplatz am Rathaus", "Zwei Stellplätze weniger, vier Bäume mehr. Das Blech wird sonst siebzig Grad heiß.", "Parkplatz am Rathaus", 0, ACCEPTED, "Vier Hainbuchen werden im Herbst gepflanzt."),
        Told("Sonnensegel über der Bushaltestelle", "Auf der Südseite wartet man in der prallen Sonne.", "Haltestelle auf der Südseite", 0, REVIEW, "Wir prüfen mit dem Verkehrsverbund, ob ein begrüntes Dach möglich ist."),
        Told("Trinkbrunnen am Markt", "Ein Brunnen mit Trinkwasser, barrierefrei, auch für Flaschen.", "am Markt", 1, ACCEPTED, "Kommt im Mai, mit Anschluss an den alten Schacht."),
        Told("Die Bibliothek als kühler Ort", "Klimatisiert, ruhig, mit Sitzplätzen. Ein Schild „Hier ist es kühl“ würde viele einladen.", "Stadtbibliothek", 2, ACCEPTED, "Ab Juni hängt das Schild, und an heißen Tagen öffnet die Bibliothek eine Stunde früher."),
        Told("Fassaden begrünen fördern", "Wilder Wein kühlt ein Haus spürbar. Ein Zuschuss für die ersten Meter wäre gut.", "", 0),
        Told("Nebelduschen im Freibadpark", "Sie brauchen wenig Wasser und machen Kindern Freude.", "im Park am Freibad", 1, REJECTED, "Die Hygiene müsste täglich geprüft werden. Das leisten wir nicht zuverlässig."),
        Told("Spielplatz am Hang: Schatten fehlt", "Ab Mittag ist die Rutsche nicht zu benutzen.", "Spielplatz am Hang", 0, PARTLY, "Die Rutsche wird gedreht, im Herbst kommen zwei Bäume. Ein Dach ist zu teuer."),
        Told("Telefonkette für heiße Tage", "Wer allein lebt, wird angerufen. Ehrenamtliche gibt es genug.", "", 2),
        Told("Pflaster aufbrechen an der Schule", "Der Hof ist eine einzige heiße Fläche.", "Schulhof", 0),
    ),
)  # fmt: skip

SQUARE = Collection(
    "Planungsamt",
    ("Bäume", "Wasser", "Sitzen"),
    (
        Told("Ein Dach aus Platanen", "Sechs Platanen, eng gesetzt, geben in zehn Jahren ein Dach. Darunter ist Platz für den Markt.", "Nordseite des Platzes", 0, REVIEW, "Die Leitungen im Boden lassen vier Standorte zu. Wir prüfen, ob zwei weitere möglich sind."),
        Told("Wasserspiel, das man abstellen kann", "Bodendüsen ohne Becken: im Sommer Wasser, zum Markt eine freie Fläche.", "Mitte des Platzes", 1, PARTLY, "Acht statt zwanzig Düsen, dann reicht der alte Anschluss."),
        Told("Bewegliche Stühle", "Jeder rückt sich den Stuhl dahin, wo Schatten ist. In Paris klappt das auch.", "", 2, ACCEPTED, "Vierzig Stühle im Versuch, von April bis Oktober. Abends sammelt das Café sie ein."),
        Told("Bäume in Kübeln für den Anfang", "Bis die großen gewachsen sind, könnten Kübel helfen.", "", 0, REJECTED, "Kübel brauchen täglich Wasser und überleben selten drei Sommer. Das Geld steckt besser in den Boden."),
        Told("Platz für den Weihnachtsmarkt freihalten", "Bitte die großen Buden mitdenken, auch die Zufahrt für die Feuerwehr.", "", 2, ACCEPTED, "Der Plan der Feuerwehr liegt jedem Entwurf zugrunde."),
        Told("Den alten Brunnen wieder anschließen", "Er steht seit Jahren trocken.", "am alten Brunnen", 1),
        Told("Helles Pflaster in den Fugen grün", "Weniger Hitze, mehr Versickerung.", "", 0),
        Told("Hochbeete der Nachbarschaft", "Wir aus der Straße würden drei Beete pflegen.", "Ostseite", 2),
    ),
)  # fmt: skip

BARRIERS = Collection(
    "Bauverwaltung",
    ("Weg", "Sitzen", "Information"),
    (
        Told("Kies durch festen Belag ersetzen", "Mit dem Rollstuhl bleibt man am Hauptweg stecken, mit dem Rollator auch.", "Hauptweg", 0, ACCEPTED, "Der Hauptweg bekommt gebundenen Splitt, im Frühjahr."),
        Told("Handlauf an beiden Seiten", "Die Treppe zum Pavillon hat nur rechts einen. Wer links keine Kraft hat, kommt nicht hoch.", "Treppe am Pavillon", 0, ACCEPTED, "Der zweite Handlauf ist bestellt."),
        Told("Bänke alle hundert Meter", "Mit Lehne und Armlehnen, sonst kommt man nicht mehr hoch.", "entlang des Rundwegs", 1, PARTLY, "Acht Bänke kommen in diesem Jahr, vier weitere im nächsten."),
        Told("Tastbarer Plan am Eingang", "Mit großen Buchstaben und Blindenschrift.", "Haupteingang", 2, REVIEW, "Wir stimmen den Entwurf mit dem Beirat ab."),
        Told("Aufzug zur oberen Terrasse", "Die Aussicht ist für alle da.", "obere Terrasse", 0, REJECTED, "Die Terrasse ist ein Denkmal. Ein Weg über die Rückseite mit sechs Prozent Neigung kommt statt des Aufzugs."),
        Told("Toilette mit Liege", "Erwachsene, die gewickelt werden, finden in der ganzen Stadt keine.", "am Eingang", 0),
        Told("Tore, die sich leicht öffnen", "Das Seitentor wiegt eine Tonne.", "Seitentor", 0),
        Told("Führungen in Leichter Sprache", "Einmal im Monat, mit Anmeldung.", "", 2),
    ),
)  # fmt: skip

SKATE = Collection(
    "Amt für Jugend und Sport",
    ("Ort", "Ausstattung", "Regeln"),
    (
        Told("Neben der Sporthalle", "Da stört es niemanden, und Licht gibt es schon.", "neben der Sporthalle", 0, REVIEW, "Der Ort ist einer der drei, die geprüft werden. Das Lärmgutachten kommt im Dezember."),
        Told("Unter der Brücke", "Trocken bei Regen, weit weg von Häusern.", "unter der Brücke", 0, REJECTED, "Der Platz liegt im Überschwemmungsgebiet."),
        Told("Beton statt Holz", "Holz fault. Gute Rampen sind aus einem Guss, und leiser.", "", 1, ACCEPTED, "So wird ausgeschrieben."),
        Told("Eine flache Ecke für Anfänger", "Kleine Kinder auf Rollern brauchen auch Platz.", "", 1, ACCEPTED, "Etwa ein Drittel der Fläche bleibt flach."),
        Told("Bank und Wasser für alle, die zuschauen", "Eltern, kleine Geschwister, Oma.", "", 1),
        Told("Schluss um 22 Uhr, am Wochenende später", "Dann beschwert sich auch niemand.", "", 2, PARTLY, "22 Uhr gilt an allen Tagen. Für einzelne Abende gibt es Ausnahmen."),
        Told("Workshop mit dem Planungsbüro", "Wir fahren, also zeichnen wir mit.", "Jugendhaus", 1, ACCEPTED, "Zwei Nachmittage im Januar, Anmeldung im Jugendhaus."),
        Told("Graffitiwand dazu", "Erlaubt, mit jährlichem Neuanstrich.", "", 2),
    ),
)  # fmt: skip

STATION = Collection(
    "Tiefbauamt",
    ("Bus", "Rad", "Aufenthalt"),
    (
        Told("Kürzer zum Bus", "Wer umsteigt, läuft heute um den halben Platz.", "Bushaltestellen", 0, ACCEPTED, "Gebaut: Der Weg ist 80 Meter kürzer."),
        Told("Fahrradparkhaus mit Werkstatt", "Trocken, bewacht, am Wochenende offen.", "Ostseite", 1, PARTLY, "Das Parkhaus kommt, die Werkstatt fand keinen Betreiber. Platz dafür bleibt frei."),
        Told("Taxis näher an den Ausgang", "Mit Koffern sind 150 Meter viel.", "", 0, REJECTED, "Der Platz reicht nur für Bus oder Taxi. Der Bus bringt mehr Menschen."),
        Told("Bäume auf der Westseite", "Dort wartet man am Nachmittag in der Sonne.", "Westseite", 2, ACCEPTED, "Sechs Bäume werden nach dem Winter gepflanzt."),
        Told("Anzeige, wann der Bus wirklich kommt", "Nicht der Plan, sondern die Minuten.", "an allen Haltestellen", 0, ACCEPTED, "Vier Anzeigen sind in Betrieb, mit Ansage auf Knopfdruck."),
        Told("Ein Ort zum Warten im Winter", "Windgeschützt, mit Bank.", "", 2, ACCEPTED, "Die Wartehalle ist von fünf Uhr bis Mitternacht offen."),
        Told("Absperrung für die Kurzparker", "Morgens steht alles voll.", "", 0),
        Told("Kunst auf die graue Wand", "Mit den Schulen zusammen.", "Wand der Unterführung", 2),
    ),
)  # fmt: skip

LAKE = Collection(
    "Umweltamt",
    ("Baden", "Natur", "Wege"),
    (
        Told("Badestelle am Nordufer erweitern", "Im Juli liegt man Handtuch an Handtuch, am Südufer ist alles frei.", "Nordufer", 0, REVIEW, "Wir prüfen mit der Naturschutzbehörde, welche 60 Meter in Frage kommen."),
        Told("Schilfgürtel einzäunen", "Hunde laufen in die Brutgebiete. Ein Zaun von März bis Juli hilft.", "am Schilf", 1, ACCEPTED, "Der Zaun steht ab März, mit Tafeln, die sagen, warum."),
        Told("Rundweg schließen", "An einer Stelle endet der Weg und alle gehen durch die Wiese.", "Ostufer", 2, PARTLY, "Das Stück kommt als schmaler Pfad, nicht als befestigter Weg."),
        Told("Angelplätze markieren", "Dann gibt es keinen Streit mit Badenden.", "", 0, ACCEPTED, "Zwölf Plätze werden mit dem Verein festgelegt."),
        Told("Rettungsring an jedem Zugang", "Am Westufer hängt keiner.", "Westufer", 0, ACCEPTED, "Hängt seit letzter Woche."),
        Told("Grillen verbieten", "Überall Asche und Müll.", "", 1, REJECTED, "Auf den zwei festen Plätzen bleibt Grillen erlaubt. Daneben kontrolliert der Ordnungsdienst öfter."),
        Told("Barrierefreier Zugang ins Wasser", "Ein Steg mit Handlauf, bis es tief genug ist.", "Badestelle", 0),
        Told("Mülleimer, die Krähen nicht öffnen", "Morgens liegt alles auf der Wiese.", "Liegewiese", 1),
        Told("Ruhebank am stillen Ufer", "Eine reicht. Ohne Weg dahin, nur ein Pfad.", "Südufer", 2),
    ),
)  # fmt: skip

SCHOOL = Collection(
    "Ordnungsamt",
    ("Kreuzung", "Gehweg", "Tempo"),
    (
        Told("Zebrastreifen vor der Grundschule", "Morgens um halb acht kommt kein Kind über die Straße.", "vor der Grundschule", 0, ACCEPTED, "Der Zebrastreifen wird vor den Ferien markiert und beleuchtet."),
        Told("Parken auf dem Gehweg", "Kinder müssen auf die Fahrbahn, weil Autos quer stehen.", "Schulstraße", 1, ACCEPTED, "Poller sind gesetzt. Der Ordnungsdienst ist in den ersten Wochen täglich da."),
        Told("Tempo 30 auf dem ganzen Schulweg", "Es gilt nur auf 200 Metern, der Weg ist dreimal so lang.", "", 2, REVIEW, "Die Straße gehört dem Landkreis. Der Antrag ist gestellt."),
        Told("Hecke an der Ecke schneiden", "Man sieht Radfahrende erst im letzten Moment.", "Ecke am Park", 0, ACCEPTED, "Geschnitten. Ab jetzt zweimal im Jahr."),
        Told("Haltezone für Elternautos", "300 Meter vor der Schule, den Rest gehen die Kinder zu Fuß.", "am Sportplatz", 0, PARTLY, "Die Zone am Sportplatz kommt. Eine zweite am Friedhof passt nicht."),
        Told("Ampel mit längerem Grün", "Mit einer Klasse kommt man nicht in einem Zug hinüber.", "Hauptstraße", 0),
        Told("Lotsinnen und Lotsen werben", "Wir wären zu fünft, es bräuchte Westen und eine Schulung.", "", 0, ACCEPTED, "Westen liegen bereit, die Polizei schult im Januar."),
        Told("Straße morgens sperren", "Eine halbe Stunde, wie in anderen Städten.", "Schulstraße", 2, REJECTED, "Der Linienbus fährt hier. Mit der Haltezone versuchen wir es zuerst milder."),
        Told("Dunkle Stelle im Fußgängertunnel", "Die Lampen sind seit Wochen aus.", "Tunnel", 1, ACCEPTED, "Repariert, mit hellen Leuchten."),
    ),
)  # fmt: skip

COLLECTIONS: dict[str, Collection] = {
    "Ideen für das Ufer": SHORE,
    "Ideen für den Spielplatz": PLAY,
    "Ideen entlang der Strecke": BIKE,
    "Heiße Orte und kühle Ideen": HEAT,
    "Ideen für den Platz": SQUARE,
    "Hürden und Lösungen": BARRIERS,
    "Orte und Ideen": SKATE,
    "Ideen aus der Beteiligung": STATION,
    "Ideen für die Ufer": LAKE,
    "Gefährliche Stellen": SCHOOL,
}

RULES = "Auf jede Idee antwortet ein Amt, meist in zwei Wochen."
TEMPLATES = (
    ("In Prüfung", REVIEW, "Danke für den Vorschlag. Das zuständige Amt prüft ihn; das Ergebnis steht hier."),
    ("Nicht zuständig", REJECTED, "Dafür ist die Stadt nicht zuständig. Wir haben den Hinweis weitergegeben."),
    (
        "Gibt es schon",
        PARTLY,
        "Das gibt es im Ort schon. Wir machen es bekannter und prüfen, ob es erweitert werden kann.",
    ),
)

# Comments under the first ideas of each collection
REMARKS = (
    "Das sehe ich jeden Tag genauso. Wer kümmert sich dann um die Pflege?",
    "Gute Idee. Vielleicht reicht am Anfang ein Versuch mit einfachen Mitteln.",
)
