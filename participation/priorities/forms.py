"""Forms of weights: settings, a proposal, ratings, points."""

from __future__ import annotations

import uuid
from abc import abstractmethod
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from participation.guests.forms import GuestFields

from .models import POINTS_MAX, STARS, TEXT_MAX, TITLE_MAX, Method, Option


class SettingsForm(forms.Form):
    method = forms.ChoiceField(label=_("Wie wird gewichtet?"), choices=Method.choices, widget=forms.RadioSelect)
    points = forms.IntegerField(
        label=_("Punkte je Person"),
        min_value=1,
        max_value=POINTS_MAX,
        help_text=_("Nur beim Verteilen von Punkten."),
    )
    results = forms.ChoiceField(
        label=_("Wann ist das Ergebnis zu sehen?"),
        choices=[
            ("after_own", _("für alle, die gewichtet haben, ab fünf Personen; am Ende für alle")),
            ("after_phase", _("erst am Ende")),
        ],
        widget=forms.RadioSelect,
    )


class OptionForm(forms.Form):
    title = forms.CharField(
        label=_("Titel"), max_length=TITLE_MAX, error_messages={"required": _("Bitte geben Sie einen Titel an.")}
    )
    text = forms.CharField(
        label=_("Beschreibung"),
        required=False,
        max_length=TEXT_MAX,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": TEXT_MAX}),
    )


class BorrowForm(forms.Form):
    """Take over ideas of another module of the same project."""

    module = forms.ChoiceField(label=_("Ideen aus"))

    def __init__(self, *args: Any, sources: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["module"].choices = list(sources.items())  # type: ignore[attr-defined]


class WeightsForm(GuestFields):
    """One field per option. `values`: option → int, or None for „keine Angabe“."""

    def __init__(self, *args: Any, options: list[Option], own: dict[int, int], guest: bool, **kwargs: Any) -> None:
        super().__init__(*args, guest=guest, **kwargs)
        self.options = options
        email = self.fields.pop("email", None)
        for option in options:
            self.fields[self.name_of(option)] = self.field_for(option, own.get(option.pk))
        if email is not None:
            self.fields["email"] = email

    @staticmethod
    def name_of(option: Option) -> str:
        return f"o-{option.uuid}"

    @abstractmethod
    def field_for(self, option: Option, value: int | None) -> forms.Field:
        """The field of one option: each method of weighing has its own."""

    def rows(self) -> list[tuple[Option, forms.BoundField]]:
        return [(option, self[self.name_of(option)]) for option in self.options]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        known = {self.name_of(option) for option in self.options}
        if any(name.startswith("o-") and name not in known for name in self.data):
            raise ValidationError(
                _("Einen dieser Vorschläge gibt es hier nicht. Bitte laden Sie die Seite neu."), code="option"
            )
        return data

    @property
    def values(self) -> dict[uuid.UUID, int | None]:
        found: dict[uuid.UUID, int | None] = {}
        for option in self.options:
            if self.name_of(option) not in self.data:
                continue  # not sent: stays as it is
            value = self.cleaned_data.get(self.name_of(option))
            found[option.uuid] = int(value) if value not in (None, "") else None
        return found


class RatingForm(WeightsForm):
    CHOICES = [
        *((str(n), str(n)) for n in range(1, STARS)),
        (str(STARS), _("5, sehr wichtig")),
    ]

    def field_for(self, option: Option, value: int | None) -> forms.Field:
        return forms.ChoiceField(
            label=option.title,
            required=False,
            choices=[("0", _("0, nicht wichtig")), *self.CHOICES, ("", _("keine Angabe"))],
            initial="" if value is None else str(value),
            widget=forms.RadioSelect,
            error_messages={"invalid_choice": _("Bitte wählen Sie eine Zahl von 0 bis 5.")},
        )


class PointsForm(WeightsForm):
    def __init__(self, *args: Any, points: int, **kwargs: Any) -> None:
        self.points = points
        super().__init__(*args, **kwargs)

    def field_for(self, option: Option, value: int | None) -> forms.Field:
        wrong = _("Bitte geben Sie eine ganze Zahl von 0 bis %(n)s an.") % {"n": self.points}
        return forms.IntegerField(
            label=option.title,
            required=False,
            min_value=0,
            max_value=self.points,
            initial=value or 0,
            widget=forms.NumberInput(attrs={"inputmode": "numeric", "class": "w-s"}),
            error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), wrong),
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        given = sum(v for k, v in data.items() if k.startswith("o-") and isinstance(v, int))
        if given > self.points:
            raise ValidationError(
                _("Sie haben %(n)s Punkte. Verteilt sind %(m)s: Bitte nehmen Sie welche zurück.")
                % {"n": self.points, "m": given},
                code="points",
            )
        return data
