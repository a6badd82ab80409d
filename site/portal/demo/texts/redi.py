"""The alliance's own portal: nine cities, five project groups, what is shared and what is still to come."""

from portal.demo.facts import CITIES
from portal.demo.kinds import (
    Event,
    Home,
    News,
    PageText,
    Portal,
    event_teaser,
    faq,
    folds,
    follow,
    image,
    news_teaser,
    note,
    quote,
    steps,
    table,
    tiles,
)  # fmt: skip

TOTAL = f"{sum(city['population'] for city in CITIES):,}".replace(",", ".")

HOME = Home(
    "Neun Städte, ein digitales Zuhause",
    "E-Akte, Rechnungslauf, Sensorik",
    "Was eine Stadt entwickelt, nutzen alle. Und jede bleibt, wer sie ist.",
    tasks=(
        ("Neun Städte", "staedte", "pin"),
        ("Projektgruppen", "projektgruppen", "people"),
        ("Bibliothek", "bibliothek", "book"),
        ("Offene Daten", "offene-daten", "globe"),
    ),
    body=(
        quote("Einmal bauen, neunmal nutzen.", "Leitsatz der Zusammenarbeit"),
        news_teaser("Aus der Allianz", 3),
        event_teaser("Termine der Projektgruppen", 3),
        follow(),
    ),
)

SECTIONS = (
    PageText(
        "staedte",
        "Neun Städte",
        "Wer mitmacht und was jede Stadt einbringt.",
        (
            "Zur Allianz gehören neun Städte zwischen Schwarzwald, Rhein und Kraichgau. Zusammen leben hier rund 330.000 Menschen. Jede Stadt hat ihr eigenes Portal, alle laufen auf derselben Plattform.",
            tiles("Zu den Portalen", *((city["name"], f"city:{city['slug']}", "home") for city in CITIES)),
        ),
    ),
    PageText(
        "projektgruppen",
        "Projektgruppen",
        "Fünf Themen, an denen alle gemeinsam arbeiten.",
        ("Je eine Stadt leitet, alle arbeiten mit. Was entsteht, ist offen für die anderen.",),
    ),
    PageText("aktuelles", "Aktuelles", "Nachrichten der Allianz und aus den Städten."),
    PageText("veranstaltungen", "Termine", "Treffen der Projektgruppen und offene Abende."),
    PageText(
        "bibliothek",
        "Bibliothek",
        "Was geteilt wird: Formulare, Texte, Vorlagen, Datenmodelle.",
        (
            "In der Bibliothek liegt, was eine Stadt gebaut hat und andere übernehmen dürfen. Übernehmen heißt: anpassen, verbessern und die Verbesserung zurückgeben.",
            table(
                "Was es gibt und was folgt",
                ("Art", "Stand"),
                ("Bausteine für Seiten", "nutzbar in allen zehn Portalen"),
                ("Nachrichten für die Region", "nutzbar, siehe „Aus der Region“"),
                ("Formulare und Dienste", "in Arbeit in der Projektgruppe Online-Bürgerdienste"),
                ("Projektvorlagen zur Beteiligung", "in Arbeit"),
                ("Datenmodelle für Messwerte", "in Arbeit in der Projektgruppe Sensorik"),
            ),
            note(
                "Ehrlich gesagt",
                "Die Bibliothek wächst mit jedem Projekt. Was hier als „in Arbeit“ steht, kann noch niemand herunterladen.",
            ),
        ),
    ),
    PageText(
        "offene-daten",
        "Offene Daten",
        "Was heute offen ist und was als Nächstes kommt.",
        (
            "Offene Daten sind Daten, die jede und jeder ohne Anmeldung lesen, weiterverarbeiten und teilen darf.\n\n## Heute verfügbar\n\n- Einwohnerzahl und Schlüssel jeder Stadt als CSV, auf der Seite „in Zahlen“ des jeweiligen Portals\n- Nachrichten aller Portale als RSS und Atom\n- Veranstaltungen aller Portale als Kalender zum Abonnieren\n\n## Als Nächstes\n\n1. Messwerte aus dem Sensornetz nach einem offenen Standard\n2. Ein Katalog, der alle Datensätze beschreibt\n3. Eine beschriebene Schnittstelle für Entwicklerinnen und Entwickler",
            note(
                "Quelle und Stand",
                "Die Einwohnerzahlen stammen vom Statistischen Landesamt (30.06.2024, Basis Zensus 2011). Koordinaten: GeoNames, CC BY 4.0.",
            ),
            faq(
                ("Darf ich die Daten geschäftlich nutzen?", "Ja, wenn Sie die Quelle nennen."),
                (
                    "Wann kommen Messwerte?",
                    "Sobald die ersten Messstellen geprüft sind. Bis dahin zeigen wir lieber nichts als etwas Falsches.",
                ),
            ),
        ),
    ),
)

