"""Wordings of services, first half: building, library, volunteering, trade, marriage, dogs."""

BAUEN = (
    (
        "Bauen und Umbauen",
        "Vom Carport bis zum Mehrfamilienhaus: was eine Genehmigung braucht und wer Sie vorher berät.",
        "Reden Sie mit uns, bevor Sie zeichnen lassen. Ein kurzes Gespräch zeigt oft, ob der Bebauungsplan Ihr Vorhaben trägt oder eine Befreiung nötig ist.\n\nKleine Vorhaben sind verfahrensfrei: ein Gartenhaus bis 40 Kubikmeter im Innenbereich zum Beispiel. An die Vorschriften halten müssen sich auch diese Bauten.",
        (
            ("Bebauungsplan ansehen", "Er sagt, wie hoch, wie dicht und wie nah an der Grenze gebaut werden darf."),
            ("Beratung buchen", "Bringen Sie Flurstücksnummer, Fotos und eine einfache Skizze mit."),
            (
                "Antrag digital einreichen",
                "Planverfasserin oder Planverfasser lädt die Unterlagen hoch; Sie sehen den Stand jederzeit.",
            ),
        ),
        (
            (
                "Wie lange dauert eine Genehmigung?",
                "Sind die Unterlagen vollständig, rechnen Sie im vereinfachten Verfahren mit etwa zwei Monaten.",
            ),
            ("Müssen die Nachbarn zustimmen?", "Nein. Sie werden aber beteiligt, wenn ihre Rechte berührt sind."),
        ),
    ),
    (
        "Bauantrag und Bauberatung",
        "Sie planen einen Anbau, eine Gaube oder ein neues Haus? So kommen Sie zu Ihrer Baugenehmigung.",
        "Für jedes Grundstück im Stadtgebiet gilt ein Bebauungsplan oder, wo es keinen gibt, der Maßstab der Umgebung. Die Baurechtsstelle sagt Ihnen, was das für Ihr Vorhaben heißt.\n\nWer ein altes Haus saniert, sollte früh nach dem Denkmalschutz fragen. Auch Fenster und Dachziegel können dazugehören.",
        (
            ("Unterlagen sammeln", "Lageplan, Bauzeichnungen, Baubeschreibung und der Nachweis der Stellplätze."),
            ("Einreichen", "Am schnellsten geht es digital. Papier nehmen wir nur noch in Ausnahmen an."),
            ("Baubeginn anzeigen", "Erst mit dem roten Punkt an der Baustelle darf gebaut werden."),
        ),
        (
            (
                "Was kostet die Genehmigung?",
                "Die Gebühr richtet sich nach den Baukosten. Die Beratung vorab ist kostenlos.",
            ),
            (
                "Darf ich eine Solaranlage aufs Dach setzen?",
                "Meist ohne Genehmigung. Bei Denkmälern und in Gesamtanlagen fragen Sie bitte vorher.",
            ),
        ),
    ),
    (
        "Ich möchte bauen",
        "Schritt für Schritt zum Bauvorhaben: Plan, Beratung, Antrag, Baubeginn.",
        "Am Anfang steht eine einfache Frage: Was ist auf meinem Grundstück erlaubt? Die Antwort finden Sie im Bebauungsplan, und wir lesen ihn gern gemeinsam mit Ihnen.\n\nDenken Sie Regenwasser, Bäume und Hitze gleich mit. Ein begrüntes Flachdach und ein durchlässiger Hof sparen Abwassergebühr.",
        (
            ("Bauvoranfrage stellen", "Sie klärt einzelne Punkte verbindlich, bevor Geld in Pläne fließt."),
            ("Nachbarn informieren", "Wer früh redet, erspart sich späte Einwände."),
            ("Antrag abgeben", "Fehlt etwas, melden wir uns in der Regel innerhalb von zwei Wochen."),
        ),
        (
            ("Wie lange gilt die Genehmigung?", "Drei Jahre. Sie kann auf Antrag verlängert werden."),
            (
                "Wer darf den Plan unterschreiben?",
                "Bauvorlageberechtigte, also zum Beispiel eingetragene Architektinnen und Architekten.",
            ),
        ),
    ),
)

