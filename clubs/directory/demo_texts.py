"""Clubs of the demo: invented, named by kind and place. Places are districts and rivers; nothing here is a real club.

A kind is told once and lives in every city under another place; some clubs exist in one city only.
"""

from __future__ import annotations

from dataclasses import dataclass

Time = tuple[int, str, str, str, str]  # weekday (0 Monday), from, to, title, note
Date = tuple[int, int, int, str, str]  # days ahead, hour, hours long, title, text


@dataclass(frozen=True)
class Kind:
    """`name`: with {p} for the place. Codes as in clubs.codes, separated by spaces."""

    key: str
    name: str
    interests: tuple[str, ...]
    keywords: tuple[str, ...]
    purpose: str
    text: str
    audiences: str = ""
    languages: str = "de"
    access: str = ""
    place: str = "Vereinsheim"
    times: tuple[Time, ...] = ()
    dates: tuple[Date, ...] = ()
    charitable: bool = True


PLACES: dict[str, tuple[str, ...]] = {
    "baden-baden": ("Lichtental", "Oos", "Haueneberstein", "Sandweier", "Steinbach", "Varnhalt", "Neuweier", "Ebersteinburg"),
    "bretten": ("Diedelsheim", "Gölshausen", "Bauerbach", "Neibsheim", "Rinklingen", "Ruit", "Sprantal", "Büchig"),
    "bruchsal": ("Untergrombach", "Obergrombach", "Heidelsheim", "Helmsheim", "Büchenau", "Südstadt", "Peterstal", "Weststadt"),
    "buehl": ("Altschweier", "Eisental", "Kappelwindeck", "Neusatz", "Vimbuch", "Weitenung", "Oberbruch", "Moos"),
    "ettlingen": ("Bruchhausen", "Ettlingenweier", "Oberweier", "Schluttenbach", "Schöllbronn", "Spessart", "Neuwiesenreben", "Altstadt"),
    "gaggenau": ("Bad Rotenfels", "Ottenau", "Hörden", "Selbach", "Sulzbach", "Michelbach", "Freiolsheim", "Oberweier"),
    "rastatt": ("Niederbühl", "Rauental", "Ottersdorf", "Plittersdorf", "Wintersdorf", "Förch", "Münchfeld", "Rheinau"),
    "rheinstetten": ("Forchheim", "Mörsch", "Neuburgweier", "Silberstreifen", "Rheinaue", "Ortsmitte", "Hardtwald", "Federbach"),
    "stutensee": ("Blankenloch", "Friedrichstal", "Spöck", "Staffort", "Büchig", "Hardtwald", "Ortsmitte", "Heglach"),
}  # fmt: skip

