"""Calls of the demo: nothing alarming. One open exercise, one that is over, one draft."""

from django.utils.translation import gettext_noop as _

EXERCISE = {
    "title": _("Übung: Sandsäcke füllen am Bauhof"),
    "text": _(
        "Wir üben den Ernstfall: An einem Nachmittag füllen und stapeln wir Sandsäcke und probieren, ob Anmeldung, Einteilung "
        "und Listen klappen.\n\nEs besteht keine Gefahr. Danach gibt es Suppe."
    ),
    "easy_text": _("Das ist eine Übung. Wir füllen Sandsäcke. Sie können mitmachen: Melden Sie sich hier an."),
    "meeting_point": _("Bauhof, Halle 2"),
}
EXERCISE_TASKS = [
    (_("Sandsäcke füllen"), 10, 14, 24),
    (_("Essen ausgeben"), 13, 16, 6),
    (_("Anmeldung am Tor"), 9, 12, 4),
]
OVER = {
    "title": _("Sturm im Herbst: Helfen Sie beim Aufräumen"),
    "text": _(
        "Der Sturm hat Wege und Spielplätze unter Ästen begraben. Wir suchen Menschen, die beim Freiräumen helfen."
    ),
}
OVER_THANKS = _("In zwei Tagen waren alle Schulwege wieder frei. Danke an alle, die mitgeholfen haben!")
HANDS = ["kraft", "fahren", "erste-hilfe", "kochen", "sprachen", "handwerk", "telefon"]
