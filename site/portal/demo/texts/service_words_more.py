"""Wordings of services, second half: identity cards, child care, waste, parking, swimming, moving house."""

AUSWEIS = (
    (
        "Ausweis oder Pass beantragen",
        "Personalausweis und Reisepass: Termin, Unterlagen, Abholung.",
        "Sie beantragen das Dokument persönlich; Unterschrift und Fingerabdrücke lassen sich nicht vertreten. Das Lichtbild machen wir gleich am Schalter digital, oder Sie bringen den Code aus dem Fotostudio mit.\n\nVon der Bestellung bis zur Abholung vergehen etwa drei Wochen. Vor den Sommerferien dauert es länger.",
        (
            ("Termin wählen", "Digital oder am Telefon. Ohne Termin helfen wir in dringenden Fällen."),
            ("Mitbringen", "Das alte Dokument; beim ersten Mal die Geburtsurkunde."),
            ("Abholen", "Sie bekommen eine Nachricht. Zum Abholen genügt eine Vollmacht."),
        ),
        (
            ("Was kostet es?", "Die Gebühr legt der Bund fest. Sie zahlen beim Antrag, am besten mit Karte."),
            (
                "Meine Reise ist schon nächste Woche.",
                "Für den Pass gibt es ein Expressverfahren, für den Notfall ein vorläufiges Dokument am selben Tag.",
            ),
        ),
    ),
    (
        "Personalausweis und Reisepass",
        "Was Sie mitbringen, wie lange es dauert und was bei Verlust zu tun ist.",
        "Prüfen Sie einmal im Jahr das Datum auf Ihrem Ausweis: Ein gültiges Dokument müssen alle ab 16 Jahren besitzen. Kinder brauchen für Reisen ein eigenes.\n\nMit der Online-Funktion weisen Sie sich im Netz aus. Wir helfen beim Einschalten und setzen die PIN zurück.",
        (
            ("Verlust melden", "Sofort bei uns oder der Polizei, damit niemand Ihr Dokument missbraucht."),
            ("Neu beantragen", "Mit Termin dauert der Besuch zehn Minuten."),
            ("Benachrichtigung abwarten", "Wir schreiben Ihnen, sobald das Dokument da ist."),
        ),
        (
            (
                "Dürfen Kinder allein kommen?",
                "Nein. Bei unter 16-Jährigen kommt ein Elternteil mit, das andere unterschreibt die Zustimmung.",
            ),
            (
                "Kann ich die Karte nach Hause schicken lassen?",
                "Ja, gegen ein Entgelt liefert die Bundesdruckerei direkt zu Ihnen.",
            ),
        ),
    ),
    (
        "Neuer Ausweis",
        "In drei Schritten zum neuen Personalausweis oder Pass.",
        "Ein neuer Ausweis ist nötig, wenn der alte abläuft, wenn sich Ihr Name ändert oder das Bild nicht mehr zu Ihnen passt. Bei einem Umzug kleben wir nur die neue Adresse auf.\n\nPlanen Sie sechs Wochen Vorlauf ein, wenn eine Reise ansteht. Dann bleibt alles entspannt.",
        (
            ("Buchen", "Termine gibt es bis zu vier Wochen im Voraus; jeden Morgen kommen neue dazu."),
            ("Vorbeikommen", "Lichtbild, Unterschrift und Fingerabdrücke nehmen wir vor Ort auf."),
            ("Mitnehmen", "Fertige Dokumente liegen in der Ausgabebox, auch abends und am Wochenende."),
        ),
        (("Wie lange ist der Ausweis gültig?", "Zehn Jahre, bei Menschen unter 24 Jahren sechs."),),
    ),
)

