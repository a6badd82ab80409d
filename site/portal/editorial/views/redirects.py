"""Redirects of a city's own host. Wagtail's own screen knows no borders and stays closed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.contrib.redirects.models import Redirect

from portal.cities.models import City
from portal.editorial.actions import remove_redirect, save_redirect
from portal.editorial.forms import RedirectForm
from portal.editorial.ownership import pages_of_city

from .common import screen, the_city


def _rows(city: City) -> Any:
    return Redirect.objects.filter(site=city.site).select_related("redirect_page").order_by("old_path")


def redirects(request: HttpRequest, slug: str = "") -> HttpResponse:
    city = the_city(request, "redirects", slug)
    rows = _rows(city)
    wanted = request.GET.get("q", "").strip()[:255]
    if wanted:
        rows = rows.filter(old_path__icontains=wanted)
    return screen(
        request, "editorial/redirects.html", _("Weiterleitungen"), icon="redirect", right="redirects", city=city,
        view="redirects", page=Paginator(rows, 50).get_page(request.GET.get("p")), wanted=wanted,
    )  # fmt: skip


def _edit(request: HttpRequest, city: City, row: Redirect | None) -> HttpResponse:
    initial = (
        {
            "old_path": row.old_path,
            "page": row.redirect_page_id,
            "link": row.redirect_link,
            "is_permanent": row.is_permanent,
        }
        if row
        else {"is_permanent": True}
    )
    form = RedirectForm(request.POST or None, initial=initial, pages=pages_of_city(city), city=city, row=row)
    if request.method == "POST" and form.is_valid():
        save_redirect(city, row, actor=request.user, **form.cleaned_data)  # type: ignore[arg-type]
        messages.success(request, _("Gespeichert."))
        return redirect("editorial:redirects", city.slug)
    title = _("Weiterleitung ändern") if row else _("Weiterleitung anlegen")
    return screen(request, "editorial/redirect_form.html", title, icon="redirect", city=city, form=form, row=row)


def redirect_add(request: HttpRequest, slug: str) -> HttpResponse:
    return _edit(request, the_city(request, "redirects", slug), None)


def redirect_edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    city = the_city(request, "redirects", slug)
    return _edit(request, city, get_object_or_404(_rows(city), pk=pk))


@require_POST
def redirect_delete(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    city = the_city(request, "redirects", slug)
    remove_redirect(city, get_object_or_404(_rows(city), pk=pk), actor=request.user)  # type: ignore[arg-type]
    messages.success(request, _("Entfernt."))
    return redirect("editorial:redirects", city.slug)
