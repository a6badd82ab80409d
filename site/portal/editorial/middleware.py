"""The gate of the admin's host: sign-in, right, own ids, scope, policy header. The table is `gate.py`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django_scopes import scope
from wagtail.models import Page

from portal.cities import hosts
from portal.cities.models import City
from portal.cities.permissions import cities_with_right, rights_of

from . import gate
from .csp import admin_policy
from .ownership import page_roots
from .review import hand_in_instead

GetResponse = Callable[[HttpRequest], HttpResponse]


class AdminGateMiddleware:
    """Deny by default. Anonymous: to the sign-in. No role: a friendly 403. Not in the table, or not one's own: 404.

    An allowed view runs in the scope of exactly those cities in which the person holds the view's right:
    an editor of A who moderates B edits nothing of B.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.is_admin_host and request.path.startswith("/admin/"):
            # A preview brings the stricter policy of the portal it shows.
            if "Content-Security-Policy" not in response.headers:
                html = not response.streaming and response.headers.get("Content-Type", "").startswith("text/html")
                response.headers["Content-Security-Policy"] = admin_policy(response.text if html else "")
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        if not request.is_admin_host:
            return None
        if not request.path.startswith("/admin/"):
            return self._outside(request)
        user = request.user
        if not user.is_authenticated or not user.is_active:
            if request.headers.get("x-requested-with") == "XMLHttpRequest":
                raise PermissionDenied
            return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
        if user.is_superuser:
            return None
        if not user.has_perm("wagtailadmin.access_admin"):
            portals = [{"name": h.city.portal_name, "url": hosts.absolute(name)} for name, h in hosts.table().items()]
            return render(request, "editorial/no_access.html", {"portals": portals}, status=403)

        name = request.resolver_match.view_name if request.resolver_match else ""
        rule = gate.RULES.get(name)
        if rule is None:
            cities = gate.opened_by_roles(name, user)
            if not cities:
                raise Http404
            return self._run(request, view, args, kwargs, cities)
        if rule.right == gate.ANYONE:
            return None
        if rule.right not in rights_of(user):
            raise Http404
        if not gate.ids_are_own(rule, request, kwargs, user):
            raise Http404
        if name == "wagtail_bulk_action" and not gate.bulk_is_own(request, kwargs, user):
            raise Http404
        if name == "wagtailadmin_editing_sessions:ping" and not gate.ping_is_own(kwargs, user):
            raise Http404
        if name == "wagtailadmin_choose_page":
            # With a page type and no parent Wagtail starts at the common ancestor of ALL such pages, anybody's.
            kwargs = {**kwargs, "parent_page_id": chooser_start(user)}
        hand_in_instead(request, name, kwargs)
        if name in REPLACED:
            view = REPLACED[name]
        return self._run(request, view, args, kwargs, cities_with_right(user, rule.right))

    def _run(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponse],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        cities: Any,
    ) -> HttpResponse:
        """Call the view here, inside its scope; lazy templates are rendered before the scope closes."""
        held = list(cities) if not isinstance(cities, list) else list(City.objects.filter(pk__in=cities))
        request.staff_cities = held
        with scope(city=held):
            response = view(request, *args, **kwargs)
            if hasattr(response, "render") and not response.is_rendered:
                response.render()
        return response

    def _outside(self, request: HttpRequest) -> HttpResponse | None:
        """The admin's host shows no portal: only sign-in, files and looks."""
        if request.path == "/":
            return redirect("wagtailadmin_home")
        if request.path.startswith(gate.HOST_PATHS):
            return None
        if request.resolver_match and request.resolver_match.view_name == "wagtaildocs_serve":
            pk = request.resolver_match.args[0] if request.resolver_match.args else ""
            if request.user.is_authenticated and gate.owns(gate.DOCUMENT(request.user), pk):
                return None
        raise Http404


def chooser_start(user: Any) -> int:
    """One's own home page; for people of several cities the tree's root, which lists just their homes."""
    roots = {pk for pk, _path in page_roots(user)}
    if len(roots) == 1:
        return roots.pop()
    return Page.objects.filter(depth=1).values_list("pk", flat=True)[0]


def _own_tags(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    from .views.tags import own_tags

    return own_tags(request, *args, **kwargs)


REPLACED: dict[str, Callable[..., HttpResponse]] = {
    "wagtailadmin_tag_autocomplete": _own_tags,
    "wagtailadmin_tag_model_autocomplete": _own_tags,
}
