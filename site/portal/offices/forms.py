"""Admin forms of offices: the city is chosen among those in which the person may edit offices."""

from __future__ import annotations

from typing import Any

from django import forms
from wagtail.admin.forms import WagtailAdminModelForm

from portal.cities.models import City
from portal.cities.permissions import cities_with_right

RIGHT = "offices"


class OwnCityForm(WagtailAdminModelForm):
    """`city` is fixed once the row exists, and asked only of people who work for more than one city."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields.get("city")
        if field is None or self.for_user is None:
            return
        cities = cities_with_right(self.for_user, RIGHT)
        if self.instance.pk:
            cities = City.objects.filter(pk=self.instance.city_id)
        field.queryset = cities
        only = list(cities[:2])
        if len(only) == 1:
            field.initial = self.initial["city"] = only[0].pk
            field.widget = forms.HiddenInput()


class OfficeForm(OwnCityForm):
    def _get_validation_exclusions(self) -> set[str]:
        # A new main office takes the title from the old one (actions.save_office): no error of the form.
        return {*super()._get_validation_exclusions(), "is_main"}


class OpeningExceptionForm(OwnCityForm):
    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("closed"):
            data["opens"] = data["closes"] = None
        return data
