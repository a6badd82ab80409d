"""Proposals of the demo's budgets. Invented throughout; places are words anyone could say, no persons."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Told:
    """`share`: hundredths of the whole budget that it costs; 0: not feasible, and `reason` says why. `love`: 1 to 9."""

    title: str
    text: str
    share: int
    reason: str
    love: int = 4
    place: str = ""


OFFICE = "Kämmerei"
RULES = "Vorschläge, die der Stadt gehören: ihre Flächen, ihre Häuser, ihre Aufgaben. Für Landesstraßen und Bahn können wir nichts versprechen."

PROPOSALS = (
    Told("Trinkbrunnen auf dem Wochenmarkt", "Wer einkauft oder wartet, soll Wasser bekommen, ohne eine Flasche zu kaufen. Mit einer niedrigen Schale für Kinder und Hunde.", 14, "Leitung liegt, die Kosten enthalten drei Jahre Wartung.", 8, "auf dem Markt"),
    Told("Schattendach über dem Spielplatz", "Im Sommer ist das Klettergerüst ab elf Uhr zu heiß. Ein festes Dach aus Segeln würde den ganzen Tag helfen.", 26, "Mit Fundamenten und Statik.", 7, "am Spielplatz"),
    Told("Zwölf Bänke mit Armlehnen", "Zwischen Friedhof und Innenstadt gibt es auf einem Kilometer keine Bank. Armlehnen helfen beim Aufstehen.", 12, "Zwölf Bänke auf vorhandenen Flächen.", 9),
    Told("Offene Werkstatt für Fahrräder", "Ein Ständer mit Werkzeug an einer Kette, dazu eine Pumpe, Tag und Nacht.", 6, "Zwei Säulen, am Bahnhof und am Bad.", 6, "am Bahnhof"),
    Told("Lesegarten hinter der Bücherei", "Der Hof ist leer. Sitzplätze, Strom und ein paar Beete machen daraus ein Lesezimmer im Freien.", 31, "Ohne Überdachung; die Bücherei übernimmt die Pflege.", 5, "hinter der Bücherei"),
    Told("Blühstreifen an den Ortseingängen", "Statt Rasen, der sechsmal gemäht wird, heimische Stauden, die zweimal Pflege brauchen.", 9, "Vier Ortseingänge, einschließlich der Pflege im ersten Jahr.", 6),
    Told("Bühne zum Ausleihen", "Vereine mieten für jedes Fest eine Bühne. Eine eigene, die sich mit zwei Leuten aufbauen lässt, lohnt sich schnell.", 38, "Mit Anhänger und Prüfung. Vereine leihen sie kostenlos.", 5),
    Told("Induktionsschleife im Bürgersaal", "Wer ein Hörgerät trägt, versteht bei Versammlungen wenig. Eine Schleife im Boden überträgt direkt ins Gerät.", 18, "Wird mit dem neuen Bodenbelag verlegt.", 4, "im Bürgersaal"),
    Told("Wasserlauf für den Schulhof", "Ein schmaler Lauf aus Steinen mit Pumpe, zum Spielen und Kühlen.", 22, "Gemeinsam mit der Schule geplant.", 5, "auf dem Schulhof"),
    Told("Jugendraum mit eigenem Schlüssel", "Ein Raum, den Jugendliche selbst verwalten, jeden Abend offen, mit einer Ansprechperson im Rathaus.", 45, "Umbau des früheren Lagers, Möbel in Eigenarbeit.", 6),
    Told("Tempo 30 auf der Landesstraße", "Der Schulweg kreuzt die Landesstraße. Langsamer wäre sicherer.", 0, "Die Straße gehört dem Land, über das Tempo entscheidet die Verkehrsbehörde. Wir haben den Vorschlag dorthin gegeben.", 0),
    Told("Freibad das ganze Jahr öffnen", "Mit einer Halle über dem Becken ginge das.", 0, "Bau und Betrieb übersteigen das Budget um ein Vielfaches.", 0),
)  # fmt: skip
