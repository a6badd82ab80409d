"""Forms of the desk."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from .models import OFFICE_MAX, REASON_MAX, State


class AnswerForm(forms.Form):
    state = forms.ChoiceField(
        label=_("Was wird daraus?"),
        choices=State.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Bitte wählen Sie, was aus dem Beitrag wird.")},
    )
    office = forms.CharField(
        label=_("Im Namen von"),
        max_length=OFFICE_MAX,
        help_text=_("Amt oder Stelle, zum Beispiel „Tiefbauamt“. Ihr Name erscheint nicht."),
        error_messages={"required": _("Bitte nennen Sie das Amt oder die Stelle, die antwortet.")},
    )
    reason = forms.CharField(
        label=_("Begründung"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6, "maxlength": REASON_MAX, "spellcheck": "true"}),
        help_text=_("Steht für alle lesbar beim Beitrag. Nur „in Prüfung“ kommt ohne Begründung aus."),
    )


class TemplateForm(forms.Form):
    title = forms.CharField(label=_("Name der Vorlage"), max_length=80)
    state = forms.ChoiceField(
        label=_("Stand"), required=False, choices=[("", _("ohne Vorgabe")), *State.choices], widget=forms.Select
    )
    text = forms.CharField(
        label=_("Text"), strip=False, widget=forms.Textarea(attrs={"rows": 6, "maxlength": REASON_MAX})
    )
