"""Offers of the demo: invented, without names of people. {p} is the city's name."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Dates = tuple[int, int, int, int]  # first day from today, hour, hours long, places


@dataclass(frozen=True)
class Told:
    """One offer. `club`: interests of the club that asks, by preference; empty: the city itself, or `provider`.

    `dates`: shifts, `repeat`: so many more of the first, weekly. `people`: how many of the demo's residents sign up for
    each of the first shifts. `past`: days ago of a shift that is over, its attendance noted.
    """

    key: str
    title: str
    summary: str
    text: str
    interests: tuple[str, ...]
    club: tuple[str, ...] = ()
    provider: str = ""
    kind: str = "shifts"
    dates: tuple[Dates, ...] = ()
    repeat: int = 0
    people: tuple[int, ...] = ()
    past: int = 0
    waits: bool = False  # for the city's word
    fields: dict[str, Any] = field(default_factory=dict)


OFFERS: tuple[Told, ...] = (
    Told("kuchen", "Kuchenverkauf beim Hallenturnier", "Zwei Stunden hinter der Theke, mit Kaffee für alle.",
         "Am Turniertag kommen zweihundert Menschen in die Halle. Wir verkaufen Kuchen, Brezeln und Kaffee. Die Einweisung "
         "dauert fünf Minuten, danach stehen immer zwei zusammen an der Theke.",
         ("sport", "feste"), ("sport",), dates=((3, 9, 2, 2), (3, 11, 2, 4), (3, 13, 2, 4)), people=(3,),
         fields={"is_urgent": True, "place": "Sporthalle", "bring": "bequeme Schuhe", "access": "stufenlos wc", "max_group": 3}),
    Told("trainieren", "Kinderturnen mit anleiten", "Einmal in der Woche eine Stunde mit Vier- bis Sechsjährigen.",
         "Sie helfen der Übungsleitung: aufbauen, sichern, trösten. Wer mag, macht nach einem halben Jahr den Schein, die "
         "Kosten übernimmt der Verein.",
         ("sport", "jugend"), ("sport", "jugend"), kind="regular",
         fields={"pattern": [{"day": 1, "from": "16:00", "to": "17:00"}], "min_age": 16, "needs_check": True, "is_insured": True,
                 "expenses": "trainer", "expenses_amount": "12", "place": "Turnhalle", "languages": "de"}),
    Told("probe", "Notenwart für das Orchester", "Noten ordnen, verteilen und scannen, auch von zu Hause.",
         "Das Archiv hat achthundert Stücke. Gesucht ist jemand, der gern Ordnung hält. Ein Instrument muss man nicht spielen.",
         ("musik",), ("musik",), kind="flexible", fields={"from_home": True, "when_note": "zwei Stunden in der Woche, frei wählbar"}),
    Told("pflanzen", "Hecken pflanzen am Bach", "Hundertzwanzig Sträucher an einem Vormittag.",
         "Wir pflanzen heimische Sträucher: Schlehe, Hasel, Pfaffenhütchen. Spaten sind da. Danach gibt es Suppe. Kinder "
         "dürfen mit, wenn ein Erwachsener dabei ist.",
         ("natur",), ("natur", "garten"), dates=((9, 9, 4, 25), (16, 9, 4, 25)), people=(2,),
         fields={"place": "Parkplatz am Bach", "bring": "Handschuhe und feste Schuhe", "max_group": 10, "access": "oepnv"}),
    Told("kroeten", "Kröten über die Straße tragen", "Abends zwei Stunden am Zaun, mit Warnweste.",
         "Wenn es feucht und über fünf Grad warm ist, wandern die Tiere. Wir gehen immer zu zweit am Zaun entlang und tragen "
         "sie in Eimern hinüber.",
         ("natur", "tiere"), ("natur", "tiere"), dates=((12, 19, 2, 2),), repeat=5, people=(3,),
         fields={"place": "Waldparkplatz", "min_age": 14, "needs_consent": True, "bring": "Taschenlampe", "is_insured": True}),
    Told("vorlesen", "Vorlesen in der Grundschule", "Eine Stunde vor zwölf Kindern, mit Büchern nach Wahl.",
         "Vorlesepatinnen und -paten kommen freitags vor der großen Pause. Die Bibliothek hilft bei der Auswahl.",
         ("bildung", "jugend"), ("bildung", "kultur"), kind="regular",
         fields={"pattern": [{"day": 4, "from": "10:30", "to": "11:30"}], "needs_check": True, "languages": "de tr uk",
                 "place": "Grundschule", "access": "stufenlos"}),
    Told("reparieren", "Dinge retten im Reparaturtreff", "Kleine Geräte, Räder und Kleider instand setzen.",
         "Am Samstag bringen Menschen, was kaputt ist. Sie reparieren gemeinsam mit ihnen. Werkzeug und Kaffee sind da.",
         ("technik",), ("technik", "soziales"), dates=((10, 14, 3, 6),), repeat=3, people=(1,),
         fields={"skills": "löten, nähen oder schrauben", "place": "Werkraum der Gemeinschaftsschule", "expenses": "costs"}),
    Told("besuch", "Besuche bei Menschen, die wenig Besuch bekommen", "Eine Stunde in der Woche zuhören, spielen, spazieren.",
         "Wir bringen Sie mit jemandem zusammen, der zu Ihnen passt, und begleiten das erste Treffen. Einmal im Monat treffen "
         "sich alle zum Austausch.",
         ("senioren", "soziales"), ("senioren", "soziales", "gesundheit"), kind="flexible",
         fields={"when_note": "eine Stunde in der Woche, nach Absprache", "is_insured": True, "languages": "de ru tr",
                 "expenses": "costs"}),
    Told("sprache", "Deutsch üben am Küchentisch", "Sprechen, lachen, wiederholen: keine Lehrprobe.",
         "Menschen, die neu sind, möchten sprechen. Sie brauchen keine Ausbildung, nur Geduld und eine Stunde Zeit. Es geht "
         "auch am Bildschirm.",
         ("integration",), ("integration", "soziales", "bildung"), kind="regular",
         fields={"pattern": [{"day": 0, "from": "17:00", "to": "18:00"}, {"day": 3, "from": "09:30", "to": "10:30"}],
                 "from_home": True, "languages": "de en ar uk"}),
    Told("tafel", "Lebensmittel sortieren und ausgeben", "Vormittags an der Ausgabe, immer zu sechst.",
         "Wir holen ab, was übrig ist, sortieren und geben es aus. Wer nicht heben kann, übernimmt die Anmeldung.",
         ("soziales",), ("soziales", "rettung"), dates=((2, 8, 4, 3), (5, 8, 4, 6)), repeat=6, people=(4,), past=6,
         fields={"is_urgent": True, "place": "Ausgabe in der Kernstadt", "access": "stufenlos wc oepnv", "is_insured": True}),
    Told("sanitaet", "Sanitätsdienst beim Weihnachtsmarkt", "Ein Abend in der Hütte, mit Fachkraft an der Seite.",
         "Sie begleiten das Team am Stand. Verbände, Wärme, ein gutes Wort: Mehr ist es meistens nicht.",
         ("rettung", "feste"), ("rettung",), dates=((14, 16, 5, 4), (15, 16, 5, 4), (16, 16, 5, 4)), people=(1,),
         fields={"skills": "Erste-Hilfe-Kurs aus den letzten zwei Jahren", "min_age": 18, "place": "Marktplatz",
                 "expenses": "honorary", "expenses_amount": "25"}),
    Told("buehne", "Kulissen bauen für das Winterstück", "Sägen, malen, Stoffe nähen: drei Samstage.",
         "Das Stück spielt in einem Leuchtturm. Wir brauchen Hände, keine Kunst. Wer mag, bleibt danach zur Probe.",
         ("theater", "kultur"), ("theater", "kultur"), dates=((6, 10, 5, 8),), repeat=2, people=(1,), past=8,
         fields={"place": "Probebühne", "access": "stufenlos", "bring": "alte Kleidung"}),
    Told("wahl", "Wahlhelferin oder Wahlhelfer werden", "Ein Sonntag im Wahllokal, mit Erfrischungsgeld.",
         "Sie geben Stimmzettel aus, führen das Verzeichnis und zählen am Abend aus. Eine Schulung gibt es am Dienstag davor.",
         ("soziales",), dates=((32, 7, 6, 12), (32, 13, 6, 12)), people=(1,),
         fields={"min_age": 16, "expenses": "other", "expenses_amount": "50", "in_region": False, "place": "Rathaus und Ortsteile",
                 "is_insured": True}),
    Told("baeume", "Gießpatenschaft für einen Straßenbaum", "Zehn Liter in trockenen Wochen, mehr ist es nicht.",
         "Die Stadt nennt Ihnen einen jungen Baum in Ihrer Straße. Eine Gießkanne bekommen Sie geliehen.",
         ("natur",), kind="flexible", fields={"when_note": "in trockenen Wochen, wann es Ihnen passt", "in_region": False}),
    Told("stolpern", "Stolpersteine putzen", "Ein Nachmittag mit Politur und Lappen, und den Geschichten dazu.",
         "Wir gehen die Wege gemeinsam, lesen vor, was wir wissen, und putzen. Auch Schulklassen sind willkommen.",
         ("geschichte",), provider="Initiative Erinnern", dates=((11, 15, 2, 15),), people=(1,), past=20,
         fields={"max_group": 15, "place": "Am alten Bahnhof", "access": "stufenlos oepnv"}),
    Told("nachbarn", "Einkaufen für Nachbarn im Winter", "Wer bei Glatteis nicht hinausgeht, ruft an.",
         "Sie bekommen eine Nachricht, kaufen ein und stellen es vor die Tür. Das Geld liegt im Umschlag.",
         ("soziales", "senioren"), provider="Nachbarschaftshilfe im Quartier", kind="flexible", waits=True,
         fields={"when_note": "bei Bedarf, meist vormittags", "expenses": "costs"}),
)  # fmt: skip

REQUESTS: tuple[Told, ...] = (
    Told("gesuch-garten", "Ich helfe gern im Garten und beim Pflanzen",
         "Samstags habe ich Zeit, schwere Arbeit macht mir nichts aus.",
         "Ich habe zwanzig Jahre einen eigenen Garten gehabt und bin jetzt in eine Wohnung gezogen. Hecken, Beete, Obstbäume: "
         "gern regelmäßig.", ("garten", "natur"), kind="request",
         fields={"when_note": "samstags, auch kurzfristig", "languages": "de"}),
    Told("gesuch-computer", "Ich erkläre Computer und Smartphone", "Geduldig, auch ein drittes Mal, auf Deutsch und Türkisch.",
         "Beruflich richte ich Rechner ein. Abends könnte ich in einem Treff helfen, oder bei Ihnen zu Hause.",
         ("technik", "senioren"), kind="request", fields={"when_note": "abends ab 18 Uhr", "languages": "de tr"}),
    Told("gesuch-musik", "Ich begleite Chöre am Klavier", "Vom Blatt, auch für einzelne Auftritte.",
         "Ich bin neu in der Stadt und suche einen Chor, der jemanden am Klavier braucht.", ("musik",), kind="request", waits=True,
         fields={"when_note": "mittwochs und donnerstags abends", "languages": "de fr"}),
)  # fmt: skip
