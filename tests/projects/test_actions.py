"""Changes of projects: bounded, audited, refused in plain words."""

from __future__ import annotations

import datetime as dt
import json
from importlib import import_module

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django_scopes import scope
from hypothesis import given, settings
from hypothesis import strategies as st

from participation.projects import actions, geo
from participation.projects.counting import take_number
from participation.projects.kinds import all_kinds
from participation.projects.models import Access, Phase, Project
from portal.audit.models import AuditEntry
from portal.kit.refused import Refused
from tests.projects.making import DAY, make_module, make_project

SQUARE = {"type": "Polygon", "coordinates": [[[8.5, 49.1], [8.6, 49.1], [8.6, 49.2], [8.5, 49.2], [8.5, 49.1]]]}


def test_slugs_are_free_and_readable(bruchsal, buehl):
    with scope(city=[bruchsal]):
        first = actions.create_project(bruchsal, "Straße für Bürger", actor=None)
    with scope(city=[buehl]):
        second = actions.create_project(buehl, "Straße für Bürger", actor=None)
    assert (first.slug, second.slug) == ("strasse-fuer-buerger", "strasse-fuer-buerger-2")


@pytest.mark.parametrize(
    ("value", "word"),
    [
        ("{", "gültiges GeoJSON"),
        ("[" * 5000, "gültiges GeoJSON"),
        ("x" * 200_001, "zu groß"),
        ({"type": "Point", "coordinates": [8.5, 49.1]}, "genau eine Fläche"),
        ({"type": "Polygon", "coordinates": []}, "keine Ecken"),
        ({"type": "Polygon", "coordinates": [[[8.5, 49.1], [8.6, 49.1], [8.5, 49.1]]]}, "drei"),
        ({"type": "Polygon", "coordinates": [[[8.5, 49.1]] * 2001]}, "2000"),
        ({"type": "MultiPolygon", "coordinates": [[[[8.5, 49.1]] * 4]] * 51}, "zu viele"),
        ({"type": "Polygon", "coordinates": [[[8.5, 49.1], [8.6, 49.1], [8.6, 49.2], [8.5, 49.2]]]}, "geschlossen"),
        ({"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}, "Region"),
        ({"type": "Polygon", "coordinates": [[["8", "49"], [8.6, 49.1], [8.6, 49.2], [8.5, 49.1]]]}, "Paar"),
        ({"type": "Polygon", "coordinates": [[[float("nan"), 49.1], [8.6, 49.1], [8.6, 49.2], [8.5, 49.1]]]}, "Paar"),
        (17, "Fläche"),
    ],
)
def test_hostile_areas_are_refused_with_a_reason(value, word):
    with pytest.raises(Refused, match=word):
        geo.checked_area(value)


def test_an_area_is_found_inside_what_drawing_tools_write():
    wrapped = {"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {}, "geometry": SQUARE}]}
    assert geo.checked_area(json.dumps(wrapped)) == SQUARE
    assert geo.bounds(SQUARE) == (49.1, 8.5, 49.2, 8.6)
    assert geo.checked_area("") is None


@given(st.floats(8.4, 8.7), st.floats(49.0, 49.3))
@settings(max_examples=200)
def test_inside_agrees_with_the_square(lon, lat):
    assert (
        geo.contains(SQUARE, lat, lon) == (8.5 < lon <= 8.6 and 49.1 < lat <= 49.2)
        or lon in (8.5, 8.6)
        or lat in (49.1, 49.2)
    )


def test_points_outside_are_refused(bruchsal):
    project = make_project(bruchsal, area=SQUARE)
    assert geo.checked_point(project, [bruchsal], 49.15, 8.55) == (49.15, 8.55)
    for lat, lon in ((49.25, 8.55), (float("nan"), 8.55), (float("inf"), 8.5), (-90, 0)):
        with pytest.raises(Refused):
            geo.checked_point(project, [bruchsal], lat, lon)
    anywhere = make_project(bruchsal)
    with pytest.raises(Refused, match="nicht in den beteiligten Städten"):
        geo.checked_point(anywhere, [bruchsal], 48.0, 8.0)


def test_phases_are_bounded_and_ordered(bruchsal):
    project = make_project(bruchsal)
    now = timezone.now()
    with scope(city=[bruchsal]):
        for start, end, word in (
            (now, now, "nach ihrem Beginn"),
            (now, now - DAY, "nach ihrem Beginn"),
            (dt.datetime(1999, 1, 1, tzinfo=dt.UTC), None, "2000 und 2100"),
        ):
            with pytest.raises(Refused, match=word):
                actions.save_phase(bruchsal, project, actor=None, title="x", starts_at=start, ends_at=end)
        with pytest.raises(ValidationError):
            actions.save_phase(bruchsal, project, actor=None, title="x" * 81, starts_at=now)
        with pytest.raises(IntegrityError), transaction.atomic():
            Phase.objects.create(city=bruchsal, project=project, title="x", starts_at=now, ends_at=now)
        assert project.phases.count() == 1


def test_ending_a_phase_is_final_and_audited(bruchsal):
    project = make_project(bruchsal)
    with scope(city=[bruchsal]):
        phase = project.phases.get()
        actions.end_phase(bruchsal, phase, actor=None)
        with pytest.raises(Refused):
            actions.end_phase(bruchsal, phase, actor=None)
        assert AuditEntry.objects.filter(action="projects.end_phase").count() == 1


def test_accesses_take_only_what_the_kind_offers(bruchsal, buehl):
    project, other = make_project(bruchsal), make_project(bruchsal)
    module = make_module(project, "discussion")
    with scope(city=[bruchsal]):
        phase, foreign = project.phases.get(), other.phases.get()
        for wanted in (
            [(foreign, module, "comment", "member")],
            [(phase, module, "erfunden", "member")],
            [(phase, module, "comment", "anyone")],  # a discussion needs an account
        ):
            with pytest.raises(Refused):
                actions.set_accesses(bruchsal, project, wanted, actor=None)
        assert Access.objects.get().who == "member"  # nothing half-written
        actions.set_accesses(bruchsal, project, [(phase, module, "comment", "resident")], actor=None)
        assert Access.objects.get().who == "resident"
        with pytest.raises(IntegrityError), transaction.atomic():
            Access.objects.update(who="jeder")


def test_what_people_contributed_to_is_never_deleted(bruchsal):
    project = make_project(bruchsal)
    module = make_module(project, "discussion")
    with scope(city=[bruchsal]):
        with pytest.raises(Refused):
            actions.delete_project(bruchsal, project, actor=None)
        module.contribution_count = 1
        module.save()
        with pytest.raises(Refused):
            actions.remove_module(bruchsal, module, actor=None)
        draft = make_project(bruchsal, public=False)
        actions.delete_project(bruchsal, draft, actor=None)
        assert not Project.objects.filter(pk=draft.pk).exists()


def test_only_the_leading_city_asks_and_only_the_asked_city_joins(bruchsal, buehl, redi):
    project = make_project(bruchsal)
    with scope(city=[bruchsal, buehl, redi]):
        for asking, asked in ((buehl, redi), (bruchsal, redi)):
            with pytest.raises(Refused):
                actions.ask_city(asking, project, asked, actor=None)
        row = actions.ask_city(bruchsal, project, buehl, actor=None)
        with pytest.raises(Refused):
            actions.join_project(bruchsal, row, actor=None)
        actions.join_project(buehl, row, actor=None)
        lead = project.cities.get(city=bruchsal)
        with pytest.raises(Refused):
            actions.leave_project(bruchsal, lead, actor=None)
        actions.leave_project(buehl, row, actor=None)
        assert project.cities.count() == 1


def test_numbers_are_never_used_twice(bruchsal):
    project = make_project(bruchsal)
    assert [take_number(project.pk) for _n in range(3)] == [1, 2, 3]


def test_kinds_share_no_address():
    """All hang below /projekt/<project>/<module>/: the first pattern that fits takes the request."""
    owner: dict[str, str] = {}
    for kind in all_kinds().values():
        for pattern in import_module(kind.urls).urlpatterns if kind.urls else ():
            first = str(pattern.pattern).partition("/")[0]
            assert owner.setdefault(first, kind.urls) == kind.urls, (
                f"{first}/ belongs to {owner[first]} and {kind.urls}"
            )
