from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from participation.ideas.forms import IdeaSettings
from portal.offices.models import Office

from .models import CHOICES_MAX, COST_MAX, REASON_MAX, Box, Check
from .rules import Choice, euros

if TYPE_CHECKING:
    from portal.cities.models import City

SENT_MAX = 500  # boxes of a form; more is no form of ours


class BudgetSettings(IdeaSettings):
    total = forms.IntegerField(label=_("Geld insgesamt, in Euro"), min_value=1, max_value=COST_MAX)
    max_per_proposal = forms.IntegerField(
        label=_("Höchstens für einen Vorschlag, in Euro"),
        min_value=0,
        max_value=COST_MAX,
        help_text=_("0: nur durch das Geld insgesamt begrenzt."),
    )
    method = forms.ChoiceField(label=_("So wird gewählt"), choices=Box.Method.choices, widget=forms.RadioSelect)
    most = forms.IntegerField(
        label=_("Vorschläge auf einem Stimmzettel"),
        min_value=1,
        max_value=CHOICES_MAX,
        help_text=_("Zählt nur, wenn eine feste Zahl gewählt wird."),
    )
    rule = forms.ChoiceField(
        label=_("So wird ausgezählt"),
        choices=Box.Rule.choices,
        widget=forms.RadioSelect,
        help_text=_(
            "Nach Stimmen: die meistgewählten, bis das Geld verplant ist. Gleiche Anteile: jede Stimme verfügt über gleich viel Geld, so kommen auch kleinere Gruppen zum Zug."
        ),
    )
    paper_days = forms.IntegerField(
        label=_("Tage für Stimmzettel auf Papier"),
        min_value=0,
        max_value=60,
        help_text=_("So lange nach dem Ende wartet die Auszählung von selbst. Sie können früher auszählen."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("max_per_proposal") and data.get("total") and data["max_per_proposal"] > data["total"]:
            self.add_error("max_per_proposal", _("Das ist mehr als das Geld insgesamt."))
        return data


class CheckForm(forms.Form):
    state = forms.ChoiceField(label=_("Ergebnis der Prüfung"), choices=Check.State.choices, widget=forms.RadioSelect)
    cost = forms.IntegerField(
        label=_("Kosten in Euro"),
        required=False,
        min_value=1,
        max_value=COST_MAX,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "w-s", "maxlength": 12}),
        help_text=_("Ganze Euro, mit allem, was dazugehört."),
    )
    reason = forms.CharField(
        label=_("Begründung"),
        required=False,
        max_length=REASON_MAX,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": REASON_MAX}),
        help_text=_("Für alle lesbar. Nötig, wenn der Vorschlag nicht umsetzbar ist."),
    )
    office = forms.ModelChoiceField(
        label=_("Geprüft von"), queryset=Office.objects.none(), required=False, to_field_name="uuid", blank=True
    )

    def __init__(self, *args: Any, city: City, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offices: Any = self.fields["office"]
        offices.queryset = Office.objects.filter(city=city).order_by("name")
        offices.empty_label = _("keine Angabe")


class SlipForm(forms.Form):
    slip = forms.CharField(
        label=_("Nummer des Wahlscheins"),
        required=False,
        max_length=40,
        help_text=_("Für Personen ohne Konto. Gespeichert wird nur ein Prüfwert."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "w-m"}),
    )
    email = forms.EmailField(
        label=_("E-Mail-Adresse des Kontos"),
        required=False,
        max_length=254,
        help_text=_("Wenn die Person ein Konto hat. Dann kann sie nicht zusätzlich im Portal abstimmen."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )


class BallotBoxes(forms.CheckboxSelectMultiple):
    """The lines of the ballot: every box knows its cost, so that the script can add up."""

    costs: dict[str, int]

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        option["attrs"]["data-cost"] = str(self.costs.get(str(value), 0))
        return option


class PaperForm(forms.Form):
    register = forms.CharField(
        label=_("Nummer des Stimmzettels"),
        max_length=20,
        help_text=_("Schreiben Sie diese Nummer vorher auf das Papier."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "w-s"}),
    )
    v = forms.MultipleChoiceField(label=_("Angekreuzt"), required=False, widget=BallotBoxes)
    void = forms.BooleanField(label=_("Der Stimmzettel ist ungültig"), required=False)

    def __init__(self, *args: Any, choices: Sequence[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["v"]
        field.widget.costs = {str(c.idea): c.cost for c in choices}
        field.choices = [(str(c.idea), f"{c.number} · {c.title} · {euros(c.cost)}") for c in choices]


def sent_ideas(values: Iterable[str]) -> list[uuid.UUID]:
    """What the ballot's boxes sent. Something that is no uuid becomes one that no list holds."""
    found = []
    for value in list(values)[:SENT_MAX]:
        try:
            found.append(uuid.UUID(value))
        except (ValueError, AttributeError):
            found.append(uuid.UUID(int=0))
    return found
