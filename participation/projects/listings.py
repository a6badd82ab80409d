"""The list of projects: filters in the address, counts beside them. Unknown or hostile values count as not given."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_scopes import scopes_disabled

from portal.blocks import backdrop
from portal.cities import hosts
from portal.content.furniture import truth
from portal.content.models import PageTopic
from portal.content.tree import path_of

from .models import Phase, Project, ProjectCity, ProjectPage
from .showing import phase_row

if TYPE_CHECKING:
    from portal.cities.models import City

PER_PAGE = 12
STATES = {"laeuft": gettext_lazy("läuft"), "kommt": gettext_lazy("kommt"), "fertig": gettext_lazy("abgeschlossen")}
CHIPS = {"laeuft": "info", "kommt": "off", "fertig": "ok"}


def projects_of(city: City, now: dt.datetime) -> QuerySet[Project]:
    """Public projects of a portal with their state: `is_running` (a phase runs), `is_ahead` (one is still to come)."""
    with scopes_disabled():
        rows = Project.in_region() if city.is_alliance else Project.shown_in(city)
        phases = Phase.objects.filter(project=OuterRef("pk"))
        return rows.annotate(
            is_running=Exists(phases.running(now)), is_ahead=Exists(phases.filter(starts_at__gt=now))
        ).order_by("-is_running", "-is_ahead", "-created_at", "-pk")


def in_state(rows: QuerySet[Project], state: str) -> QuerySet[Project]:
    if state == "laeuft":
        return rows.filter(is_running=True)
    return rows.filter(is_running=False, is_ahead=state == "kommt")


def project_listing(request: HttpRequest, city: City) -> dict[str, Any]:
    """Queries, however many projects: states, topics, cities for the filters; count, rows, phases, cities, pages."""
    now = timezone.now()
    rows = projects_of(city, now)
    everything = list(rows.order_by().values_list("pk", "is_running", "is_ahead"))
    topics = _topics(city, [pk for pk, *_rest in everything])
    state = request.GET.get("stand", "")
    state = state if state in STATES else ""
    topic = next((t for t in topics if t[0] == request.GET.get("thema")), None)
    if state:
        rows = in_state(rows, state)
    if topic:
        rows = rows.filter(pk__in=topic[2])
    found = Paginator(rows, PER_PAGE).get_page(request.GET.get("seite"))
    cards = project_cards(list(found.object_list), city, now)
    counts = dict.fromkeys(STATES, 0)
    for _pk, running, ahead in everything:
        counts["laeuft" if running else "kommt" if ahead else "fertig"] += 1
    change = _next_change(city, now)
    if change is not None:
        truth(request, max(1, int((change - now).total_seconds())))
    return {
        "found": found,
        "project_cards": cards,
        "drawing": backdrop.draw([(card["latitude"], card["longitude"]) for card in cards]),
        "facets": [
            _facet(_("Stand"), "stand", [(k, str(v), counts[k]) for k, v in STATES.items() if counts[k]], state),
            *(
                [_facet(_("Thema"), "thema", [(t[0], t[1], len(t[2])) for t in topics], topic[0] if topic else "")]
                if topics
                else []
            ),
        ],
        "active": sum(map(bool, (state, topic))),
        "filter_title": ", ".join(filter(None, (str(STATES[state]) if state else "", topic[1] if topic else ""))),
    }


def _facet(title: str, name: str, options: list[tuple[str, str, int]], chosen: str) -> dict[str, Any]:
    every = [{"value": "", "label": _("Alle"), "checked": not chosen}]
    found = [{"value": v, "label": label, "count": n, "checked": v == chosen} for v, label, n in options]
    return {"title": title, "name": name, "type": "radio", "options": every + found}


def _topics(city: City, ids: list[int]) -> list[tuple[str, str, list[int]]]:
    """(slug, name, project ids) of the topics of the projects' pages on the portals shown here."""
    pages = ProjectPage.objects.live() if city.is_alliance else ProjectPage.objects.for_city(city).live()
    project_by_page = dict(pages.filter(project__in=ids).values_list("pk", "project_id"))
    found: dict[tuple[str, str], set[int]] = {}
    items = PageTopic.objects.filter(content_object__in=list(project_by_page)).select_related("tag")
    for item in items:
        found.setdefault((item.tag.slug, item.tag.name), set()).add(project_by_page[item.content_object_id])
    return [(slug, name, sorted(pks)) for (slug, name), pks in sorted(found.items(), key=lambda i: i[0][1])]


def _next_change(city: City, now: dt.datetime) -> dt.datetime | None:
    with scopes_disabled():
        phases = Phase.objects.filter(project__in=projects_of(city, now))
        moments = [
            phases.filter(starts_at__gt=now).order_by("starts_at").values_list("starts_at", flat=True).first(),
            phases.filter(ends_at__gt=now).order_by("ends_at").values_list("ends_at", flat=True).first(),
        ]
    return min((m for m in moments if m is not None), default=None)


def project_cards(rows: list[Project], city: City, now: dt.datetime) -> list[dict[str, Any]]:
    """Three queries for any number: phases, cities, pages."""
    ids = [row.pk for row in rows]
    by_project: dict[int, list[Phase]] = {}
    members: dict[int, list[City]] = {}
    with scopes_disabled():
        for phase in Phase.objects.filter(project__in=ids):
            by_project.setdefault(phase.project_id, []).append(phase)
        for member in ProjectCity.objects.filter(project__in=ids, joined_at__isnull=False).select_related(
            "city__site__root_page"
        ):
            members.setdefault(member.project_id, []).append(member.city)
        pages: dict[tuple[int, int], str] = {}
        for page in ProjectPage.objects.filter(project__in=ids).live().defer("body").order_by("-path"):
            for member_city in members.get(page.project_id, []):
                if page.path.startswith(member_city.site.root_page.path):
                    pages[page.project_id, member_city.pk] = path_of(page, member_city)
    cards = []
    for row in rows:
        cities = sorted(members.get(row.pk, []), key=lambda c: (c.pk != row.city_id, c.name))
        home = city if not city.is_alliance else next((c for c in cities if c.pk == row.city_id), city)
        path = pages.get((row.pk, home.pk)) or f"/projekt/{row.slug}/"
        phases = by_project.get(row.pk, [])
        current = next((p for p in phases if p.is_running(now)), None) or next(
            (p for p in phases if p.starts_at > now), None
        )
        state = "laeuft" if row.is_running else "kommt" if row.is_ahead else "fertig"  # type: ignore[attr-defined]
        cards.append(
            {
                "title": row.title,
                "url": hosts.absolute(home.site.hostname, path) if home.pk != city.pk else path,
                "text": row.purpose,
                "chip": {"label": str(STATES[state]), "kind": CHIPS[state]},
                "phase": phase_row(current, now) if current else None,
                "cities": [{"name": c.name, "slug": c.slug, "landscape": c.landscape, "mark": c.mark} for c in cities]
                if len(cities) > 1 or city.is_alliance
                else [],
                "count": row.contribution_count,
                "latitude": (row.south + row.north) / 2 if row.south and row.north else home.latitude,
                "longitude": (row.west + row.east) / 2 if row.west and row.east else home.longitude,
            }
        )
    return cards
