"""Forms of the page „Verfolgen“."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.cities import hosts
from portal.content.models import Topic

from .models import Rhythm

if TYPE_CHECKING:
    from portal.cities.models import City

EVERYWHERE, POINT_GIVEN = "alle", "punkt"
RADII = [(n, f"{n} km") for n in (1, 2, 5, 10, 20)]
POINT = re.compile(r"^\s*([0-9]{2}[.,][0-9]{1,8})\s*[;, ]\s*([0-9]{1,2}[.,][0-9]{1,8})\s*$")


def _rhythm() -> forms.ChoiceField:
    return forms.ChoiceField(label=_("E-Mails"), choices=Rhythm.choices, initial=Rhythm.DAILY)


def _cities() -> list[City]:
    return sorted((host.city for host in hosts.every() if not host.city.is_alliance), key=lambda c: c.name)


class RhythmForm(forms.Form):
    rhythm = _rhythm()


class TopicForm(forms.Form):
    topic = forms.ChoiceField(label=_("Thema"), error_messages={"required": _("Bitte wählen Sie ein Thema.")})
    within = forms.ChoiceField(label=_("Wo?"))
    rhythm = _rhythm()

    def __init__(self, *args: Any, city: City, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="thema-%s", **kwargs)
        topics: Any = self.fields["topic"]
        topics.choices = [("", _("Bitte wählen")), *Topic.objects.order_by("name").values_list("slug", "name")]
        self.cities = {c.slug: c for c in _cities()}
        places: Any = self.fields["within"]
        places.choices = [*((slug, c.name) for slug, c in self.cities.items()), (EVERYWHERE, _("in allen Städten"))]
        places.initial = city.slug if city.slug in self.cities else EVERYWHERE


class AreaForm(forms.Form):
    """The middle of a city, or a point by its coordinates (there is no search for addresses)."""

    centre = forms.ChoiceField(label=_("Mitte des Umkreises"))
    point = forms.CharField(
        label=_("Oder Koordinaten"), required=False, max_length=60,
        help_text=_("Breite und Länge, zum Beispiel 49.1243, 8.5980. Karten im Internet zeigen sie per Klick."),
    )  # fmt: skip
    label = forms.CharField(
        label=_("Name dafür"), required=False, max_length=60, help_text=_("Zum Beispiel: Zuhause. Sehen nur Sie."),
    )  # fmt: skip
    radius = forms.TypedChoiceField(label=_("Umkreis"), coerce=int, choices=RADII, initial=2)
    rhythm = _rhythm()

    def __init__(self, *args: Any, city: City, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="umkreis-%s", **kwargs)
        self.cities = {c.slug: c for c in _cities()}
        centres: Any = self.fields["centre"]
        centres.choices = [
            (POINT_GIVEN, _("eigener Punkt")),
            *((slug, _("Ortsmitte %(city)s") % {"city": c.name}) for slug, c in self.cities.items()),
        ]
        centres.initial = city.slug if city.slug in self.cities else POINT_GIVEN

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        text, city = data.get("point") or "", self.cities.get(data.get("centre") or "")
        if text.strip():
            found = POINT.match(text)
            if found is None:
                self.add_error("point", _("Bitte zwei Zahlen angeben, zum Beispiel 49.1243, 8.5980."))
                return data
            data["place"] = tuple(float(number.replace(",", ".")) for number in found.groups())
            data["name"] = data.get("label") or ""
        elif city is not None:
            data["place"] = (city.latitude, city.longitude)
            data["name"] = data.get("label") or str(_("Ortsmitte %(city)s") % {"city": city.name})
        elif "centre" not in self.errors:
            self.add_error("point", _("Bitte geben Sie Koordinaten an, oder wählen Sie eine Ortsmitte."))
        return data
