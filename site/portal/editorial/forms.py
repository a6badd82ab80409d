"""Forms of our own admin screens. Labels come from the models; rules live in actions and models."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminPageChooser
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from portal.cities import hosts
from portal.cities.actions import LOOKS, SETTINGS
from portal.cities.models import City
from portal.cities.roles import Role
from themes.catalogue import CATALOGUE

from .capabilities import choices as capability_choices

hostname_validator = RegexValidator(
    r"^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$",
    _("Bitte einen Rechnernamen in Kleinbuchstaben angeben, zum Beispiel portal.stadt.example."),
)


class SettingsForm(forms.ModelForm):
    capabilities = forms.MultipleChoiceField(
        label=_("Eingeschaltete Bereiche"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=capability_choices,
    )

    class Meta:
        model = City
        fields = [name for name in SETTINGS if name != "review_required"]
        widgets = {"population_date": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}


class ReviewForm(forms.ModelForm):
    class Meta:
        model = City
        fields = ["review_required"]


class ColourInput(forms.TextInput):
    """A text field with the browser's colour picker beside it: hex can be typed, and works without JavaScript."""

    template_name = "editorial/widgets/colour.html"


class ThemeForm(forms.ModelForm):
    theme_key = forms.ChoiceField(label=_("Gestaltung"), widget=forms.RadioSelect)

    class Meta:
        model = City
        fields = list(LOOKS)
        widgets = {
            "mark": forms.RadioSelect,
            **{name: ColourInput(attrs={"maxlength": 7, "spellcheck": "false"}) for name in LOOKS[2:]},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["theme_key"].choices = [(t.key, t.name) for t in CATALOGUE.values()]  # type: ignore[attr-defined]
        base = CATALOGUE[self.instance.theme_key].palette if self.instance.theme_key in CATALOGUE else None
        for name, key in zip(LOOKS[2:], ("p_l", "s_l", "p_d", "s_d"), strict=True):
            field = self.fields[name]
            field.required = False
            field.help_text = _("Leer: die Farbe der Gestaltung.")
            if base:
                field.widget.attrs["placeholder"] = getattr(base, key)


class AppointForm(forms.Form):
    email = forms.EmailField(label=_("E-Mail-Adresse"), max_length=254)
    role = forms.ChoiceField(label=_("Aufgabe"))

    def __init__(self, *args: Any, roles: list[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(r.key, r.label) for r in roles]  # type: ignore[attr-defined]


class AddCityForm(forms.ModelForm):
    hostname = forms.CharField(
        label=_("Rechnername"), max_length=253, validators=[hostname_validator],
        help_text=_("Unter diesem Namen ist das Portal zu erreichen, zum Beispiel portal.stadt.example."),
    )  # fmt: skip
    theme_key = forms.ChoiceField(label=_("Gestaltung"))
    capabilities = forms.MultipleChoiceField(
        label=_("Eingeschaltete Bereiche"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=capability_choices,
    )
    admin_email = forms.EmailField(
        label=_("E-Mail der ersten Stadtverwaltung"), required=False, max_length=254,
        help_text=_("Diese Person beruft alle weiteren."),
    )  # fmt: skip

    class Meta:
        model = City
        fields = [
            "name", "portal_name", "slug", "ags", "postcodes", "latitude", "longitude", "population",
            "population_date", "population_basis", "street", "postcode", "phone", "email", "theme_key", "capabilities",
        ]  # fmt: skip
        widgets = {"population_date": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    field_order = ["name", "portal_name", "slug", "hostname", "ags"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["theme_key"].choices = [(t.key, t.name) for t in CATALOGUE.values()]  # type: ignore[attr-defined]
        self.fields["ags"].required = True
        self.fields["capabilities"].initial = [key for key, _label in capability_choices()]

    def clean_hostname(self) -> str:
        name = self.cleaned_data["hostname"]
        if Site.objects.filter(hostname=name).exists() or hosts.host_for(name):
            raise ValidationError(_("Unter diesem Rechnernamen gibt es schon ein Portal."))
        return name

    def _post_clean(self) -> None:
        # The map shows about 13 km around the centre until somebody says otherwise.
        data = self.cleaned_data
        if data.get("latitude") is not None and data.get("longitude") is not None:
            for name, value in bounds(data["latitude"], data["longitude"]).items():
                setattr(self.instance, name, value)
        super()._post_clean()  # type: ignore[misc]


def bounds(latitude: float, longitude: float) -> dict[str, float]:
    return {
        "south": latitude - 0.06, "north": latitude + 0.06, "west": longitude - 0.09, "east": longitude + 0.09,
    }  # fmt: skip


class RedirectForm(forms.Form):
    old_path = forms.CharField(
        label=_("Alte Adresse"),
        max_length=255,
        help_text=_("Nur der Teil hinter dem Rechnernamen, zum Beispiel /alt/seite."),
    )
    page = forms.ModelChoiceField(
        label=_("Neue Seite"), queryset=Page.objects.none(), required=False, widget=AdminPageChooser
    )
    link = forms.URLField(label=_("oder eine andere Adresse"), max_length=255, required=False, assume_scheme="https")
    is_permanent = forms.BooleanField(
        label=_("Dauerhaft"),
        required=False,
        initial=True,
        help_text=_("Suchmaschinen merken sich dann die neue Adresse."),
    )

    def __init__(self, *args: Any, pages: Any, city: City, row: Redirect | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["page"].queryset = pages  # type: ignore[attr-defined]
        self.city, self.row = city, row

    def clean_old_path(self) -> str:
        path = Redirect.normalise_path(self.cleaned_data["old_path"])
        if path == "/" or path.startswith(("/admin", "/konto", "/static")):
            raise ValidationError(_("Diese Adresse kann nicht weitergeleitet werden."))
        others = Redirect.objects.filter(old_path=path, site=self.city.site)
        if self.row is not None:
            others = others.exclude(pk=self.row.pk)
        if others.exists():
            raise ValidationError(_("Für diese Adresse gibt es schon eine Weiterleitung."))
        return path

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if bool(data.get("page")) == bool(data.get("link")) and not self.errors:
            raise ValidationError(_("Bitte entweder eine Seite wählen oder eine Adresse angeben."))
        return data