_W = "stufenlos wc"
KINDS: tuple[Kind, ...] = (
    Kind("turnen", "Turnverein {p}", ("sport", "jugend"), ("Kinderturnen", "Rückenschule", "Leichtathletik"),
         "Turnen, Leichtathletik und Gesundheitssport für alle Altersgruppen.",
         "Vom Eltern-Kind-Turnen bis zur Gymnastik für Ältere: Bei uns bewegen sich drei Generationen. Probestunden sind "
         "jederzeit möglich, Hallenschuhe genügen.", "kinder jugend familien aeltere", "de tr", f"{_W} oepnv", "Turnhalle",
         ((0, "16:00", "17:00", "Eltern-Kind-Turnen", "ab zwei Jahren"), (2, "18:30", "20:00", "Leichtathletik", ""),
          (3, "09:30", "10:30", "Fit im Alter", "auch im Sitzen")),
         ((18, 14, 4, "Nikolausturnen", "Vorführungen aller Gruppen, danach Kuchen und Kaffee."),)),
    Kind("musik", "Musikverein {p}", ("musik", "feste"), ("Blasorchester", "Jugendkapelle", "Instrumente leihen"),
         "Blasmusik mit Jugendkapelle und Leihinstrumenten.",
         "Wir spielen, was gefällt: Marsch, Filmmusik, Choral. Wer ein Instrument lernen möchte, bekommt es von uns geliehen "
         "und eine Ausbildung dazu.", "kinder jugend neue", "de", "stufenlos", "Probenraum in der Schule",
         ((4, "20:00", "22:00", "Probe des Orchesters", ""), (4, "18:00", "19:15", "Probe der Jugendkapelle", "ab zehn Jahren")),
         ((24, 17, 2, "Adventskonzert", "Eintritt frei, Spenden für die Jugendkapelle."),
          (60, 19, 3, "Neujahrskonzert", "Mit Gästen aus der Nachbarstadt."))),
    Kind("fussball", "Sportfreunde {p}", ("sport", "jugend"), ("Fußball", "Mädchenfußball", "Walking Football"),
         "Fußball von den Bambini bis zum Gehfußball für Ältere.",
         "Zwölf Mannschaften, davon vier Mädchenmannschaften. Neue Kinder kommen einfach zum Training und schauen, ob es passt.",
         "kinder jugend aeltere", "de en ar uk", "parkplatz oepnv", "Sportplatz",
         ((1, "17:00", "18:30", "Jugendtraining", ""), (3, "19:00", "20:30", "Aktive", ""), (5, "10:00", "11:00", "Gehfußball", "ab 60")),
         ((10, 13, 5, "Hallenturnier der Jugend", "Acht Mannschaften aus der Region."),)),
    Kind("gesang", "Gesangverein {p}", ("musik",), ("gemischter Chor", "Projektchor"),
         "Gemischter Chor, der jedes Jahr ein Projekt zum Mitsingen anbietet.",
         "Noten lesen muss niemand können. Unser Projektchor probt zehn Wochen lang und gibt dann ein Konzert.",
         "neue aeltere", "de", f"{_W} hoeren", "Gemeindehaus", ((1, "19:30", "21:00", "Chorprobe", ""),),
         ((21, 18, 2, "Offenes Singen im Advent", "Mitsingen ausdrücklich erwünscht."),)),
    Kind("garten", "Obst- und Gartenbauverein {p}", ("garten", "natur"), ("Streuobst", "Baumschnitt", "Saft"),
         "Streuobstwiesen pflegen, Bäume schneiden, Saft pressen.",
         "Wir zeigen, wie man einen Obstbaum schneidet, und ernten gemeinsam. Der Erlös des Safts geht in neue Bäume.",
         "familien neue", "de", "parkplatz", "Vereinsgarten", ((5, "09:00", "12:00", "Arbeit auf der Wiese", "März bis November"),),
         ((31, 10, 3, "Schnittkurs für Anfänger", "Bitte feste Schuhe mitbringen; Scheren sind da."),)),
    Kind("natur", "Naturfreunde {p}", ("natur", "jugend"), ("Amphibien", "Nistkästen", "Kindergruppe"),
         "Artenschutz vor der Haustür: Krötenzaun, Nistkästen, Heckenpflege.",
         "Im Frühjahr tragen wir Kröten über die Straße, im Herbst pflegen wir Hecken. Unsere Kindergruppe trifft sich draußen, "
         "bei jedem Wetter.", "kinder familien", "de en", "oepnv", "Naturschutzhütte",
         ((5, "14:00", "16:30", "Kindergruppe", "sechs bis zehn Jahre, jede zweite Woche"),),
         ((14, 9, 3, "Heckenpflege", "Handschuhe gibt es vor Ort."),)),
    Kind("theater", "Theatergruppe {p}", ("theater", "kultur"), ("Mundart", "Bühnenbau"),
         "Mundarttheater mit eigener Bühne, zwei Stücke im Jahr.",
         "Auf der Bühne, am Licht oder beim Bau der Kulissen: Es gibt für jede und jeden etwas zu tun.",
         "jugend aeltere", "de", f"{_W} hoeren parkplatz", "Alte Kelter", ((2, "19:30", "21:30", "Probe", ""),),
         ((37, 20, 2, "Premiere des Winterstücks", "Karten an der Abendkasse."),)),
    Kind("boule", "Boule-Freunde {p}", ("sport", "senioren"), ("Boule", "Pétanque"),
         "Boule für alle, die eine ruhige Kugel schieben wollen.",
         "Kugeln leihen wir aus. Im Winter spielen wir in der Halle.", "aeltere neue inklusiv", "de fr", f"{_W} oepnv", "Bouleplatz",
         ((2, "15:00", "18:00", "Offenes Spiel", ""), (6, "10:30", "13:00", "Frühschoppen-Boule", "")), ()),
    Kind("reparatur", "Reparaturtreff {p}", ("technik", "natur"), ("Reparieren", "Elektrogeräte", "Nähen"),
         "Gemeinsam reparieren statt wegwerfen.",
         "Bringen Sie mit, was kaputt ist. Wir reparieren mit Ihnen zusammen, Ersatzteile zahlen Sie selbst.",
         "neue familien", "de en tr", f"{_W} oepnv begleitung", "Bürgerhaus", (),
         ((9, 14, 3, "Reparaturnachmittag", "Annahme bis 16 Uhr."), (37, 14, 3, "Reparaturnachmittag", "Annahme bis 16 Uhr."))),
    Kind("tafel", "Tafelladen {p}", ("soziales",), ("Lebensmittel", "Fahrdienst"),
         "Lebensmittel retten und an Menschen mit wenig Geld abgeben.",
         "Morgens holen unsere Fahrerinnen und Fahrer ab, was übrig ist; nachmittags geben wir es aus.",
         "familien neue aeltere", "de en ar uk ru", f"{_W} parkplatz oepnv", "Laden in der Bahnhofstraße",
         ((1, "14:00", "16:00", "Ausgabe", ""), (4, "14:00", "16:00", "Ausgabe", "")), ()),
    Kind("besuch", "Besuchsdienst {p}", ("soziales", "senioren"), ("Besuche", "Vorlesen"),
         "Zeit für Menschen, die selten Besuch bekommen.",
         "Wir besuchen zu Hause und im Heim, lesen vor und gehen spazieren. Wer mitmacht, wird eingeführt und begleitet.",
         "aeltere inklusiv", "de pl it", "wc begleitung", "Pfarrhaus", ((0, "17:00", "18:30", "Austausch", "jeden ersten Montag"),), ()),
    Kind("sprache", "Sprachbrücke {p}", ("integration", "bildung"), ("Deutsch üben", "Behördenbriefe"),
         "Deutsch sprechen, Briefe verstehen, ankommen.",
         "Im Sprachcafé üben wir ohne Prüfung. Wer Hilfe bei einem Brief braucht, bringt ihn mit.",
         "neue familien", "de ls en ar uk fa tr", f"{_W} oepnv begleitung", "Bücherei",
         ((2, "10:00", "12:00", "Sprachcafé", "mit Kinderbetreuung"),),
         ((12, 18, 2, "Fest der Kulturen", "Alle bringen etwas zu essen mit."),)),
    Kind("feuerwehr", "Förderverein der Feuerwehr {p}", ("rettung", "wirtschaft"), ("Jugendfeuerwehr",),
         "Unterstützt die Freiwillige Feuerwehr und ihre Jugend.",
         "Wir finanzieren, was im Haushalt fehlt, und richten das Hoffest aus.", "jugend", "de", "parkplatz", "Gerätehaus",
         ((4, "18:00", "19:30", "Jugendfeuerwehr", "ab zehn Jahren"),), ((44, 11, 8, "Tag der offenen Tür", "Rundfahrten für Kinder."),)),
    Kind("wasser", "Wasserrettung {p}", ("rettung", "sport"), ("Schwimmkurs", "Rettungsschwimmen"),
         "Schwimmen lernen und Leben retten.",
         "Wir bilden aus, vom Seepferdchen bis zum Rettungsschein, und wachen im Sommer am See.",
         "kinder jugend", "de", f"{_W}", "Hallenbad", ((3, "18:00", "19:00", "Schwimmkurs", "Anmeldung nötig"),), ()),
    Kind("geschichte", "Heimatverein {p}", ("geschichte", "kultur"), ("Archiv", "Führungen"),
         "Sammelt, was vom alten Ort erzählt, und führt durch die Gassen.",
         "Unser Archiv hat 4.000 Bilder. Wer beim Ordnen hilft, darf als Erster schauen.", "aeltere neue", "de", "sehen",
         "Heimatstube", ((1, "14:30", "17:00", "Offenes Archiv", ""),), ((27, 15, 2, "Führung durch den alten Ort", "Treffpunkt am Brunnen."),)),
    Kind("fasnacht", "Narrenzunft {p}", ("feste",), ("Fasnacht", "Häs", "Umzug"),
         "Fasnacht mit Häs, Tanzgarde und Kinderumzug.",
         "Die Saison beginnt am elften November. Nähen, tanzen, Wagen bauen: Hände werden immer gebraucht.",
         "kinder familien", "de", "", "Zunftstube", ((0, "18:00", "19:00", "Kindergarde", ""),), ((45, 14, 4, "Häsabstauben", "Die Zunft stellt sich vor."),), False),
    Kind("schach", "Schachklub {p}", ("bildung", "jugend"), ("Schach", "Schnellschach"),
         "Schach für Anfänger und Ligaspieler.",
         "Bretter stehen bereit, ein Gegner findet sich immer. Kinder lernen bei uns kostenlos.", "kinder jugend inklusiv",
         "de en ru", f"{_W} sehen", "Nebenzimmer im Bürgerhaus", ((4, "17:00", "18:30", "Kinderschach", ""), (4, "19:30", "22:30", "Spielabend", "")), ()),
    Kind("rad", "Radsportgruppe {p}", ("sport", "natur"), ("Rennrad", "Ausfahrten"),
         "Gemeinsame Ausfahrten in drei Geschwindigkeiten.", "Niemand wird zurückgelassen: Jede Gruppe hat eine Schlussfahrerin oder einen Schlussfahrer.",
         "jugend", "de fr", "", "Parkplatz an der Halle", ((5, "09:00", "12:00", "Ausfahrt", "April bis Oktober"),), (), False),
    Kind("tiere", "Tierfreunde {p}", ("tiere",), ("Tierheim", "Gassigehen"),
         "Pflegen Tiere, die kein Zuhause haben, und vermitteln sie.",
         "Wer mit Hunden spazieren gehen möchte, macht bei uns einen kurzen Kurs.", "jugend familien", "de", "parkplatz", "Tierheim",
         ((5, "13:00", "15:00", "Besuchszeit", ""),), ((16, 13, 4, "Weihnachtsmarkt im Tierheim", ""),)),
    Kind("selbsthilfe", "Selbsthilfegruppe Herz und Kreislauf {p}", ("gesundheit",), ("Selbsthilfe", "Herzsport"),
         "Austausch und Herzsport nach Infarkt oder Operation.",
         "Unter ärztlicher Aufsicht bewegen wir uns, danach sitzen wir zusammen. Angehörige sind willkommen.",
         "aeltere inklusiv", "de tr", f"{_W} parkplatz hoeren oepnv", "Gesundheitszentrum", ((3, "17:30", "18:45", "Herzsport", ""),), ()),
    Kind("foerder", "Freundeskreis der Bücherei {p}", ("bildung", "kultur"), ("Vorlesen", "Bücherflohmarkt"),
         "Liest vor, sammelt Bücher und füllt die Regale.",
         "Jeden Samstag lesen wir Kindern vor, auch zweisprachig. Der Flohmarkt bezahlt neue Bücher.",
         "kinder familien neue", "de en tr uk", f"{_W} oepnv", "Bücherei", ((5, "11:00", "11:45", "Vorlesen", "ab vier Jahren"),),
         ((20, 10, 5, "Bücherflohmarkt", "Annahme am Tag davor."),)),
)  # fmt: skip

