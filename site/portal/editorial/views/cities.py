"""Settings and looks of a city."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from portal.cities.actions import LOOKS, SETTINGS, update_settings, update_theme
from portal.cities.models import City, hex_ok
from portal.editorial.forms import ReviewForm, SettingsForm, ThemeForm
from themes.catalogue import CATALOGUE, Palette
from themes.contrast import check_palette
from themes.stylesheet import preview_stylesheet
from themes.templatetags.components import landscape_url

from .common import screen, the_city


def _save(form: Any, action: Any, names: tuple[str, ...], city: City, request: HttpRequest) -> bool:
    changes = {name: form.cleaned_data[name] for name in names if name in form.cleaned_data}
    try:
        action(city, actor=request.user, **changes)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True


def settings_view(request: HttpRequest, slug: str = "") -> HttpResponse:
    city = the_city(request, "settings", slug)
    form = SettingsForm(request.POST or None, instance=City.objects.get(pk=city.pk))
    if request.method == "POST" and form.is_valid() and _save(form, update_settings, SETTINGS, city, request):
        messages.success(request, _("Gespeichert."))
        return redirect("editorial:settings", city.slug)
    return screen(
        request, "editorial/settings.html", _("Stadt und Kontakt"), icon="cog", right="settings", city=city,
        view="settings", form=form,
    )  # fmt: skip


def review_view(request: HttpRequest, slug: str = "") -> HttpResponse:
    city = the_city(request, "review", slug)
    form = ReviewForm(request.POST or None, instance=City.objects.get(pk=city.pk))
    if request.method == "POST" and form.is_valid() and _save(form, update_settings, SETTINGS, city, request):
        messages.success(request, _("Gespeichert."))
        return redirect("editorial:review", city.slug)
    return screen(
        request, "editorial/review.html", _("Prüfung vor dem Veröffentlichen"), icon="tasks", right="review", city=city,
        view="review", form=form,
    )  # fmt: skip


def chosen_query(form: Any) -> str:
    """The choices on the screen, saved or not, for the preview's style sheet."""
    return urlencode({name: form[name].value() or "" for name in LOOKS})


def theme_view(request: HttpRequest, slug: str = "") -> HttpResponse:
    city = the_city(request, "theme", slug)
    form = ThemeForm(request.POST or None, instance=City.objects.get(pk=city.pk))
    if request.method == "POST" and form.is_valid() and _save(form, update_theme, LOOKS, city, request):
        messages.success(request, _("Gespeichert. Das Portal zeigt die neuen Farben sofort."))
        return redirect("editorial:theme", city.slug)
    return screen(
        request, "editorial/theme.html", _("Gestaltung"), icon="view", right="theme", city=city, view="theme",
        form=form, schemes=[("light", _("Helle Ansicht")), ("dark", _("Dunkle Ansicht"))],
        landscape=landscape_url(form["theme_key"].value()), query=chosen_query(form),
    )  # fmt: skip


def theme_preview(request: HttpRequest, slug: str) -> HttpResponse:
    """The palette of unsaved choices: CSS for the preview box, or with `als=pruefung` JSON with the findings.

    Colours that are not #RRGGBB are left out, so nothing typed reaches the sheet.
    """
    city = the_city(request, "theme", slug)
    palette = chosen_palette(city, request.GET)
    css = preview_stylesheet(palette)
    findings = [str(f) for f in check_palette(palette)]
    response: HttpResponse = HttpResponse(css, content_type="text/css; charset=utf-8")
    if request.GET.get("als") == "pruefung":
        response = JsonResponse({"findings": findings, "landscape": landscape_url(palette_theme(city, request.GET))})
    response["Cache-Control"] = "private, no-store"
    return response


def palette_theme(city: City, data: Any) -> str:
    key = data.get("theme_key", "")
    return key if key in CATALOGUE else city.theme_key


def chosen_palette(city: City, data: Any) -> Palette:
    draft = City(slug=city.slug, theme_key=palette_theme(city, data))
    for name in LOOKS[2:]:
        value = data.get(name, getattr(city, name) if not data else "")[:7]
        if value and hex_ok(value):
            setattr(draft, name, value)
    return draft.palette
