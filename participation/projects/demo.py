"""Projects of the demo (contract: portal.demo.registry). Modules are filled by their own apps afterwards."""

from __future__ import annotations

import datetime as dt
import math
import random
import uuid
from typing import TYPE_CHECKING, Any

from django.utils.text import slugify
from django_scopes import scopes_disabled
from wagtail.models import Page

from participation.comments.actions import ensure_thread_about, post_comment
from participation.comments.hosts import find
from portal.cities.models import City
from portal.content.models import SectionPage
from portal.demo.builder import topic
from portal.demo.pictures import picture as demo_picture
from portal.demo.registry import account, once, seeded, voices
from portal.offices.models import Office

from . import actions
from .demo_texts import PROCESSES, TALK_LINES, TALK_STANCE, Process
from .kinds import all_kinds
from .models import Module, Project, ProjectIndexPage, ProjectPage, Who
from .thread_hosts import KIND

if TYPE_CHECKING:
    from portal.accounts.models import User

NAMESPACE = uuid.UUID("6f1c7a52-4d5e-5f0b-9b60-5a1f6c1a7d12")


def seed(city: City, *, rng: random.Random, now: dt.datetime) -> None:
    index = _index(city)
    for process in PROCESSES:
        if process.city == city.slug:
            project = once(city, f"projects/{process.key}", lambda p=process: _project(city, p, rng, now))  # type: ignore[misc]
            if project is not None and index is not None:
                _page(city, index, project, process)
                for module in Module.objects.filter(project=project, kind="discussion"):
                    talk(city, module, voices(city), now)
        elif city.slug in process.partners:
            _join(city, index, process)
    if city.is_alliance:
        _late_partners()


def _editor(city: City) -> User:
    return account(city, "koordination" if city.is_alliance else "verwaltung")


def _index(city: City) -> ProjectIndexPage | None:
    section = SectionPage.objects.for_city(city).filter(slug="mitmachen").first()
    parent = section.page_ptr if section else Page.objects.get(pk=city.site.root_page_id)
    title = "Projekte der Region" if city.is_alliance else "Projekte"
    summary = (
        "Beteiligungsprojekte aus neun Städten: was läuft, was kommt, was daraus wurde."
        if city.is_alliance
        else f"Was in {city.name} gerade geplant wird und wo Sie mitreden."
    )
    return once(
        city, "projects/index",
        lambda: _publish(city, parent, ProjectIndexPage(title=title, slug="projekte", summary=summary, icon="people"), ()),
    )  # fmt: skip


def _publish(city: City, parent: Page, page: Any, topics: tuple[str, ...]) -> Any:
    page.owner = _editor(city)
    page.show_in_menus = city.is_alliance and isinstance(page, ProjectIndexPage)
    page.uuid = uuid.uuid5(NAMESPACE, f"{city.slug}/{page.slug}")
    page.live = False
    Page.objects.get(pk=parent.pk).add_child(instance=page)
    for name in topics:
        page.topics.add(topic(name))
    page.save_revision(user=page.owner, log_action=False).publish(user=page.owner, log_action=False)
    return page


def _page(city: City, index: ProjectIndexPage, project: Project, process: Process) -> None:
    once(
        city, f"projects/page/{process.key}",
        lambda: _publish(
            city, index.page_ptr,
            ProjectPage(
                title=process.title, slug=slugify(process.key), project=project, summary=process.purpose,
                search_description=process.purpose, body=[{"type": "text", "value": f"<p>{process.text}</p>"}],
            ),
            process.topics,
        ),
    )  # fmt: skip


def _area(city: City, process: Process, rng: random.Random) -> dict[str, Any]:
    """Around the city's centre, twelve corners; a joint project's reaches around the centres of all its cities (km)."""
    cities = [city, *City.objects.filter(slug__in=process.partners)]
    squeeze = math.cos(math.radians(city.latitude))
    north, south = max(c.latitude for c in cities), min(c.latitude for c in cities)
    east, west = max(c.longitude for c in cities), min(c.longitude for c in cities)
    corners = []
    for step in range(12):
        turn = 2 * math.pi * step / 12
        reach = process.radius * rng.uniform(0.8, 1.1) / 111.32
        x, y = math.cos(turn), math.sin(turn)
        lon = (east if x > 0 else west) + reach * x / squeeze
        lat = (north if y > 0 else south) + reach * y
        corners.append([round(lon, 6), round(lat, 6)])
    return {"type": "Polygon", "coordinates": [[*corners, corners[0]]]}


