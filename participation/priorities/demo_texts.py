"""Proposals of the demo, by words of the project's title; the last list is for everything else. Invented throughout."""

LISTS: tuple[tuple[tuple[str, ...], tuple[tuple[str, str], ...]], ...] = (
    (
        ("Rad",),
        (
            ("Sichere Kreuzungen", "Eigene Ampelphasen und aufgesetzte Übergänge an den sechs größten Kreuzungen."),
            ("Licht an den Ortsrändern", "Leuchten, die nur angehen, wenn jemand kommt."),
            ("Abstellplätze an den Bahnhöfen", "Überdacht, mit Schließfächern und Strom zum Laden."),
            ("Weniger Umwege", "Zwei Brücken über Gräben sparen zusammen drei Kilometer."),
            ("Rastplätze mit Schatten", "Alle fünf Kilometer eine Bank, ein Baum und Trinkwasser."),
        ),
    ),
    (
        ("garten", "Garten"),
        (
            ("Rampe am Haupteingang", "Der Haupteingang hat drei Stufen. Eine Rampe macht ihn für alle nutzbar."),
            ("Feste Wege", "Kies wird durch eine glatte, wasserdurchlässige Decke ersetzt."),
            ("Bänke mit Lehnen", "Alle hundert Meter eine Bank, von der man gut wieder aufsteht."),
            ("Schilder zum Lesen und Tasten", "Große Schrift, einfache Sprache, Brailleschrift."),
            ("Eine Toilette für alle", "Mit Platz für einen Rollstuhl und einer Liege zum Wickeln."),
        ),
    ),
    (
        ("Klima", "klima"),
        (
            ("Bäume in heißen Straßen", "Dreihundert Bäume dort, wo es im Sommer am heißesten ist."),
            ("Platz für Starkregen", "Mulden in Grünanlagen nehmen das Wasser auf, bevor es in Keller läuft."),
            ("Trinkbrunnen", "Zehn Brunnen an Plätzen und Haltestellen."),
            ("Kühle Räume", "Büchereien und Gemeindehäuser öffnen an heißen Tagen für alle."),
            ("Dächer begrünen", "Die Stadt beginnt bei ihren eigenen Gebäuden."),
            ("Warnen und helfen", "Ein Telefondienst fragt an heißen Tagen bei älteren Menschen nach."),
        ),
    ),
    (
        ("",),
        (
            ("Mehr Sitzplätze", "Bänke dort, wo Menschen warten oder sich treffen."),
            ("Mehr Schatten", "Bäume und Sonnensegel."),
            ("Bessere Beleuchtung", "Hell genug, ohne die Nachbarschaft zu stören."),
            ("Sichere Wege", "Abgesenkte Bordsteine und kurze Übergänge."),
        ),
    ),
)


def proposals_for(title: str) -> tuple[tuple[str, str], ...]:
    return next(rows for words, rows in LISTS if any(word in title for word in words))
