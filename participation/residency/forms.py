from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.kit import text as texts

if TYPE_CHECKING:
    from portal.cities.models import City


class PersonForm(forms.Form):
    """A name and an address: one line each, as on an envelope."""

    name = forms.CharField(
        label=_("Vor- und Nachname"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    street = forms.CharField(
        label=_("Straße und Hausnummer"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )
    postcode = forms.RegexField(
        r"^\d{5}$",
        label=_("Postleitzahl"),
        max_length=5,
        error_messages={"invalid": _("Bitte fünf Ziffern.")},
        widget=forms.TextInput(attrs={"autocomplete": "postal-code", "inputmode": "numeric", "class": "w-s"}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for key in ("name", "street", "place"):
            if key in data:
                data[key] = " ".join(texts.clean(data[key]).split())
                if texts.is_blank(data[key]):
                    self.add_error(key, _("Bitte füllen Sie dieses Feld aus."))
        return data


class LetterForm(PersonForm):
    place = forms.CharField(
        label=_("Ort"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "address-level2"})
    )

    def __init__(self, *args: Any, city: City, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"place": city.name})
        super().__init__(*args, **kwargs)


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code aus dem Brief"),
        max_length=40,
        help_text=_("Acht Zeichen. Groß oder klein ist gleich."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "class": "w-m", "autocapitalize": "characters"}),
    )


class OnSiteForm(PersonForm):
    email = forms.EmailField(
        label=_("E-Mail-Adresse des Kontos"),
        max_length=254,
        help_text=_("Mit ihr meldet sich die Person an."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    seen = forms.BooleanField(label=_("Ich habe den Ausweis gesehen, und die Person wohnt unter dieser Adresse."))

    field_order = ("email", "name", "street", "postcode", "seen")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("name", "street", "postcode"):
            self.fields[name].widget.attrs["autocomplete"] = "off"