KITA = (
    (
        "Platz in Kita oder Hort",
        "Eine Anmeldung für alle Einrichtungen: Wünsche angeben, Zusage abwarten, Vertrag unterschreiben.",
        "Sie melden Ihr Kind einmal zentral an und nennen bis zu drei Wunscheinrichtungen. Städtische, kirchliche und freie Träger sehen dieselbe Liste.\n\nDie Plätze für das neue Kita-Jahr vergeben wir im Frühjahr. Zieht eine Familie später zu, suchen wir auch unterjährig.",
        (
            ("Anschauen", "Alle Häuser laden zu Besuchsnachmittagen ein."),
            ("Anmelden", "Ab der Geburt möglich, am besten sechs Monate vor dem Wunschtermin."),
            ("Eingewöhnen", "Rechnen Sie mit vier Wochen, in denen Sie erreichbar bleiben."),
        ),
        (
            (
                "Wonach richtet sich die Reihenfolge?",
                "Nach den Kriterien des Gemeinderats, zum Beispiel Geschwister, Alter und Arbeitszeiten.",
            ),
            (
                "Was kostet ein Platz?",
                "Das hängt von der Stundenzahl und der Zahl Ihrer Kinder ab. Den Bescheid erhalten Sie mit der Zusage.",
            ),
        ),
    ),
    (
        "Kinderbetreuung",
        "Krippe, Kindergarten, Tagespflege, Schulkindbetreuung: So finden Sie den passenden Platz.",
        "Nicht jede Familie braucht dasselbe. Manche suchen sechs Stunden am Vormittag, andere den ganzen Tag, wieder andere eine Tagesmutter mit kleiner Gruppe. Wir beraten Sie offen, auch wenn es gerade keinen Platz gibt.\n\nAb dem ersten Geburtstag hat Ihr Kind einen Anspruch auf Betreuung.",
        (
            ("Bedarf klären", "Ein Anruf genügt, wir kennen alle freien Plätze."),
            ("Vormerken", "Digital, mit Wunschdatum und Stunden."),
            ("Zusage annehmen", "Innerhalb von zwei Wochen, sonst geht der Platz an die nächste Familie."),
        ),
        (
            (
                "Wir können die Gebühr nicht zahlen.",
                "Sprechen Sie uns früh an. Das Jugendamt übernimmt Beiträge, wenn das Einkommen klein ist.",
            ),
        ),
    ),
    (
        "Kita-Anmeldung",
        "Anmelden, Wünsche ändern, Stand abfragen: alles an einer Stelle.",
        "Die Anmeldung läuft digital und auf Wunsch mit Hilfe: Dienstags sitzt jemand im Rathaus und füllt das Formular mit Ihnen aus, in mehreren Sprachen.\n\nSie sehen jederzeit, auf welchem Stand Ihre Anmeldung ist. Ändert sich etwas bei Ihnen, passen Sie die Angaben selbst an.",
        (
            ("Formular öffnen", "Sie brauchen nur Namen und Geburtsdatum des Kindes."),
            ("Wünsche ordnen", "Nennen Sie auch eine Einrichtung, die zu Fuß erreichbar ist."),
            ("Nachricht erhalten", "Zusagen verschicken wir gesammelt an einem Tag im März."),
        ),
        (
            (
                "Gilt die Anmeldung auch für Geschwister?",
                "Jedes Kind braucht eine eigene. Geschwister werden aber zusammen betrachtet.",
            ),
        ),
    ),
)

