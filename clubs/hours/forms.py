"""Forms of this app: hours, certificates, the card's rule."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clubs.volunteering.models import Offer

from . import words
from .models import NAME_MAX, WHAT_MAX, CardRule

DATES = ["%Y-%m-%d", "%d.%m.%Y"]
NO_DATE = _("Bitte als Tag, Monat und Jahr, zum Beispiel 31.12.2025.")


def _day(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(
        label=label, input_formats=DATES, error_messages={"required": NO_DATE, "invalid": NO_DATE},
        widget=forms.DateInput(attrs={"type": "date", "class": "w-m"}, format="%Y-%m-%d"), **more,
    )  # fmt: skip


class HoursForm(forms.Form):
    """Hours for a club; for a sign-up of one's own (`of_sign_up`) day and expenses are known."""

    date = _day(_("Datum"))
    time = forms.CharField(
        label=_("Stunden"), max_length=8, widget=forms.TextInput(attrs={"class": "w-s", "inputmode": "text"}),
        help_text=_("Zum Beispiel 2:30 oder 2,5."), error_messages={"required": _("Bitte geben Sie die Zeit an.")},
    )  # fmt: skip
    what = forms.CharField(
        label=_("Was haben Sie getan?"), max_length=WHAT_MAX, required=False,
        help_text=_("Steht auf Ihrem Nachweis. Bitte nennen Sie keine anderen Personen."),
    )  # fmt: skip
    expenses = forms.ChoiceField(
        label=_("Aufwandsentschädigung"), choices=Offer.Expenses.choices, initial=Offer.Expenses.NONE,
        help_text=_("Gab es dafür Geld? Das kann für die Ehrenamtskarte wichtig sein."),
    )  # fmt: skip
    name = forms.CharField(
        label=_("Ihr Name"), max_length=NAME_MAX, widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text=_("So, wie der Verein Sie kennt. Dieser Name steht später auf dem Nachweis."),
        error_messages={"required": _("Bitte geben Sie Ihren Namen an.")},
    )  # fmt: skip

    def __init__(self, *args: Any, of_sign_up: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if of_sign_up:
            del self.fields["date"], self.fields["expenses"]

    def clean_time(self) -> int:
        minutes = words.minutes_of(self.cleaned_data["time"])
        if not minutes:
            raise forms.ValidationError(_("Bitte geben Sie eine Zeit bis 24 Stunden an, zum Beispiel 2:30 oder 2,5."))
        return minutes


FIELDS = {"name": "name", "future": "date", "old": "date", "minutes": "time", "day": "time", "expenses": "expenses"}


class PaperForm(forms.Form):
    start = _day(_("Von"))
    end = _day(_("Bis"))
    name = forms.ChoiceField(label=_("Name auf dem Nachweis"), error_messages={"required": _("Bitte wählen Sie.")})

    def __init__(self, *args: Any, names: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].choices = [(n, n) for n in names]  # type: ignore[attr-defined]
        if len(names) == 1:
            self.fields["name"].initial = names[0]
            self.fields["name"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        start, end = data.get("start"), data.get("end")
        if isinstance(start, dt.date) and isinstance(end, dt.date) and start > end:
            self.add_error("end", _("Das Ende liegt vor dem Anfang."))
        return data


class LinkForm(forms.Form):
    email = forms.EmailField(
        label=_("Ihre E-Mail-Adresse"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Bitte geben Sie Ihre E-Mail-Adresse an."),
            "invalid": _("Diese E-Mail-Adresse ist unvollständig, zum Beispiel name@anbieter.de."),
        },
    )  # fmt: skip


class CheckForm(forms.Form):
    code = forms.CharField(
        label=_("Prüfadresse oder Code"), max_length=2000,
        help_text=_("Sie steht am Ende des Nachweises und im QR-Code."),
        error_messages={"required": _("Bitte geben Sie die Prüfadresse ein.")},
    )  # fmt: skip


class NameForm(forms.Form):
    name = forms.CharField(
        label=_("Name auf dem Papier"), max_length=NAME_MAX,
        error_messages={"required": _("Bitte geben Sie den Namen ein, der auf dem Papier steht.")},
    )  # fmt: skip


class RuleForm(forms.ModelForm):
    class Meta:
        model = CardRule
        fields = ("is_open", "hours", "per", "months", "only_city", "min_age", "no_flat_rate", "link")