# In one city only
OWN: dict[str, tuple[Kind, ...]] = {
    "baden-baden": (Kind("kurmusik", "Freunde der Kurmusik", ("musik", "kultur"), ("Kammermusik",), "Kammermusik in Cafés und Höfen.", "Wir laden junge Ensembles ein und stellen die Stühle auf.", "neue", "de fr ru", _W, "Altes Dampfbad"),),
    "bretten": (Kind("markt", "Mittelaltergruppe am Marktplatz", ("geschichte", "feste"), ("Handwerk", "Lagerleben"), "Altes Handwerk zum Mitmachen.", "Schmieden, weben, kochen wie vor 500 Jahren.", "familien", "de", "", "Zeughaus"),),
    "bruchsal": (Kind("spargel", "Spargelfreunde am Saalbach", ("feste", "garten"), ("Spargel", "Hoffest"), "Vom Feld auf den Teller: Kurse und Hoffeste.", "Im Mai ernten wir gemeinsam und kochen für das ganze Viertel.", "familien", "de pl", "parkplatz", "Hof am Saalbach"),),
    "buehl": (Kind("zwetschge", "Zwetschgenfreunde an der Bühlot", ("garten", "feste"), ("Zwetschgen", "Brennen"), "Alte Sorten erhalten, neue Rezepte teilen.", "Wir pflegen einen Lehrgarten mit vierzig Sorten.", "familien aeltere", "de fr", "parkplatz", "Lehrgarten"),),
    "ettlingen": (Kind("bruecken", "Albtal-Wanderfreunde", ("sport", "natur"), ("Wandern", "Wegepflege"), "Wandern und Wege pflegen im Albtal.", "Sonntags wandern wir, im Frühjahr zeichnen wir Wege neu aus.", "aeltere neue", "de", "oepnv", "Bahnhof"),),
    "gaggenau": (Kind("murg", "Boule-Gemeinschaft an der Murg", ("sport", "senioren"), ("Boule",), "Boule am Fluss, jeden Nachmittag bei Sonne.", "Kugeln sind da. Anfängerinnen und Anfänger werden nicht belächelt.", "aeltere inklusiv", "de fr it", _W, "Murgpark"),),
    "rastatt": (Kind("barock", "Barocktanzgruppe am Schlossgarten", ("theater", "geschichte"), ("Tanz", "Kostüme"), "Tänze des 18. Jahrhunderts, in Turnschuhen gelernt.", "Kostüme nähen wir selbst, Stoff ist vorhanden.", "jugend neue", "de fr", _W, "Schlossgarten"),),
    "rheinstetten": (Kind("rhein", "Ruderfreunde am Altrhein", ("sport", "natur"), ("Rudern", "Altrhein"), "Rudern zwischen Schilf und Weiden.", "Ein Schnupperkurs im Mai, danach geht es zu viert ins Boot.", "jugend", "de", "parkplatz", "Bootshaus"),),
    "stutensee": (Kind("hardt", "Waldläufer im Hardtwald", ("sport", "gesundheit"), ("Laufen", "Laufen lernen"), "Laufen im Hardtwald, vom ersten Kilometer an.", "Jeden Frühling beginnt ein Kurs für alle, die noch nie gelaufen sind.", "neue inklusiv", "de en", "oepnv", "Waldparkplatz"),),
}  # fmt: skip
