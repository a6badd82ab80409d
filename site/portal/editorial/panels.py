"""The dashboard: what a person in this role does next, city by city."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.apps import apps
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.components import Component
from wagtail.admin.views.home import RecentEditsPanel, WorkflowObjectsToModeratePanel
from wagtail.models import Page

from portal.cities import hosts
from portal.cities.models import City
from portal.cities.permissions import cities_with_right, has_right, roles_of
from portal.cities.roles import all_roles

from . import ownership

QUICK = (
    # what one writes most: (app, page model that receives it, page model that is added, label, icon)
    ("content", "NewsIndexPage", "NewsPage", gettext_lazy("Nachricht schreiben"), "edit"),
    ("content", "EventIndexPage", "EventPage", gettext_lazy("Veranstaltung anlegen"), "calendar"),
)


class CitiesPanel(Component):
    """One strip per city of the person: quick actions, and the ways to the portal and its screens."""

    name = "cities"
    order = 50
    template_name = "editorial/panels/cities.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        user = parent_context["request"].user
        roles, held = all_roles(), roles_of(user)
        cities = City.objects.filter(pk__in=held).select_related("site__root_page")
        return {
            "strips": [
                {
                    "city": city,
                    "url": hosts.absolute(city.site.hostname),
                    "roles": [
                        roles[key].label
                        for key in sorted(held[city.pk], key=lambda k: roles[k].order if k in roles else 99)
                        if key in roles
                    ],
                    "actions": quick_actions(user, city),
                }
                for city in cities
                if city.site is not None
            ],
            "person": user,
        }


def quick_actions(user: Any, city: City) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    home = city.site.root_page  # type: ignore[union-attr]
    public = hosts.absolute(city.site.hostname)  # type: ignore[union-attr]
    if has_right(user, city, "edit"):
        for app, index, kind, label, icon in QUICK:
            parent = (
                ownership.pages_of_city(city)
                .filter(content_type__app_label=app, content_type__model=index.lower())
                .first()
            )
            if parent is not None and apps.is_installed(f"portal.{app}"):
                url = reverse("wagtailadmin_pages:add", args=[app, kind.lower(), parent.pk])
                found.append({"url": url, "label": str(label), "icon": icon})
        found.append(
            {
                "url": reverse("wagtailadmin_pages:edit", args=[home.pk]),
                "label": _("Startseite bearbeiten"),
                "icon": "home",
            }
        )
        found.append(
            {
                "url": reverse("wagtailadmin_explore", args=[home.pk]),
                "label": _("Alle Seiten"),
                "icon": "folder-open-inverse",
            }
        )
    if has_right(user, city, "moderate"):
        found.append({"url": public + "moderation/", "label": _("Beiträge moderieren"), "icon": "comment"})
    if has_right(user, city, "members"):
        found.append({"url": reverse("editorial:members", args=[city.slug]), "label": _("Mitglieder"), "icon": "group"})
    if has_right(user, city, "settings"):
        found.append(
            {"url": reverse("editorial:settings", args=[city.slug]), "label": _("Stadt und Kontakt"), "icon": "cog"}
        )
    if has_right(user, city, "theme"):
        found.append({"url": reverse("editorial:theme", args=[city.slug]), "label": _("Gestaltung"), "icon": "view"})
    found.append({"url": public, "label": _("Portal ansehen"), "icon": "link-external"})
    return found


class DraftsPanel(Component):
    """Own pages with changes that nobody sees yet."""

    name = "drafts"
    order = 100
    template_name = "editorial/panels/pages.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        user = parent_context["request"].user
        pages = (
            ownership.own_pages(user)
            .filter(has_unpublished_changes=True, latest_revision__user=user)
            .order_by("-latest_revision_created_at")
            .specific(defer=True)[:6]
        )
        return {
            "pages": list(pages),
            "heading": _("Meine Entwürfe"),
            "empty": "",
            "id": "own-drafts",
            "when": "latest_revision_created_at",
        }


class PublishedPanel(Component):
    """What went online last in one's own cities."""

    name = "published"
    order = 260
    template_name = "editorial/panels/pages.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        user = parent_context["request"].user
        pages = (
            ownership.own_pages(user)
            .filter(live=True, last_published_at__isnull=False)
            .order_by("-last_published_at")
            .specific(defer=True)[:6]
        )
        return {
            "pages": list(pages),
            "heading": _("Zuletzt veröffentlicht"),
            "id": "own-published",
            "when": "last_published_at",
        }


class OwnReviewPanel(WorkflowObjectsToModeratePanel):
    """Wagtail's list, without what lies outside the own trees."""

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        user = parent_context["request"].user
        own = {
            str(pk)
            for pk in ownership.own_pages(user)
            .filter(pk__in=[s["obj"].pk for s in context["states"] if isinstance(s["obj"], Page)])
            .values_list("pk", flat=True)
        }
        context["states"] = [s for s in context["states"] if str(s["obj"].pk) in own]
        return context


class OverviewPanel(Component):
    name = "overview"
    order = 60
    template_name = "editorial/panels/overview.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        from .numbers import numbers_of

        user = parent_context["request"].user
        cities = list(cities_with_right(user, "overview").select_related("site__root_page"))
        return {"cards": numbers_of(cities), "may_add": cities_with_right(user, "add_city").exists()}


def for_request(request: HttpRequest, found: list[Any]) -> list[Any]:
    """Our panels, the reviews, and whatever capabilities add; Wagtail's own recent edits and locks go."""
    user: Any = request.user
    theirs = [
        p
        for p in found
        if not type(p).__module__.startswith("wagtail.") or (isinstance(p, RecentEditsPanel) and user.is_superuser)
    ]
    own: list[Any] = [CitiesPanel()]
    if cities_with_right(user, "edit").exists():
        own += [OwnReviewPanel(), DraftsPanel(), PublishedPanel()]
    if cities_with_right(user, "overview").exists():
        own.append(OverviewPanel())
    return own + theirs
