"""A kind of module that exists in tests only, and projects that use it."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils import timezone
from django_scopes import scope

from participation.projects import actions
from participation.projects.kinds import Feature, ModuleKind, all_kinds
from participation.projects.models import Project
from portal.accounts.models import User
from portal.cities.models import City
from portal.kit.tables import Table
from tests.factories import make_user

HERE = "tests.projects_desk.making"
ROWS: list[dict[str, Any]] = []  # of the kind's only table
_numbers = itertools.count(1)


class SettingsForm(forms.Form):
    votes = forms.IntegerField(label="Stimmen", min_value=1, max_value=9)
    shown = forms.BooleanField(label="Sofort zeigen", required=False)


def show(request, room):
    return HttpResponse("muster")


def tables(module, *, public):
    columns = (("number", "Nr."), ("text", "Text"), *((("author", "Name"),) if not public else ()))
    yield Table("beiträge/../x", "Beiträge", columns, iter(ROWS))


def dump(module):
    return {"note": module.title}


def load(module, content):
    if not isinstance(content, dict) or "note" not in content:
        raise forms.ValidationError("unlesbar")
    LOADED.append(content["note"])


LOADED: list[str] = []
KIND = ModuleKind(
    key="muster", label="Muster", text="Ein Baustein für Proben.", icon="list", view=f"{HERE}.show",
    settings=f"{HERE}.SettingsForm", tables=f"{HERE}.tables", dump=f"{HERE}.dump",
    load=f"{HERE}.load", defaults={"votes": 3, "shown": True}, order=99,
    features=(
        Feature("submit", "Beitragen", phases=("ideas",)),
        Feature("support", "Unterstützen", who=("member", "resident"), phases=("ideas", "vote")),
    ),
)  # fmt: skip


@contextmanager
def muster() -> Iterator[ModuleKind]:
    all_kinds()["muster"] = KIND
    ROWS.clear()
    LOADED.clear()
    try:
        yield KIND
    finally:
        del all_kinds()["muster"]


def manager(city: City) -> User:
    return make_user(f"desk{next(_numbers)}@{city.slug}.example", city, "city_admin")


def day(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=timezone.get_default_timezone())


def make_project(city: City, title: str = "Platz am Bach", *, published: bool = True, **fields: Any) -> Project:
    """One running phase „Ideen“, one module „Muster“ in which members may contribute."""
    with scope(city=[city]):
        project = actions.create_project(city, title, actor=None, **fields)
        now = timezone.now()
        actions.save_phase(
            city, project, actor=None, kind="ideas", title="Ideen", starts_at=now - dt.timedelta(days=1),
            ends_at=now + dt.timedelta(days=20),
        )  # fmt: skip
        actions.add_module(city, project, "muster", "Vorschläge", actor=None)
        if published:
            actions.set_status(city, project, "published", actor=None)
        project.refresh_from_db()
        return project