PAGES = (
    PageText(
        "projektgruppen/e-akte",
        "E-Akte",
        "Eine Akte, ein Standard: vom Posteingang bis zur Aussonderung.",
        (
            "Akten aus Papier lassen sich nicht teilen, nicht suchen und nicht vom Homeoffice aus bearbeiten. Die Projektgruppe beschreibt, wie eine elektronische Akte aufgebaut ist, wer was sehen darf und wie lange sie aufbewahrt wird.",
            steps(
                ("Aktenplan", "Ein gemeinsamer Plan, den jede Stadt ergänzen kann."),
                ("Vorgang", "Schriftstücke, Fristen und Entscheidungen an einem Ort."),
                ("Aussonderung", "Was archiviert wird, geht ins Archiv, der Rest wird sicher gelöscht."),
            ),
        ),
        topics=("Digitales",),
    ),
    PageText(
        "projektgruppen/rechnungslauf",
        "Digitaler Rechnungslauf",
        "Eingang, Prüfung und Zahlung ohne Papier, mit Status für Lieferfirmen.",
        (
            "Elektronische Rechnungen sind mehr als ein PDF: Maschinen können sie lesen, prüfen und der richtigen Stelle zuordnen. Lieferfirmen sollen sehen, wo ihre Rechnung steht, ohne anzurufen.",
            folds(
                ("Für Firmen", "Rechnung hochladen oder senden, Leitweg-ID angeben, Status verfolgen."),
                ("Für die Verwaltung", "Prüfen, freigeben, anordnen: mit zwei Paar Augen und ohne Laufmappe."),
            ),
        ),
        topics=("Digitales", "Wirtschaft"),
    ),
    PageText(
        "projektgruppen/buergerdienste",
        "Online-Bürgerdienste",
        "Formulare einmal bauen, neunmal anbieten und gemeinsam pflegen.",
        (
            "Ein Antrag auf Sondernutzung ist in Bretten nichts anderes als in Bühl. Die Gruppe baut Formulare, die verständlich fragen, nur das Nötige verlangen und auf dem Telefon funktionieren.",
            note("Reihenfolge", "Zuerst kommen die Dienste, nach denen am häufigsten gefragt wird."),
        ),
        topics=("Digitales", "Bürgerservice"),
    ),
    PageText(
        "projektgruppen/vereine",
        "Plattform für Vereine und Ehrenamt",
        "Ein Marktplatz für Zeit und Talent in der ganzen Region.",
        (
            "Vereine finden Helfende, Menschen finden eine Aufgabe, und niemand muss neun Listen lesen. Stutensee und Bühl erproben das Verzeichnis mit ihren Vereinen (Beispiel).",
            faq(
                (
                    "Muss ich mich anmelden, um zu suchen?",
                    "Nein. Erst wer sich für einen Einsatz einträgt, braucht ein Konto.",
                ),
            ),
        ),
        picture="volunteers",
        topics=("Ehrenamt",),
    ),
    PageText(
        "projektgruppen/sensorik",
        "Sensorik",
        "Offene Messwerte aus einem gemeinsamen Netz.",
        (
            "Pegel, Temperatur, Bodenfeuchte, freie Parkplätze: Viele Fragen lassen sich mit einfachen Messungen beantworten. Die Gruppe legt fest, wie Messstellen beschrieben, geprüft und veröffentlicht werden.\n\nMesswerte sind Rohdaten. Deshalb gehört zu jeder Zahl, wie und wo sie entstanden ist.",
            image("river", "Fluss"),
        ),
        picture="river",
        topics=("Digitales", "Umwelt"),
    ),
    PageText(
        "staedte/mitmachen",
        "Wie Städte dazukommen",
        "Ein Portal für eine weitere Stadt entsteht mit einem einzigen Befehl.",
        (
            "Die Plattform ist so gebaut, dass ein neues Portal vollständig ist, sobald es angelegt wird: mit Startseite, Pflichtseiten, Rollen und eigener Gestaltung.",
            steps(
                ("Gespräch", "Wir klären, was die Stadt mitbringt und was sie braucht."),
                ("Portal anlegen", "Die Koordination legt Stadt, Adresse und Rollen an."),
                ("Inhalte", "Die Redaktion übernimmt, was passt, und schreibt den Rest."),
            ),
        ),
        topics=("Rathaus",),
    ),
)