BUECHEREI = (
    (
        "Stadtbücherei",
        "Lesen, spielen, lernen, Dinge leihen: Der Ausweis ist für alle unter 18 Jahren kostenlos.",
        "Kommen Sie einfach vorbei, zum Stöbern brauchen Sie keinen Ausweis. Zeitungen liegen im Lesecafé, das WLAN ist frei, und an sechs Plätzen können Sie in Ruhe arbeiten.\n\nMit dem Ausweis leihen Sie Bücher, Spiele, Filme und Tonies vier Wochen lang. Zweimal verlängern geht vom Sofa aus.",
        (),
        (
            ("Was kostet der Ausweis?", "Erwachsene zahlen 18 Euro im Jahr, mit Familienpass die Hälfte."),
            ("Kann ich rund um die Uhr zurückgeben?", "Ja, durch die Klappe neben dem Eingang."),
        ),
    ),
    (
        "Bücherei",
        "Ein Wohnzimmer für die ganze Stadt: Medien, Veranstaltungen und ein Platz zum Bleiben.",
        "Die Bücherei ist ein Ort, an dem niemand etwas kaufen muss. Kinder finden die Bilderbuchhöhle, Jugendliche den Spieleraum, alle anderen einen Sessel am Fenster.\n\nElektronische Bücher, Hörbücher und Zeitschriften laden Sie über die gemeinsame Onleihe der Region.",
        (),
        (
            (
                "Wie bekomme ich einen Ausweis?",
                "Mit Personalausweis am Tresen, es dauert fünf Minuten. Für Kinder unterschreibt ein Elternteil.",
            ),
            (
                "Was passiert, wenn ich zu spät zurückgebe?",
                "Nach einer Woche Schonfrist kostet jedes Medium 50 Cent pro Woche.",
            ),
        ),
    ),
    (
        "Stadtbibliothek",
        "Medien für alle, Ruhe für die einen und Trubel für die anderen.",
        "Im Erdgeschoss darf geredet werden, oben wird gelesen. So kommen Krabbelgruppe und Prüfungsvorbereitung gut nebeneinander aus.\n\nNeu ist die Bibliothek der Dinge: Bohrmaschine, Beamer, Nähmaschine und Strommessgerät stehen im Regal und gehen für zwei Wochen mit nach Hause.",
        (),
        (
            ("Darf ich essen und trinken?", "Im Lesecafé gern, bei den Büchern bitte nur Wasser."),
            (
                "Gibt es Führungen für Schulklassen?",
                "Ja, für jede Klassenstufe. Die Lehrkraft meldet sich per E-Mail an.",
            ),
        ),
    ),
)

EHRENAMT = (
    (
        "Ehrenamt und Vereine",
        "Sie möchten sich engagieren oder suchen Menschen, die mithelfen? Wir bringen zusammen.",
        "Engagement beginnt oft klein: eine Stunde Vorlesen, ein Nachmittag im Repair-Café, ein Abend im Vorstand. Die Koordinationsstelle kennt die Vereine der Stadt und findet mit Ihnen, was passt.\n\nVereine bekommen bei uns Räume, Zuschüsse und Rat, etwa zur Versicherung der Helfenden.",
        (
            ("Melden", "Sagen Sie uns, was Sie gern tun und wann Sie Zeit haben."),
            ("Kennenlernen", "Wir nennen zwei oder drei Stellen; Sie schauen unverbindlich hinein."),
            ("Loslegen", "Während des Einsatzes sind Sie über die Stadt unfall- und haftpflichtversichert."),
        ),
        (),
    ),
    (
        "Mithelfen",
        "Was freiwillige Hilfe hier bewirkt und wie Sie dazukommen.",
        "Ohne Freiwillige gäbe es in {name} keine Jugendmannschaft, keinen Besuchsdienst und kein Straßenfest. Jede helfende Hand zählt, auch wenn sie nur einmal im Jahr zupackt.\n\nAuslagen für Fahrt und Material erstatten die Träger. Wer mehr als 200 Stunden im Jahr leistet, kann eine Ehrenamtskarte bekommen.",
        (
            ("Angebot finden", "Fragen Sie bei der Anlaufstelle oder schauen Sie an den Aushang in der Bücherei."),
            ("Führungszeugnis", "Für die Arbeit mit Kindern ist es Pflicht und für Ehrenamtliche kostenlos."),
            ("Dabeibleiben", "Fortbildungen bezahlt die Stadt, zum Beispiel zur Ersten Hilfe."),
        ),
        (),
    ),
)

