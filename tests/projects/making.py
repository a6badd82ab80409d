"""Projects for tests, through the product's own actions.

project = make_project(bruchsal)                      # public, one running phase
module = make_module(project, "ideas", "member")      # every feature open to members in that phase
"""

from __future__ import annotations

import datetime as dt
import itertools
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone
from django_scopes import scope
from PIL import Image

from participation.projects import actions
from participation.projects.models import Access, Module, Phase, Project, ProjectPage
from participation.residency.models import Residency
from portal.accounts.models import User
from portal.cities.models import City
from portal.library.models import PortalImage
from tests.factories import make_page, make_user

_numbers = itertools.count(1)
DAY = dt.timedelta(days=1)


def make_project(city: City, title: str = "", *, public: bool = True, phases: int = 1, **fields: Any) -> Project:
    """`phases`: how many; the first one runs from yesterday for 30 days, the next ones follow."""
    with scope(city=[city]):
        project = actions.create_project(city, title or f"Projekt {next(_numbers)}", actor=None, **fields)
        start = timezone.now() - DAY
        for n in range(phases):
            actions.save_phase(
                city, project, actor=None, kind="discussion", title=f"Phase {n + 1}",
                starts_at=start + n * 30 * DAY, ends_at=start + (n + 1) * 30 * DAY,
            )  # fmt: skip
        if public:
            actions.set_status(city, project, "published", actor=None)
        return project


def make_module(project: Project, kind: str, who: str = "member", title: str = "", **settings: Any) -> Module:
    """A module whose features are open to `who` (or to whom the feature proposes) in every phase."""
    with scope(city=[project.city]):
        module = actions.add_module(
            project.city, project, kind, title or f"Baustein {next(_numbers)}", actor=None, open_features=False,
            settings=settings,
        )  # fmt: skip
        for phase in Phase.objects.filter(project=project):
            for feature in module.spec.features:
                Access.objects.create(
                    city=project.city, phase=phase, module=module, feature=feature.key,
                    who=who if who in feature.who or who == "desk" else feature.who[0],
                )  # fmt: skip
        return module


def make_project_page(project: Project, city: City | None = None, **fields: Any) -> ProjectPage:
    return make_page(
        city or project.city,
        ProjectPage,
        title=project.title,
        slug=f"projekt-{next(_numbers)}",
        project=project,
        **fields,
    )


def make_picture(city: City, description: str = "Blick auf den Bach", **fields: Any) -> PortalImage:
    out = BytesIO()
    Image.new("RGB", (1200, 800), "#336").save(out, "PNG")
    return PortalImage.objects.create(
        title=fields.pop("title", f"Bild {next(_numbers)}"), description=description, collection=city.collection,
        file=ContentFile(out.getvalue(), name="bild.png"), **fields,
    )  # fmt: skip


def join(project: Project, city: City) -> None:
    with scope(city=[project.city, city]):
        actions.join_project(city, actions.ask_city(project.city, project, city, actor=None), actor=None)


def resident_of(city: City, email: str = "") -> User:
    """A member who has proven to live in the city."""
    user = make_user(email or f"wohnt{next(_numbers)}@example.org", display_name="Einwohnerin")
    with scope(city=[city]):
        Residency.objects.create(city=city, user=user, means="clerk", valid_until=timezone.now() + 700 * DAY)
    return user


def end_phases(project: Project, at: dt.datetime | None = None) -> None:
    """Every phase of the project is over."""
    with scope(city=[project.city]):
        past = (at or timezone.now()) - dt.timedelta(minutes=1)
        Phase.objects.filter(project=project).update(starts_at=past - DAY, ends_at=past)