MUELL = (
    (
        "Abfuhrtermine und Sperrmüll",
        "Wann welche Tonne dran ist und wohin mit dem Rest.",
        "Die Tonnen stehen am Abfuhrtag ab sechs Uhr an der Straße, mit dem Griff zu Ihnen. Fällt ein Feiertag in die Woche, verschiebt sich die Leerung um einen Tag.\n\nFarben, Öle und Batterien gehören zum Schadstoffmobil, nie in den Restmüll.",
        (),
        (
            ("Die Tonne wurde nicht geleert.", "Lassen Sie sie stehen und melden Sie sich bis zum nächsten Mittag."),
            (
                "Wohin mit Elektrogeräten?",
                "Kostenlos zum Wertstoffhof oder ab einer gewissen Größe in jedes Geschäft, das solche Geräte verkauft.",
            ),
        ),
    ),
    (
        "Müll und Wertstoffe",
        "Tonnen, Wertstoffhof, Grünschnitt: richtig trennen, weniger zahlen.",
        "Was sauber getrennt ist, wird wieder Rohstoff. Besonders die Biotonne lohnt sich: Aus Küchenresten entstehen Gas und Kompost, solange kein Plastik darin landet.\n\nÄste und Laub nimmt der Grünschnittplatz an, bis zu einem Kubikmeter ohne Gebühr.",
        (),
        (
            ("Ich brauche eine größere Tonne.", "Bestellen Sie sie digital; getauscht wird innerhalb von zwei Wochen."),
            ("Wie melde ich wilden Müll?", "Mit Foto und Ort an das Umweltamt. Wir räumen meist in drei Tagen."),
        ),
    ),
    (
        "Abfall von A bis Z",
        "Die häufigsten Fragen rund um Tonne, Sperrmüll und Wertstoffhof.",
        "Ein Sofa passt in keine Tonne. Zweimal im Jahr holen wir Sperriges ab; den Termin bekommen Sie auf Anfrage, nicht nach Straßenplan.\n\nVieles, was im Weg steht, freut noch jemanden: Tauschregal, Möbellager und Repair-Café nehmen Brauchbares gern.",
        (),
        (
            (
                "Was darf nicht in die Biotonne?",
                "Plastiktüten, auch kompostierbare, dazu Katzenstreu, Asche und Windeln.",
            ),
        ),
    ),
)

PARKEN = (
    (
        "Bewohnerparken",
        "Der Ausweis für Ihr Viertel: beantragen, verlängern, Kennzeichen ändern.",
        "In Straßen mit blauem Zusatzschild dürfen Bewohnerinnen und Bewohner ohne Parkschein stehen. Ein Anspruch auf einen bestimmten Platz ist damit nicht verbunden.\n\nDer Ausweis ist digital: Das Kennzeichen genügt, ins Fenster legen müssen Sie nichts.",
        (),
        (("Gilt der Ausweis für Besuch?", "Nein, aber Sie können Tageskarten kaufen, zehn Stück im Jahr."),),
    ),
    (
        "Parken in der Stadt",
        "Parkhäuser, Kurzzeitplätze, Bewohnerausweis und Laden für E-Autos.",
        "Wer einkauft, parkt am schnellsten im Parkhaus; die Schilder zeigen freie Plätze. In den Seitenstraßen gilt die Parkscheibe.\n\nMenschen mit blauem EU-Parkausweis stehen auf markierten Plätzen und dort, wo es die Schilder erlauben, länger und kostenlos.",
        (),
        (
            (
                "Ich ziehe um. Wo brauche ich Platz für den Möbelwagen?",
                "Beantragen Sie ein Halteverbot zehn Tage vorher beim Ordnungsamt.",
            ),
        ),
    ),
)

SCHWIMMBAD = (
    (
        "Schwimmbad",
        "Bahnen ziehen, planschen, schwimmen lernen: Zeiten und Preise.",
        "Frühschwimmen beginnt vor der Arbeit, Familienzeit ist am Wochenende. Während des Schulschwimmens bleiben mindestens zwei Bahnen für alle frei.\n\nDas Wasser im Lehrbecken hat 30 Grad. Ein Lifter hilft ins Becken, die Umkleiden sind stufenlos erreichbar.",
        (),
        (
            (
                "Was kostet der Eintritt?",
                "Erwachsene 4,80 Euro, Kinder ab sechs Jahren 2,80 Euro, Kleine sind frei (Beispiel).",
            ),
            (
                "Wie bekommt mein Kind einen Platz im Schwimmkurs?",
                "Die Plätze werden viermal im Jahr verlost, damit nicht die Schnellsten gewinnen.",
            ),
        ),
    ),
    (
        "Hallenbad und Freibad",
        "Im Winter drinnen, im Sommer draußen, und Kurse das ganze Jahr.",
        "Das Becken öffnet werktags um 6:30 Uhr. Wer Ruhe sucht, kommt am Dienstagabend, wer Spaß sucht, am Samstagnachmittag: Dann liegt die große Matte im Wasser.\n\nSobald es warm wird, wechselt das Team ins Freibad. Den genauen Tag melden wir hier.",
        (),
        (
            (
                "Gibt es Ermäßigungen?",
                "Ja: Zehnerkarten, Familienkarten und halbe Preise mit dem Sozialpass (Beispiel).",
            ),
            ("Darf ich eine Begleitperson mitbringen?", "Mit Merkzeichen B ist sie frei."),
        ),
    ),
)