NEWS = (
    News(
        "zehn-portale",
        2,
        "Zehn Portale, eine Plattform",
        "Alle neun Städte und die Allianz veröffentlichen jetzt auf derselben technischen Grundlage.",
        "Koordination",
        (
            "Jede Stadt behält Farben, Landschaft und Redaktion. Gemeinsam sind Bausteine, Suche, Anmeldung und die Sorge um Barrierefreiheit. Was eine Stadt verbessert, kommt bei allen an.",
        ),
        "Digitales",
    ),
    News(
        "aus-der-region",
        6,
        "Neu: Aus der Region",
        "Städte können Nachrichten für alle freigeben. Hier erscheinen sie gesammelt.",
        "Koordination",
        (
            "Eine Redaktion setzt einen Haken, und die Nachricht erscheint bei der Allianz und bei Städten, die mitmachen. Das Original bleibt in der Stadt. Wird es dort zurückgezogen, verschwindet es überall.",
        ),
        "Digitales",
    ),
    News(
        "barriere-melden",
        11,
        "Barriere gefunden? Bitte melden",
        "Auf jedem Portal führt ein Formular direkt zur zuständigen Stelle.",
        "Koordination",
        (
            "Ein Knopf ohne Namen, ein zu schwacher Kontrast, ein Dokument, das sich nicht vorlesen lässt: Sagen Sie es uns. Das Formular steht auf jeder Seite im Fußbereich.",
        ),
        "Soziales",
    ),
    News(
        "fahrplan",
        17,
        "Fahrplan der Projektgruppen",
        "Was in den nächsten Monaten entsteht.",
        "Koordination",
        (
            "Zuerst kommen Beteiligung und Vereine, dann Formulare und E-Akte, danach Rechnungen und Messwerte. Jede Gruppe berichtet hier, was fertig ist und was länger dauert.",
        ),
        "Digitales",
    ),
)

EVENTS = (
    Event(
        "lenkungskreis",
        ("Mi", 1),
        "10:00",
        "12:30",
        "Lenkungskreis der Allianz",
        "Bericht der fünf Gruppen.",
        "Rathaus Rastatt",
        (),
        "Koordination",
        rrule="FREQ=MONTHLY",
        access="Aufzug",
        topic="Rathaus",
        picture="meeting",
    ),
    Event(
        "offener-abend",
        12,
        "18:30",
        "20:30",
        "Offener Abend: Messwerte verstehen",
        "Mit Beispielen aus drei Städten.",
        "Stadtbibliothek Ettlingen",
        (),
        "Projektgruppe Sensorik",
        access="Aufzug",
        topic="Digitales",
    ),
    Event(
        "redaktionstreff",
        ("Do", 2),
        "09:00",
        "11:00",
        "Redaktionstreff",
        "Austausch der Redaktionen, per Video.",
        "online",
        (),
        "Koordination",
        rrule="FREQ=MONTHLY",
        topic="Digitales",
    ),
    Event(
        "formularwerkstatt",
        20,
        "13:00",
        "16:00",
        "Formularwerkstatt",
        "Ein Antrag, neun Meinungen, ein Ergebnis.",
        "Rathaus Bretten",
        (),
        "Projektgruppe Online-Bürgerdienste",
        access="Aufzug",
        topic="Digitales",
        picture="meeting",
    ),
)

PORTAL = Portal("redi", HOME, SECTIONS, {}, PAGES, NEWS, EVENTS, ())
