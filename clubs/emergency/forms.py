"""The forms of calls: for the desk, and for the crowd (a name and one way to be reached; the rest is a help)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from .kinds import SKILLS, TIMES
from .models import MOST, TEXT_MAX, TITLE_MAX

TOO_LONG = _("Bitte höchstens %(limit_value)s Zeichen.")


def _text(label: Any, most: int, required: bool = False, **kwargs: Any) -> forms.CharField:
    errors = {"required": _("Bitte füllen Sie dieses Feld aus."), "max_length": TOO_LONG}
    return forms.CharField(label=label, max_length=most, required=required, error_messages=errors, **kwargs)


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class CallForm(forms.Form):
    """Everything is prefilled: publishing needs no typing."""

    title = _text(_("Überschrift"), TITLE_MAX, required=True)
    text = _text(_("Worum geht es?"), TEXT_MAX, required=True, widget=_area(7))
    place = _text(_("Ort"), 160)
    latitude = _text(
        _("Breite"), 20, widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "w-m"}),
        help_text=_("Zum Beispiel 49,0123. Leer: die Mitte der Stadt."),
    )  # fmt: skip
    longitude = _text(_("Länge"), 20, widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "w-m"}))
    meeting_point = _text(
        _("Treffpunkt"), 160, help_text=_("Leer lassen, wenn Sie die Menschen erst anrufen und dann einteilen.")
    )
    bring = _text(_("Bitte mitbringen"), 240)
    hotline = _text(_("Telefon für Fragen"), 40)
    easy_text = _text(_("In Leichter Sprache"), 1000, widget=_area(3))
    in_region = forms.BooleanField(label=_("Nachbarstädte dürfen mithelfen"), required=False)
    is_exercise = forms.BooleanField(
        label=_("Das ist eine Übung"), required=False, help_text=_("Steht dann groß auf der Seite und in jeder Mail.")
    )


class TaskForm(forms.Form):
    title = _text(_("Aufgabe"), 80, required=True)
    place = _text(_("Wo"), 160, help_text=_("Leer: am Treffpunkt des Aufrufs."))
    day = forms.DateField(
        label=_("Tag"), widget=forms.DateInput(attrs={"type": "date", "class": "w-m"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d.%m.%Y"],
        error_messages={"required": _("Bitte wählen Sie den Tag."), "invalid": _("Bitte als Tag, Monat und Jahr.")},
    )  # fmt: skip
    start = forms.TimeField(
        label=_("Von"), widget=forms.TimeInput(attrs={"type": "time", "class": "w-s"}, format="%H:%M"),
        error_messages={"required": _("Bitte sagen Sie, wann es beginnt."), "invalid": _("Bitte als Uhrzeit, zum Beispiel 14:30.")},
    )  # fmt: skip
    end = forms.TimeField(
        label=_("Bis"), widget=forms.TimeInput(attrs={"type": "time", "class": "w-s"}, format="%H:%M"),
        help_text=_("Eine frühere Uhrzeit meint den nächsten Tag."),
        error_messages={"required": _("Bitte sagen Sie, wann es endet."), "invalid": _("Bitte als Uhrzeit, zum Beispiel 14:30.")},
    )  # fmt: skip
    needed = forms.IntegerField(
        label=_("Wie viele Menschen"), min_value=1, max_value=MOST, initial=10,
        widget=forms.NumberInput(attrs={"class": "w-s"}),
        error_messages={"required": _("Bitte eine Zahl."), "invalid": _("Bitte eine ganze Zahl.")},
    )  # fmt: skip

    RENAMED = {"starts_at": "day", "ends_at": "end"}

    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        zone = timezone.get_current_timezone()
        start = dt.datetime.combine(data["day"], data["start"], zone)
        end = dt.datetime.combine(data["day"], data["end"], zone)
        if data["end"] <= data["start"]:
            end += dt.timedelta(days=1)
        return {
            "title": data["title"], "place": data["place"], "needed": data["needed"], "starts_at": start, "ends_at": end,
        }  # fmt: skip


class MessageForm(forms.Form):
    text = _text(_("Nachricht"), 2000, required=True, widget=_area(5))


class CloseForm(forms.Form):
    thanks = _text(_("Dank an alle"), 400, widget=_area(3), help_text=_("Steht auf der Seite und in der Mail an alle."))


class HelpForm(forms.Form):
    name = _text(_("Ihr Name"), 80, required=True, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    phone = _text(
        _("Telefon"), 40, widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
        help_text=_("Am schnellsten erreichen wir Sie am Telefon. Telefon oder E-Mail genügt."),
    )  # fmt: skip
    email = forms.EmailField(
        label=_("E-Mail"), max_length=254, required=False, widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": _("Diese E-Mail-Adresse ist unvollständig, zum Beispiel name@anbieter.de.")},
    )  # fmt: skip
    postcode = forms.RegexField(
        r"^\d{5}$", label=_("Postleitzahl"), required=False, max_length=5, strip=True,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "postal-code", "class": "w-s"}),
        error_messages={"invalid": _("Eine Postleitzahl hat fünf Ziffern."), "max_length": _("Eine Postleitzahl hat fünf Ziffern.")},
    )  # fmt: skip
    times = forms.MultipleChoiceField(
        label=_("Wann können Sie?"), choices=TIMES, required=False, widget=forms.CheckboxSelectMultiple
    )
    skills = forms.MultipleChoiceField(
        label=_("Was können Sie?"), choices=SKILLS, required=False, widget=forms.CheckboxSelectMultiple
    )
    tools = _text(_("Was bringen Sie mit?"), 160, help_text=_("Zum Beispiel Schaufel, Pumpe oder Anhänger."))
    consent = forms.BooleanField(
        label=_("Die Stadt darf meine Angaben für diesen Einsatz verwenden und mich anrufen oder anschreiben."),
        help_text=_("30 Tage nach dem Ende löschen wir alles."),
        error_messages={"required": _("Ohne Ihr Einverständnis dürfen wir Sie nicht anrufen.")},
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if (
            not data.get("phone")
            and not data.get("email")
            and "email" not in self.errors
            and "phone" not in self.errors
        ):
            self.add_error("phone", _now("Bitte geben Sie Telefon oder E-Mail an, sonst erreichen wir Sie nicht."))
        return data