def _project(city: City, process: Process, rng: random.Random, now: dt.datetime) -> Project:
    actor = _editor(city)
    project = actions.create_project(
        city, process.title, actor=actor, purpose=process.purpose, easy_purpose=process.easy, result=process.result,
        budget=process.budget, area=_area(city, process, rng), office=Office.objects.filter(city=city, is_main=True).first(),
    )  # fmt: skip
    for stage in process.stages:
        actions.save_phase(
            city, project, actor=actor, kind=stage.kind, title=stage.title, text=stage.text, easy_text=stage.easy,
            starts_at=now + dt.timedelta(days=stage.first),
            ends_at=None if stage.end is None else now + dt.timedelta(days=stage.end),
        )  # fmt: skip
    for part in process.parts:
        if part.kind in all_kinds():
            actions.add_module(
                city, project, part.kind, part.title, actor=actor, intro=part.intro, easy_intro=part.easy,
                settings=part.settings,
            )  # fmt: skip
    _open_wide(city, project, actor)
    for step in process.steps:
        due = now.date() + dt.timedelta(days=step.due) if step.due is not None else None
        actions.save_milestone(
            city, project, actor=actor, title=step.title, status=step.status, percent=step.percent, text=step.text,
            due_on=due, cost=step.cost, picture=demo_picture(city, step.motif) if step.motif else None,
        )  # fmt: skip
    with scopes_disabled():
        for slug in process.partners:
            partner = City.objects.filter(slug=slug).first()
            if partner is not None:
                row = actions.ask_city(city, project, partner, actor=actor)
                actions.join_project(partner, row, actor=_editor(partner))
    return actions.set_status(city, project, Project.Status.PUBLISHED, actor=actor)


def _open_wide(city: City, project: Project, actor: User) -> None:
    """What the kinds propose is for members; the demo also lets guests send ideas and answers."""
    wanted = []
    for module in project.modules.all():
        for access in module.accesses.select_related("phase"):
            feature = module.spec.feature(access.feature)
            who = access.who
            if feature is not None and module.kind in ("ideas", "poll") and access.feature in ("submit", "answer"):
                who = Who.ANYONE if Who.ANYONE in feature.who else who
            wanted.append((access.phase, module, access.feature, who))
    actions.set_accesses(city, project, wanted, actor=actor)


def _join(city: City, index: ProjectIndexPage | None, process: Process) -> None:
    """The partner's own page of a joint project, as soon as the leading city has one."""
    project = Project.shown_in(city).filter(title=process.title).first()
    if project is not None and index is not None:
        _page(city, index, project, process)


def talk(city: City, module: Module, people: list[User], now: dt.datetime) -> None:
    """A short conversation in a module that is nothing but a discussion."""
    host = find(KIND, module.uuid)
    if host is None or not people:
        return
    thread = ensure_thread_about(KIND, module.uuid, host, actor=None)
    lines = TALK_STANCE if module.setting("stance") else TALK_LINES
    for number, (voice, stance, text) in enumerate(lines):
        at = now - dt.timedelta(days=len(lines) - number, hours=-9 - number)
        once(
            city, f"projects/talk/{module.project_id}/{module.slug}/{number}",
            lambda v=voice, s=stance, t=text, w=at: post_comment(  # type: ignore[misc]
                city, thread, people[v % len(people)], t, stance=s, at=w, trusted=True
            ),
        )  # fmt: skip


def _late_partners() -> None:
    """Partners that were seeded before the leading city get their page now: the alliance comes last."""
    for process in PROCESSES:
        for slug in process.partners:
            with scopes_disabled():
                partner = City.objects.select_related("site__root_page").filter(slug=slug).first()
                if partner is not None:
                    _join(partner, seeded(partner, "projects/index"), process)
