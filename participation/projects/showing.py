"""What a project's page shows. Queries: four for the plan, one for materials' pages, one for milestones, one for their
pictures, and at most two for each module's card."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_scopes import scope, scopes_disabled

from portal.blocks.loading import PICTURE_SPECS
from portal.blocks.templatetags.blocks import photo_data
from portal.content.furniture import truth
from portal.content.tree import path_of
from portal.library.models import PortalImage, PortalRendition
from portal.offices import opening
from portal.offices.directory import office_card

from . import geo
from .models import Milestone, Phase, ProjectMaterial
from .permissions import Person, may, may_manage
from .plans import Plan, plan_of
from .rooms import member_of, module_url

if TYPE_CHECKING:
    from portal.cities.models import City

    from .models import Module, Project, ProjectPage

BESIDE = "(min-width: 48rem) 13rem, 100vw"  # a picture beside its milestone
CHIPS = {"planned": "off", "on_track": "info", "delayed": "warn", "done": "ok", "stopped": "err"}


def page_context(request: HttpRequest, city: City, page: ProjectPage) -> dict[str, Any]:
    if page.project_id is None:
        return {"project": None}
    with scopes_disabled():
        project = page.project
    plan = plan_of(project)
    return {**project_context(request, city, plan), **materials(city, page), **_contact(request, city, page, project)}


def _contact(request: HttpRequest, city: City, page: ProjectPage, project: Project) -> dict[str, Any]:
    """The project's own office where the page names none."""
    if page.office_id is not None or project.office_id is None or project.city_id != city.pk:
        return {}
    card = office_card(city, project.office_id)
    if card is None:
        return {}
    at = timezone.now()
    truth(request, opening.seconds_of_truth([card.table], at))
    return {"contact": card.now(at)}


def project_context(request: HttpRequest, city: City, plan: Plan) -> dict[str, Any]:
    now = timezone.now()
    member = None if getattr(request, "is_preview", False) or request.is_admin_host else member_of(request)
    person = Person(member)
    with scope(city=plan.cities):
        doors = [door(plan, module, person, now) for module in plan.modules if module.switched_on]
        own = [row for module in plan.modules for row in _mine(module, person)] if member is not None else []
    change = plan.next_change(now)
    if change is not None:
        truth(request, max(1, int((change - now).total_seconds())))
    project = plan.project
    return {
        "project": project,
        "plan": plan,
        "is_public": project.is_public,
        "phases": [phase_row(phase, now) for phase in plan.phases],
        "doors": doors,
        "open_doors": [d for d in doors if d["open"]],
        "own_contributions": own,
        "milestones": milestones(plan),
        "manages": may_manage(member, plan),
        "area_path": geo.svg_path(project.area) if project.area else "",
        "desk_url": f"/beteiligung/verwalten/{project.slug}/",
        "figures": figures(plan, doors),
    }


def phase_row(phase: Phase, now: dt.datetime) -> dict[str, str]:
    """For components/timeline.html: title, meta, note, state."""
    over, running = phase.is_over(now), phase.is_running(now)
    note = ""
    if over:
        note = _("abgeschlossen")
    elif running and phase.ends_at is not None:
        days = (timezone.localtime(phase.ends_at).date() - timezone.localtime(now).date()).days
        note = (
            ngettext("läuft, noch %(n)s Tag", "läuft, noch %(n)s Tage", days) % {"n": days}
            if days
            else _("läuft, endet heute")
        )
    elif running:
        note = _("läuft")
    return {
        "title": phase.title,
        "meta": span(phase),
        "note": note,
        "text": phase.text,
        "easy_text": phase.easy_text,
        "state": "done" if over else "now" if running else "",
    }


def span(phase: Phase) -> str:
    first = timezone.localtime(phase.starts_at)
    if phase.ends_at is None:
        return _("ab %(start)s") % {"start": date_format(first, "j. F Y")}
    last = timezone.localtime(phase.ends_at) - dt.timedelta(seconds=1)  # „bis 30. Juni“ includes that day
    start = date_format(first, "j. F" if first.year == last.year else "j. F Y")
    return _("%(start)s bis %(end)s") % {"start": start, "end": date_format(last, "j. F Y")}


