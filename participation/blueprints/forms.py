"""Forms around blueprints."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from . import files
from .models import NAME_MAX, TEXT_MAX, Blueprint


class BlueprintForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=NAME_MAX, help_text=_("Zum Beispiel „Stadtteilspaziergang“."))
    text = forms.CharField(
        label=_("Wofür eignet sie sich?"),
        max_length=TEXT_MAX,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Ein bis zwei Sätze für die Kolleginnen und Kollegen, auch in anderen Städten."),
    )


class SaveForm(BlueprintForm):
    ziel = forms.ChoiceField(label=_("Neue Fassung von"), required=False)

    def __init__(self, *args: Any, rows: list[Blueprint], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = {str(row.uuid): row for row in rows}
        choices = [("", _t("keine: eine neue Vorlage anlegen")), *((key, row.name) for key, row in self.rows.items())]
        self.fields["ziel"].choices = choices  # type: ignore[attr-defined]


class FileForm(forms.Form):
    datei = forms.FileField(
        label=_("Datei"),
        help_text=_(
            "Eine Vorlage, die hier oder in einer anderen Installation heruntergeladen wurde (JSON, bis 300 KB)."
        ),
    )

    def clean_datei(self) -> files.Package:
        file = self.cleaned_data["datei"]
        if file.size > files.SIZE:
            raise ValidationError(_t("Die Datei ist zu groß: höchstens 300 KB."))
        return files.load(file.read())
