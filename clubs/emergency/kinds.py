"""Kinds of calls, each with everything prefilled: whoever publishes at night changes the place and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Kind:
    """`{city}` in the texts is the city's name."""

    key: str
    label: Any
    icon: str
    title: Any
    text: Any
    easy: Any
    bring: Any


KINDS = [
    Kind(
        "flood",
        _("Hochwasser"),
        "drop",
        _("Hochwasser in {city}: Wir brauchen helfende Hände"),
        _(
            "Das Wasser steigt. Wir suchen Menschen, die Sandsäcke füllen und tragen, Keller räumen und Nachbarn "
            "unterstützen.\n\nBitte kommen Sie nicht auf eigene Faust an die Ufer. Melden Sie sich hier an: Wir sagen Ihnen, "
            "wann und wo Sie gebraucht werden."
        ),
        _(
            "In {city} ist Hochwasser. Wir brauchen Hilfe. Sie können helfen? Dann melden Sie sich hier an. Wir rufen Sie an."
        ),
        _("Gummistiefel, Arbeitshandschuhe, wetterfeste Kleidung, Trinkwasser"),
    ),
    Kind(
        "storm",
        _("Sturm"),
        "wind",
        _("Sturmschäden in {city}: Helfen Sie beim Aufräumen"),
        _(
            "Der Sturm hat Bäume und Dächer beschädigt. Wir suchen Menschen, die Wege freiräumen, Planen spannen und "
            "Nachbarn unterstützen.\n\nBitte arbeiten Sie nicht auf Dächern und nicht mit der Motorsäge, wenn Sie dafür nicht "
            "ausgebildet sind. Melden Sie sich hier an: Wir sagen Ihnen, wo Sie gebraucht werden."
        ),
        _("In {city} war ein starker Sturm. Vieles ist kaputt. Sie können helfen? Dann melden Sie sich hier an."),
        _("Feste Schuhe, Arbeitshandschuhe, wetterfeste Kleidung"),
    ),
    Kind(
        "heat",
        _("Hitze"),
        "thermo",
        _("Große Hitze in {city}: Schauen Sie mit uns nach den Nachbarn"),
        _(
            "Es bleibt sehr heiß. Wir suchen Menschen, die ältere und kranke Nachbarn besuchen, Wasser bringen und in kühlen "
            "Räumen helfen.\n\nMelden Sie sich hier an: Wir sagen Ihnen, wann und wo Sie gebraucht werden."
        ),
        _("Es ist sehr heiß. Ältere Menschen brauchen Hilfe. Sie können helfen? Dann melden Sie sich hier an."),
        _("Sonnenschutz, Trinkwasser"),
    ),
    Kind(
        "missing",
        _("Vermisste Person"),
        "search",
        _("Suche in {city}: Wir brauchen Menschen mit Ortskenntnis"),
        _(
            "Die Polizei sucht eine vermisste Person und bittet um Hilfe. Wir suchen Menschen, die sich in der Gegend auskennen "
            "und gut zu Fuß sind.\n\nBitte suchen Sie nicht allein. Melden Sie sich hier an und kommen Sie zum Treffpunkt: Die "
            "Einsatzleitung teilt die Gruppen ein."
        ),
        _("Eine Person wird vermisst. Wir suchen sie. Sie können mit uns suchen? Dann melden Sie sich hier an."),
        _("Feste Schuhe, Taschenlampe, geladenes Telefon"),
    ),
    Kind(
        "other",
        _("Etwas anderes"),
        "flag",
        _("{city} braucht Ihre Hilfe"),
        _(
            "Wir suchen Menschen, die anpacken.\n\nMelden Sie sich hier an: Wir sagen Ihnen, wann und wo Sie gebraucht werden."
        ),
        _("Wir brauchen Hilfe. Sie können helfen? Dann melden Sie sich hier an. Wir rufen Sie an."),
        _("Wetterfeste Kleidung, Trinkwasser"),
    ),
]
BY_KEY = {kind.key: kind for kind in KINDS}
CHOICES = [(kind.key, kind.label) for kind in KINDS]

SKILLS = [
    ("kraft", _("schwer tragen")), ("fahren", _("fahren mit Auto und Anhänger")), ("traktor", _("Traktor oder Lader")),
    ("erste-hilfe", _("Erste Hilfe oder Pflege")), ("kochen", _("Kochen und Verpflegung")),
    ("kinder", _("Kinder betreuen")), ("sprachen", _("dolmetschen")), ("handwerk", _("Elektrik oder Handwerk")),
    ("telefon", _("Telefon und Büro")),
]  # fmt: skip
TIMES = [
    ("sofort", _("sofort")), ("heute", _("heute")), ("morgen", _("morgen")), ("abends", _("abends")),
    ("nachts", _("nachts")), ("wochenende", _("am Wochenende")),
]  # fmt: skip
