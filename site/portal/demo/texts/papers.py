"""Texts of the PDF downloads: title and paragraphs. Examples, one page each."""

PAPERS: dict[str, tuple[str, list[str]]] = {
    "checkliste-hochwasser.pdf": (
        "Checkliste Hochwasser",
        [
            "Vorher: Rückstauklappe prüfen lassen. Öltank gegen Auftrieb sichern. Wichtige Papiere in einen oberen Stock legen. Einen Treffpunkt mit der Familie vereinbaren.",
            "Bei Warnung: Radio und Warn-App einschalten. Strom im Keller abschalten, solange er trocken ist. Fahrzeuge aus der Tiefgarage holen. Nachbarn informieren.",
            "Wenn das Wasser kommt: Nicht mehr in den Keller gehen. Nicht durch strömendes Wasser laufen oder fahren. Im Notfall 112 anrufen.",
            "Danach: Schäden fotografieren. Elektrik prüfen lassen, bevor der Strom wieder angeht. Verschmutztes Wasser nicht in den Garten pumpen.",
            "Dieses Blatt ist ein Beispiel der Stadt {name} für die Demo des Portals.",
        ],
    ),
    "checkliste-starkregen.pdf": (
        "Checkliste Starkregen",
        [
            "Am Haus: Lichtschächte erhöhen, Kellerfenster abdichten, Dachrinnen zweimal im Jahr reinigen.",
            "Im Garten: Flächen entsiegeln, Mulden anlegen, nichts lagern, was fortgespült werden kann.",
            "Auf dem Acker: quer zum Hang arbeiten, den Boden bedeckt halten, Grünstreifen stehen lassen.",
            "Im Ernstfall: nach oben gehen, nicht in den Keller. Notruf 112 nur bei Gefahr für Menschen.",
            "Dieses Blatt ist ein Beispiel der Stadt {name} für die Demo des Portals.",
        ],
    ),
    "waldregeln.pdf": (
        "Unterwegs im Stadtwald",
        [
            "Bleiben Sie auf den Wegen, besonders in der Dämmerung. Dann sind die Tiere auf Nahrungssuche.",
            "Nach einem Sturm mindestens zwei Tage warten. Abgerissene Äste hängen oft noch in den Kronen.",
            "Von März bis Oktober nicht rauchen, Feuer nur an eingerichteten Stellen.",
            "Absperrungen bei Holzarbeiten gelten auch am Wochenende.",
            "Dieses Blatt ist ein Beispiel der Stadt {name} für die Demo des Portals.",
        ],
    ),
    "auenregeln.pdf": (
        "Zu Gast in der Aue",
        [
            "Die Aue ist Schutzgebiet. Wege sind ausgeschildert, alles andere gehört Tieren und Pflanzen.",
            "Bei steigendem Rhein werden Wege überflutet. Kehren Sie um, wenn Wasser über den Weg läuft.",
            "Boote dürfen nur auf freigegebenen Altarmen fahren. Von März bis Juli ist Brutzeit.",
            "Hunde bleiben an der Leine, auch wenn weit und breit niemand zu sehen ist.",
            "Dieses Blatt ist ein Beispiel der Stadt {name} für die Demo des Portals.",
        ],
    ),
    "waermeplan-kurz.pdf": (
        "Der Wärmeplan in Kürze",
        [
            "Der Plan zeigt, wo sich ein Wärmenetz lohnt und wo einzelne Heizungen sinnvoller sind.",
            "Er verpflichtet niemanden zum Anschluss. Er hilft, teure Fehlentscheidungen zu vermeiden.",
            "Entlang des Flusses kann Wasser als Wärmequelle dienen. In den Höhenorten passen Wärmepumpen und Holz.",
            "Beratung gibt es kostenlos im Rathaus. Bringen Sie die letzte Abrechnung und ein Foto der Heizung mit.",
            "Dieses Blatt ist ein Beispiel der Stadt {name} für die Demo des Portals.",
        ],
    ),
    "grundwasser-kurz.pdf": (
        "Grundwasser schützen",
        [
            "Unser Trinkwasser kommt aus dem Boden unter uns. Was oben versickert, kommt unten an.",
            "Kein Salz, keine Unkrautmittel, keine Autowäsche auf unbefestigten Flächen.",
            "Ein Brunnen im Garten ist anzeigepflichtig. Das Wasser daraus ist kein Trinkwasser.",
            "Regenwasser darf versickern: Mulde statt Kanal spart Gebühren.",
            "Dieses Blatt ist ein Beispiel der Stadt {name} für die Demo des Portals.",
        ],
    ),
    "solardaecher.pdf": (
        "Solaranlagen auf städtischen Dächern",
        [
            "Schulzentrum: 180 Kilowatt, in Betrieb. Der Strom deckt an sonnigen Vormittagen den ganzen Bedarf.",
            "Festhalle: 90 Kilowatt, im Bau. Die Anlage wird mit einem Speicher verbunden.",
            "Bauhof: 60 Kilowatt, geplant. Damit laden künftig die Fahrzeuge der Stadt.",
            "Alle Angaben sind Beispiele der Stadt {name} für die Demo des Portals.",
        ],
    ),
}