UMMELDEN = (
    (
        "Wohnsitz an- oder ummelden",
        "Nach dem Einzug haben Sie zwei Wochen Zeit. Es geht vor Ort und mit Online-Ausweis auch von zu Hause.",
        "Willkommen! Mit der Anmeldung bei uns sind Sie am alten Wohnort automatisch abgemeldet. Auch wer nur in eine andere Straße zieht, meldet sich um.\n\nEine Person kann die ganze Familie anmelden, wenn alle zusammen umziehen.",
        (
            ("Bestätigung holen", "Vermieterin oder Vermieter bestätigt den Einzug auf einem Formular."),
            ("Anmelden", "Mit Ausweisen aller Personen; bei Kindern genügt die Geburtsurkunde."),
            ("Adresse ändern", "Die neue Anschrift kommt auf Ausweis und Fahrzeugschein."),
        ),
        (("Ich bin zu spät dran.", "Kommen Sie trotzdem. Ein paar Tage Verspätung sind kein Drama."),),
    ),
    (
        "Umziehen",
        "Anmelden, Auto umschreiben, Tonne bestellen: die Liste für den Umzug.",
        "Ein Umzug macht Arbeit genug. Deshalb erledigen Sie bei uns mehrere Dinge auf einmal: Wohnsitz, Fahrzeugschein, Bewohnerparken, Hund.\n\nNeu Zugezogene bekommen ein Heft mit Gutscheinen und einem Stadtplan, in dem auch die Bänke verzeichnet sind.",
        (
            ("Termin buchen", "Ein Termin reicht für die ganze Familie."),
            ("Papiere mitbringen", "Ausweise, Wohnungsgeberbestätigung, Fahrzeugschein."),
            ("Fertig", "Die Meldebestätigung nehmen Sie gleich mit."),
        ),
        (
            (
                "Muss ich mich aus dem Ausland persönlich anmelden?",
                "Ja, beim ersten Mal. Bringen Sie den Pass und, wenn vorhanden, Familienurkunden mit.",
            ),
        ),
    ),
    (
        "Neu in {name}",
        "Alles für die ersten Wochen: Anmeldung, Schule, Arzt, Vereine.",
        "Schön, dass Sie da sind. Zuerst steht die Anmeldung an, innerhalb von zwei Wochen nach dem Einzug. Danach hilft Ihnen die Willkommensmappe weiter.\n\nZweimal im Jahr lädt die Stadt alle Neuen zu einem Rundgang ein, mit Kaffee und viel Zeit für Fragen.",
        (
            ("Anmelden", "Digital oder mit Termin, die Bestätigung der Wohnungsgeberin nicht vergessen."),
            ("Kind anmelden", "Kita und Schule möglichst früh, am besten noch vor dem Umzug."),
            ("Ankommen", "Schauen Sie in der Bücherei vorbei: Dort liegt das Vereinsverzeichnis."),
        ),
        (
            (
                "Ich habe nur eine Zweitwohnung.",
                "Auch die melden Sie an. Ob Zweitwohnungsteuer anfällt, sagt Ihnen das Bürgerbüro.",
            ),
        ),
    ),
)