def door(plan: Plan, module: Module, person: Person, now: dt.datetime) -> dict[str, Any]:
    """A module as the project's page offers it."""
    spec = module.spec
    verdicts = {feature.key: may(plan, module, feature.key, person, now) for feature in spec.features}
    open_features = [feature.label for feature in spec.features if plan.open_now(module, feature.key, now)]
    first = next((verdict.why for verdict in verdicts.values() if not verdict), "")
    return {
        "title": module.title,
        "intro": module.intro,
        "easy_intro": module.easy_intro,
        "url": module_url(plan.project, module),
        "icon": spec.icon,
        "kind": spec.label,
        "open": bool(open_features),
        "features": open_features,
        "why": "" if open_features else first,
        **spec.card_of(plan, module),
    }


def _mine(module: Module, person: Person) -> list[dict[str, Any]]:
    spec = module.spec
    return spec.call(spec.mine)(module, person) if spec.mine else []


def milestones(plan: Plan) -> list[dict[str, Any]]:
    with scopes_disabled():
        ready = PortalRendition.objects.filter(filter_spec__in=PICTURE_SPECS)
        sizes = Prefetch("picture__renditions", ready, to_attr="prefetched_renditions")  # where Wagtail looks first
        rows = list(Milestone.objects.filter(project=plan.project).select_related("picture").prefetch_related(sizes))
    return [
        {
            "title": row.title,
            "text": row.text,
            "percent": row.percent,
            "chip": {"label": row.get_status_display(), "kind": CHIPS[row.status]},
            "due_on": row.due_on,
            "cost": row.cost,
            "warn": row.status == Milestone.Status.DELAYED,
            "picture": _photo(row.picture),
        }
        for row in rows
    ]


def _photo(image: PortalImage | None) -> dict[str, Any] | None:
    if image is None:
        return None
    return {**photo_data(image, BESIDE), "alt": image.default_alt_text, "credit": image.credit}


def figures(plan: Plan, doors: list[dict[str, Any]]) -> list[dict[str, Any]]:
    rows = [{"label": d["label"], "figure": d["figure"]} for d in doors if d.get("figure")]
    if plan.project.participant_count:
        rows.append({"label": _("Beteiligte"), "figure": plan.project.participant_count})
    return rows[:2]


def materials(city: City, page: ProjectPage) -> dict[str, list[dict[str, Any]]]:
    """News, events and documents of the page; only what visitors may see."""
    from portal.content.models import EventPage, NewsPage

    rows = list(ProjectMaterial.objects.filter(owner_id=page.pk).select_related("page", "document")) if page.pk else []
    ids = [row.page_id for row in rows if row.page_id]
    news = {p.pk: p for p in NewsPage.objects.for_city(city).visible().filter(pk__in=ids).defer("body")} if ids else {}
    events = (
        {p.pk: p for p in EventPage.objects.for_city(city).visible().filter(pk__in=ids).defer("body")} if ids else {}
    )
    found: dict[str, list[dict[str, Any]]] = {"project_news": [], "project_events": [], "project_documents": []}
    for row in rows:
        document = row.document
        file = {"title": document.title, "url": document.url} if document else None
        if row.page_id in news:
            item = news[row.page_id]
            found["project_news"].append(
                {"title": item.title, "url": path_of(item, city), "date": item.date, "file": file}
            )
        elif row.page_id in events:
            event = events[row.page_id]
            found["project_events"].append(
                {
                    "title": event.title,
                    "url": path_of(event, city),
                    "date": event.starts_at,
                    "place": event.location,
                    "file": file,
                }
            )
        elif row.page_id is None and file:
            found["project_documents"].append(file)
    found["project_news"].sort(key=lambda item: item["date"], reverse=True)
    found["project_events"].sort(key=lambda item: item["date"], reverse=True)
    return found
