"""Forms of the desk. Labels and limits come from the models; actions check once more."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Iterator
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.models import ModelChoiceIterator, fields_for_model
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from portal.cities.models import City
from portal.editorial.ownership import media_of_city
from portal.library.models import PortalImage

from .. import geo
from ..models import Milestone, Module, Phase, Project
from . import moments

EMPTY = "leer"
RECENT_PICTURES = 200  # offered in a list
DAY_FORMATS = ["%Y-%m-%d", "%d.%m.%Y"]


class DayInput(forms.DateInput):
    def __init__(self, **attrs: Any) -> None:
        super().__init__(attrs={"type": "date", "class": "w-m", **attrs}, format="%Y-%m-%d")


class ClockInput(forms.TimeInput):
    def __init__(self, **attrs: Any) -> None:
        super().__init__(attrs={"type": "time", "class": "w-m", **attrs}, format="%H:%M")


def day_field(label: Any, **options: Any) -> forms.DateField:
    return forms.DateField(label=label, input_formats=DAY_FORMATS, widget=DayInput(), **options)


def clock_field(label: Any, **options: Any) -> forms.TimeField:
    return forms.TimeField(label=label, input_formats=["%H:%M", "%H:%M:%S"], widget=ClockInput(), **options)


def key_field() -> forms.UUIDField:
    """Key of a form that makes something new: sent twice, it makes one row."""
    return forms.UUIDField(required=False, initial=uuid.uuid4, widget=forms.HiddenInput)


class RowForm(forms.Form):
    """A plain form with fields of a model; `row` only fills them in, it is changed by actions alone."""

    model: ClassVar[type[models.Model]]
    names: ClassVar[tuple[str, ...]]
    help_texts: ClassVar[dict[str, Any]] = {}
    rows_of_text: ClassVar[dict[str, int]] = {}
    order: ClassVar[tuple[str, ...]] = ()

    def __init__(self, data: Any = None, files: Any = None, *, row: models.Model | None = None, **kwargs: Any) -> None:
        self.row = row
        initial = self.initial_of(row) if row is not None else {}
        super().__init__(data, files, initial=initial | kwargs.pop("initial", {}), **kwargs)
        self.fields.update(fields_for_model(self.model, self.names, help_texts=self.help_texts))
        for name, rows in self.rows_of_text.items():
            self.fields[name].widget.attrs["rows"] = rows
        for field in self.fields.values():
            if isinstance(field, forms.DateField):
                field.widget, field.input_formats = DayInput(), DAY_FORMATS
        if row is None:
            self.fields["marke"] = key_field()
        self.order_fields(self.order or None)

    def initial_of(self, row: models.Model) -> dict[str, Any]:
        return {name: getattr(row, f"{name}_id", getattr(row, name)) for name in self.names}

    def values(self) -> dict[str, Any]:
        """Fields for the action, and the key where a row is made."""
        found = {name: self.cleaned_data[name] for name in self.names if name in self.cleaned_data}
        return found | {"key": self.cleaned_data["marke"]} if "marke" in self.fields else found


class ProjectForm(RowForm):
    model = Project
    names = ("title", "purpose", "easy_purpose", "office", "budget", "result")
    order = ("title", "purpose", "easy_purpose", "office", "budget", "area", "area_file", "result")
    rows_of_text: ClassVar = {"purpose": 4, "easy_purpose": 5, "result": 6}
    help_texts: ClassVar = {
        "title": _("Kurz und verständlich, zum Beispiel „Spielplatz am Bach“."),
        "purpose": _("Zwei bis drei Sätze: Was wird entschieden, und was kann man beeinflussen?"),
        "easy_purpose": _("Kurze Sätze, bekannte Wörter, eine Aussage je Satz."),
        "office": _("Steht auf der Projektseite; wird im Redaktionsbereich unter „Ämter“ gepflegt."),
        "budget": _("Nur wenn es feststeht. Zum Beispiel 25000 oder 25000,50."),
        "result": _("Am Ende: Was wurde entschieden, und was hat die Beteiligung bewirkt?"),
    }
    area = forms.CharField(
        label=_("Gebiet"),
        required=False,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
        help_text=_(
            "Eine Fläche als GeoJSON (Polygon oder MultiPolygon). Orte außerhalb werden abgelehnt. Leer: die ganze Stadt."
        ),
    )
    area_file = forms.FileField(
        label=_("Gebiet als Datei"),
        required=False,
        help_text=_("GeoJSON-Datei aus dem Geoinformationssystem, höchstens 200 KB. Sie ersetzt den Text darüber."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["budget"].localize = True
        self.fields["budget"].widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "w-s"})
        self.fields["budget"].widget.is_localized = True

    def initial_of(self, row: models.Model) -> dict[str, Any]:
        area = getattr(row, "area", None)
        return super().initial_of(row) | {"area": json.dumps(area) if area else ""}

    def clean_area(self) -> Any:
        return geo.checked_area(self.cleaned_data["area"])

    def clean_area_file(self) -> Any:
        file = self.cleaned_data.get("area_file")
        if not file:
            return None
        if file.size > geo.TEXT_LIMIT:
            raise ValidationError(_t("Das Gebiet ist zu groß: höchstens 200 KB GeoJSON."))
        try:
            text = file.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            raise ValidationError(_t("Das ist kein gültiges GeoJSON.")) from None
        return geo.checked_area(text)

    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        return super().values() | {"area": data.get("area_file") or data.get("area")}


class NewProjectForm(forms.Form):
    """How a new process begins. `vorlage`: key of a blueprint, or `EMPTY`."""

    title = forms.CharField(
        label=_("Titel"), max_length=120, help_text=_("Kurz und verständlich. Lässt sich später ändern.")
    )
    vorlage = forms.ChoiceField(label=_("Womit möchten Sie beginnen?"), widget=forms.RadioSelect)
    starts_on = day_field(
        _("Beginn der ersten Phase"),
        help_text=_("Alle Phasen der Vorlage richten sich danach. Veröffentlicht wird damit noch nichts."),
    )

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["marke"] = key_field()
        self.fields["vorlage"].choices = [*choices, (EMPTY, _t("Ohne Vorlage: leer beginnen"))]  # type: ignore[attr-defined]

    def clean_starts_on(self) -> dt.date:
        day = self.cleaned_data["starts_on"]
        moments.moment(day, None)
        return day


class PhaseForm(RowForm):
    model = Phase
    names = ("kind", "title", "text", "easy_text")
    order = ("title", "kind", "starts_on", "starts_time", "ends_on", "ends_time", "text", "easy_text")
    help_texts: ClassVar = {
        "title": _("Zum Beispiel „Ideen sammeln“."),
        "kind": _("Bestimmt, welche Rechte für Bausteine vorgeschlagen werden."),
        "text": _("Ein Satz: Was kann man jetzt tun?"),
    }
    starts_on = day_field(_("Beginn: Tag"))
    starts_time = clock_field(_("Beginn: Uhrzeit"), required=False, help_text=_("Leer: ab 0 Uhr."))
    ends_on = day_field(
        _("Ende: letzter Tag"),
        required=False,
        help_text=_(
            "Dieser Tag zählt noch ganz mit: „30. Juni“ heißt bis Mitternacht am Ende des 30. Juni. Leer: offen."
        ),
    )
    ends_time = clock_field(
        _("Ende: Uhrzeit"),
        required=False,
        help_text=_("Nur wenn die Phase im Lauf des Tages endet, zum Beispiel 18:00."),
    )

    def initial_of(self, row: models.Model) -> dict[str, Any]:
        assert isinstance(row, Phase)
        start, at = moments.split_start(row.starts_at)
        found = super().initial_of(row) | {"starts_on": start, "starts_time": at}
        if row.ends_at is not None:
            found["ends_on"], found["ends_time"] = moments.split_end(row.ends_at)
        return found

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        row = self.row if isinstance(self.row, Phase) else None
        for name, build in (("starts", moments.moment), ("ends", moments.end_moment)):
            day, at = data.get(f"{name}_on"), data.get(f"{name}_time")
            if at is not None and day is None and f"{name}_on" not in self.errors:
                self.add_error(f"{name}_on", _t("Bitte zur Uhrzeit auch den Tag angeben."))
            if row is not None and not {f"{name}_on", f"{name}_time"} & set(self.changed_data):
                data[f"{name}_at"] = getattr(row, f"{name}_at")  # to the second, as it was ended by hand
                continue
            try:
                data[f"{name}_at"] = build(day, at) if day is not None else None
            except ValidationError as refused:
                self.add_error(f"{name}_on", refused)
        if data.get("starts_at") and data.get("ends_at") and data["ends_at"] <= data["starts_at"]:
            self.add_error("ends_on", _t("Die Phase muss nach ihrem Beginn enden."))
        return data

    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        return super().values() | {"starts_at": data["starts_at"], "ends_at": data.get("ends_at")}


class ModuleForm(RowForm):
    model = Module
    names = ("title", "intro", "easy_intro")
    rows_of_text: ClassVar = {"intro": 5, "easy_intro": 5}
    help_texts: ClassVar = {
        "title": _("Steht als Überschrift, zum Beispiel „Was fehlt auf dem Spielplatz?“."),
        "intro": _("Was ist gefragt, und was geschieht mit den Beiträgen?"),
        "easy_intro": _("Kurze Sätze, bekannte Wörter, eine Aussage je Satz."),
    }


class NewModuleForm(ModuleForm):
    open_features = forms.BooleanField(
        label=_("In den passenden Phasen gleich freischalten"),
        required=False,
        initial=True,
        help_text=_("Sie können das danach unter „Wer darf was wann“ ändern."),
    )
    order = ("title", "intro", "easy_intro", "open_features")


class RecentPictures(ModelChoiceIterator):
    """The newest pictures, and the chosen one wherever it stands: a library of years does not fill the page."""

    def __iter__(self) -> Iterator[Any]:
        yield "", self.field.empty_label
        rows = list(self.queryset[:RECENT_PICTURES])
        chosen = self.field.chosen
        if chosen is not None and chosen not in {row.pk for row in rows}:
            rows += self.queryset.filter(pk=chosen)
        for row in rows:
            yield self.choice(row)


class PictureField(forms.ModelChoiceField):
    """A picture of the city's library that has an alternative text."""

    iterator = RecentPictures

    def __init__(self, city: City, chosen: int | None, **options: Any) -> None:
        self.chosen = chosen
        rows = media_of_city(PortalImage, city).exclude(description="").order_by("-created_at", "-pk")
        super().__init__(rows, required=False, **options)