GEWERBE = (
    (
        "Gewerbe anmelden",
        "Wer sich selbstständig macht, meldet das Gewerbe mit dem ersten Tag an. Das geht auch digital.",
        "Anmelden müssen sich alle, die dauerhaft und auf eigene Rechnung etwas anbieten. Freie Berufe und die Landwirtschaft sind ausgenommen.\n\nWir geben Ihre Meldung an Finanzamt, Kammer und Berufsgenossenschaft weiter; Sie brauchen nichts doppelt auszufüllen.",
        (
            ("Formular ausfüllen", "Beschreiben Sie die Tätigkeit so genau wie möglich."),
            ("Ausweis bereithalten", "Bei einer GmbH zusätzlich den Auszug aus dem Handelsregister."),
            ("Bestätigung erhalten", "Der Gewerbeschein kommt meist innerhalb von drei Tagen."),
        ),
        (("Ich arbeite nur am Wochenende. Muss ich trotzdem anmelden?", "Ja, auch ein Nebengewerbe ist ein Gewerbe."),),
    ),
    (
        "Selbstständig machen",
        "Gewerbe anmelden, ändern, abmelden: die Wege und die Beratung für den Anfang.",
        "Die Anmeldung selbst ist in einer Viertelstunde erledigt. Mehr Zeit verdient der Plan dahinter: Die Wirtschaftsförderung schaut ihn mit Ihnen durch, vertraulich und ohne Gebühr.\n\nFür Gaststätten, Bewachung, Makler und das Reisegewerbe brauchen Sie zusätzlich eine Erlaubnis.",
        (
            ("Beratung nutzen", "Einmal im Monat ist Gründungssprechtag, auch per Video."),
            ("Anmelden", "Digital mit Online-Ausweis oder vor Ort ohne Termin."),
            ("Flächen finden", "Leere Ladenlokale und Büros vermitteln wir gern."),
        ),
        (("Was kostet die Anmeldung?", "Je nach Rechtsform zwischen 25 und 40 Euro (Beispiel)."),),
    ),
)

