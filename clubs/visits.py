"""What the pages for visitors and members share: the portal's host, who is there, what keeps foreign pages out.

    @public_page
    def offer(request, visit, slug): ...

A visitor without a session gets no cookie and no csrf token; a member is protected by csrf as usual.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from portal.cities import anonymous_forms

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.cities.models import City

View = Callable[..., HttpResponse]
REFUSED = 422  # the form again, with what is wrong and everything that was typed


@dataclass(frozen=True)
class Visit:
    """A request on a portal. `user`: None for visitors."""

    city: City
    user: User | None

    def guard(self, request: HttpRequest, form: str) -> dict[str, Any]:
        """Context of `…/parts/guard.html` (beside the frame's `member`): what a form prints against foreign pages and machines."""
        return {} if self.user else {"anonymous": anonymous_forms.context(request, form)}


def member_of(request: HttpRequest) -> User | None:
    """The signed-in person; visitors without a session cookie cost nothing and get no cookie."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    user = request.user
    return user if user.is_authenticated and user.is_active else None  # type: ignore[return-value]


def sign_in_url(path: str) -> str:
    return f"/konto/anmelden/?{urlencode({'next': path})}"


def public_page(view: View) -> View:
    """(request, …) → (request, visit, …), on the hosts of portals only."""
    protected = csrf_protect(view)

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.city is None or request.is_admin_host:
            raise Http404
        visit = Visit(request.city, member_of(request))
        response = (protected if visit.user else view)(request, visit, *args, **kwargs)
        if visit.user is not None:
            patch_cache_control(response, private=True, no_cache=True)
        return response

    # Visitors hold no session that a foreign page could misuse, and get no cookie; members are protected above
    return csrf_exempt(inner)


def personal_page(view: View) -> View:
    """Behind a link that only one person has: kept by no cache, told to no other host."""
    shown = public_page(view)

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = shown(request, *args, **kwargs)
        response["Referrer-Policy"] = "same-origin"  # the address is a key
        return response

    return csrf_exempt(never_cache(inner))


def foreign(request: HttpRequest) -> str:
    """Why a post that comes from another host's page is not taken; "" where it does not."""
    if request.method != "POST" or anonymous_forms.own_page(request):
        return ""
    return _("Dieses Formular wurde von einer fremden Seite abgeschickt.")


def crumbs(*trail: tuple[str, str]) -> list[dict[str, str]]:
    """Way back: home and (title, url) of what lies deeper; the last one has no url."""
    return [{"title": t, "url": u} for t, u in ((_("Startseite"), "/"), *trail)]
