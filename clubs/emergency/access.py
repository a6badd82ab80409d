"""Who comes in, and the frame of every page. Visitors get no cookie; the desk is 404 for everybody without the right."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from clubs.visits import member_of

from .addresses import desk_path
from .models import Call, CallTask
from .permissions import may_manage

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.cities.models import City

View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Room:
    """A request at the desk of a city."""

    city: City
    user: User


def page(
    request: HttpRequest, template: str, title: str, *trail: tuple[str, str], status: int = 200, **context: Any
) -> HttpResponse:
    crumbs = [{"title": t, "url": u} for t, u in ((_("Startseite"), "/"), *trail, (title, ""))]
    context = {"title": title, "crumbs": crumbs, **context}
    return render(request, f"emergency/{template}.html", context, status=status)


# --- Desk -----------------------------------------------------------------------------------------------------


def enter(request: HttpRequest) -> Room:
    user = member_of(request)
    if request.city is None or request.is_admin_host or user is None or not may_manage(user, request.city):
        raise Http404
    return Room(request.city, user)


def desk(view: View) -> View:
    """(request, …) → (request, room, …)."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, enter(request), *args, **kwargs)

    return never_cache(inner)


def front_door(view: View) -> View:
    """Like `desk`; a visitor is led to the sign-in and comes back: at night nobody looks for the way."""
    inside = desk(view)

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.city is not None and not request.is_admin_host and member_of(request) is None:
            return HttpResponseRedirect(f"/konto/anmelden/?{urlencode({'next': request.path})}")
        return inside(request, *args, **kwargs)

    return never_cache(inner)


def in_call(view: View) -> View:
    """(request, call uuid, …) → (request, room, call, …); only the city's own calls."""

    @wraps(view)
    def inner(request: HttpRequest, call: uuid.UUID, *args: Any, **kwargs: Any) -> HttpResponse:
        room = enter(request)
        row = Call.objects.filter(city=room.city, uuid=call).select_related("city").first()
        if row is None:
            raise Http404
        return view(request, room, row, *args, **kwargs)

    return never_cache(inner)


def in_task(view: View) -> View:
    """(request, task uuid, …) → (request, room, task, …), with its call."""

    @wraps(view)
    def inner(request: HttpRequest, task: uuid.UUID, *args: Any, **kwargs: Any) -> HttpResponse:
        room = enter(request)
        row = CallTask.objects.filter(city=room.city, uuid=task).select_related("call", "city").first()
        if row is None:
            raise Http404
        return view(request, room, row, *args, **kwargs)

    return never_cache(inner)


def screen(
    request: HttpRequest,
    room: Room,
    template: str,
    title: str,
    *trail: tuple[str, str],
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    above = ((_("Hilfsaufrufe"), reverse("emergency:desk")),) if template != "desk/start" else ()
    told = messages.get_messages(request)
    return page(
        request,
        template,
        title,
        *above,
        *trail,
        status=status,
        city=room.city,
        messages=told,
        **context,
    )


def call_trail(call: Call) -> tuple[str, str]:
    return call.title, desk_path(call)


def add_errors(form: forms.BaseForm, refused: ValidationError) -> None:
    name = getattr(refused, "code", "") or ""
    form.add_error(name if name in form.fields else None, refused)


def save(request: HttpRequest, form: forms.BaseForm, do: Callable[[], tuple[str, str]]) -> HttpResponse | None:
    """`do` answers (message, address). None: show the form (again)."""
    if not form.is_bound or not form.is_valid():
        return None
    try:
        told, back = do()
    except ValidationError as refused:
        add_errors(form, refused)
        return None
    messages.success(request, told)
    return HttpResponseRedirect(back)


def click(request: HttpRequest, do: Callable[[], str], back: str) -> HttpResponse:
    """A button without fields: a refusal is told on the next screen."""
    try:
        messages.success(request, do())
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    return HttpResponseRedirect(back)