HEIRATEN = (
    (
        "Heiraten",
        "Ort aussuchen, Eheschließung anmelden, Ja sagen: das Standesamt begleitet Sie.",
        "Herzlichen Glückwunsch! Anmelden können Sie Ihre Eheschließung frühestens sechs Monate vor dem Wunschtermin, und zwar dort, wo eine oder einer von Ihnen wohnt.\n\nTermine an Samstagen im Frühsommer sind begehrt. Reservieren lassen sie sich schon ein Jahr vorher.",
        (
            ("Termin reservieren", "Telefonisch oder per E-Mail; die Reservierung ist unverbindlich."),
            (
                "Unterlagen besorgen",
                "Ausweise und beglaubigte Abschriften aus dem Geburtenregister, nicht älter als sechs Monate.",
            ),
            ("Anmelden", "Kommen Sie gemeinsam oder bringen Sie eine Vollmacht mit."),
        ),
        (
            ("Brauchen wir Trauzeugen?", "Nein, aber Sie dürfen bis zu zwei mitbringen."),
            ("Dürfen wir Musik mitbringen?", "Gern. Sagen Sie uns vorher, ob Strom gebraucht wird."),
        ),
    ),
    (
        "Eheschließung und Familie",
        "Die Trauung, der Name, die Urkunde: das Wichtigste vom Standesamt.",
        "Zu einer Trauung gehören ein schöner Raum und etwas Zeit. Wir planen für jede Feier vierzig Minuten ein und sprechen vorher mit Ihnen über Ihre Wünsche.\n\nNach der Trauung erhalten Sie die Eheurkunden sofort. Weitere Urkunden bestellen Sie später digital.",
        (
            (
                "Vorgespräch",
                "Wir klären, welche Papiere Sie brauchen, besonders bei Geburt oder früherer Ehe im Ausland.",
            ),
            ("Anmeldung", "Sie gilt sechs Monate und in jedem deutschen Standesamt."),
            ("Trauung", "Bitte seien Sie zehn Minuten vorher da, mit gültigem Ausweis."),
        ),
        (
            (
                "Welchen Namen können wir führen?",
                "Gemeinsam einen, jede und jeder den eigenen oder einen Doppelnamen. Wir erklären die Möglichkeiten.",
            ),
        ),
    ),
    (
        "Trauung im Standesamt",
        "Trauorte, Termine und Unterlagen für Ihre Hochzeit in {name}.",
        "Ob zu zweit an einem Dienstagmorgen oder mit großer Gesellschaft: Jede Trauung ist uns gleich wichtig. Schauen Sie sich die Räume vorher an, das Standesamt schließt Ihnen gern auf.\n\nBlumen streuen ist erlaubt, Reis und Konfetti bitte nicht. Die Vögel und der Bauhof danken es Ihnen.",
        (
            ("Wunschort wählen", "Im Kalender sehen Sie, welche Termine frei sind."),
            ("Papiere prüfen lassen", "Schicken Sie Fotos der Unterlagen vorab, dann müssen Sie nur einmal kommen."),
            ("Feiern", "Für einen Sektempfang vor dem Haus genügt eine kurze Nachricht."),
        ),
        (
            (
                "Was kostet die Trauung?",
                "Die Anmeldung rund 50 Euro; besondere Orte und Samstage kosten einen Zuschlag (Beispiel).",
            ),
        ),
    ),
)

HUND = (
    (
        "Hund anmelden",
        "Jeder Hund ab drei Monaten braucht eine Steuermarke. Die Anmeldung dauert wenige Minuten.",
        "Melden Sie Ihren Hund innerhalb eines Monats an, nachdem er eingezogen ist oder drei Monate alt wurde. Die Marke kommt per Post.\n\nFür Assistenzhunde und für Tiere aus dem Tierheim gibt es Ermäßigungen, fragen Sie danach.",
        (),
        (
            (
                "Was muss ich beim Umzug tun?",
                "Hier abmelden und am neuen Ort anmelden; zu viel gezahlte Steuer erhalten Sie zurück.",
            ),
            ("Ich habe die Marke verloren.", "Kein Problem, eine neue kostet fünf Euro."),
        ),
    ),
    (
        "Hundesteuer",
        "Anmelden, abmelden, Marke ersetzen, Ermäßigung beantragen.",
        "Die Hundesteuer zahlen Sie einmal im Jahr, am einfachsten per Lastschrift. Sie hilft auch, Tütenspender und Wiesen sauber zu halten.\n\nBitte nehmen Sie Ihren Hund an belebten Plätzen, auf Märkten und in der Brut- und Setzzeit an die Leine.",
        (),
        (
            (
                "Mein Hund ist gestorben.",
                "Das tut uns leid. Eine kurze Nachricht genügt, die Steuer endet mit dem Monat.",
            ),
            ("Gibt es Freilaufflächen?", "Ja, die nächste zeigt Ihnen das Ordnungsamt auf der Karte."),
        ),
    ),
)