class MilestoneForm(RowForm):
    model = Milestone
    names = ("title", "text", "status", "percent", "due_on", "cost", "picture")
    help_texts: ClassVar = {
        "title": _("Zum Beispiel „Aufträge vergeben“."),
        "percent": _("0 bis 100. „Fertig“ zählt immer als 100."),
        "text": _("Ein bis zwei Sätze: Was ist geschehen, und warum gegebenenfalls später?"),
    }

    def __init__(self, *args: Any, city: City, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["picture"] = PictureField(
            city,
            self.initial.get("picture"),
            label=_("Bild"),
            empty_label=_("Kein Bild"),
            help_text=_(
                "Bilder der Stadt, die neuesten zuerst. Weitere laden Sie im Redaktionsbereich unter „Bilder“ hoch, mit "
                "einer Beschreibung: Sie ist der Alternativtext."
            ),
            error_messages={"invalid_choice": _("Bitte ein Bild aus den Bildern der Stadt auswählen.")},
        )
        percent = self.fields["percent"]
        percent.max_value = 100  # type: ignore[attr-defined]
        percent.widget = forms.NumberInput(attrs={"min": 0, "max": 100, "class": "w-s"})
        self.fields["cost"].localize = True
        self.fields["cost"].widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "w-s"})
        self.fields["cost"].widget.is_localized = True

    def clean_percent(self) -> int:
        percent = self.cleaned_data["percent"]
        if percent is None or not 0 <= percent <= 100:
            raise ValidationError(_t("Bitte eine Zahl von 0 bis 100 angeben."))
        return percent

    def clean_due_on(self) -> dt.date | None:
        day = self.cleaned_data["due_on"]
        if day is not None:
            moments.moment(day, None)
        return day


class AskForm(forms.Form):
    other = forms.ModelChoiceField(
        City.objects.none(),
        label=_("Stadt einladen"),
        empty_label=_("Bitte wählen"),
        to_field_name="slug",
        help_text=_("Die Stadt entscheidet selbst. Erst danach erscheint das Projekt auf ihrem Portal."),
        error_messages={"invalid_choice": _("Diese Stadt lässt sich nicht einladen.")},
    )

    def __init__(self, *args: Any, cities: models.QuerySet[City], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["other"].queryset = cities  # type: ignore[attr-defined]
