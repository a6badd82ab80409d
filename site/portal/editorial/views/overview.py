"""The alliance's view: all portals with their numbers, and a new one from a form."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.cities.permissions import cities_with_right
from portal.editorial.actions import open_portal
from portal.editorial.forms import AddCityForm, bounds
from portal.editorial.numbers import numbers_of

from .common import screen


def overview(request: HttpRequest) -> HttpResponse:
    """Numbers only: the alliance sees how the portals do, not what is drafted there."""
    cities = cities_with_right(request.user, "overview").select_related("site__root_page")  # type: ignore[arg-type]
    if not cities:
        raise Http404
    may_add = cities_with_right(request.user, "add_city").exists()  # type: ignore[arg-type]
    return screen(
        request,
        "editorial/overview.html",
        _("Alle Portale"),
        icon="globe",
        cards=numbers_of(list(cities)),
        may_add=may_add,
    )


def add_city_view(request: HttpRequest) -> HttpResponse:
    if not cities_with_right(request.user, "add_city").exists():  # type: ignore[arg-type]
        raise Http404
    user: User = request.user  # type: ignore[assignment]
    form = AddCityForm(request.POST or None, initial={"theme_key": "hills"})
    if request.method == "POST" and form.is_valid():
        fields = {**form.cleaned_data}
        hostname, first = fields.pop("hostname"), fields.pop("admin_email")
        fields |= bounds(fields["latitude"], fields["longitude"])
        try:
            city = open_portal(hostname=hostname, first=first, actor=user, **fields)
        except ValidationError as error:
            form.add_error(None, ValidationError(error.messages))
        else:
            messages.success(request, _("Das Portal „%(name)s“ steht.") % {"name": city.portal_name})
            return redirect("editorial:overview")
    return screen(request, "editorial/add_city.html", _("Stadt anlegen"), icon="plus", form=form)
