"""Noting changes and following: dedupe, bounds, one's own only."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from participation.following import actions, personal_data
from participation.following.models import MAX_SUBSCRIPTIONS, Change, Delivery, DigestRun, Subscription
from portal.audit.models import AuditEntry
from portal.kit.refused import Refused
from tests.following.making import HERE, member, note
from tests.projects.making import make_project


def test_the_same_event_is_noted_once(project):
    assert note(project, title="Antwort da") is not None
    assert note(project, title="Antwort da") is None
    assert note(project, title="Antwort da", at=timezone.now() + dt.timedelta(days=1)) is not None
    assert note(project, title="Eins", key="k") is not None
    assert note(project, title="Zwei", key="k") is None
    assert Change.objects.count() == 3


def test_keys_of_two_projects_do_not_meet(project, other):
    assert note(project, key="phase")
    assert note(other, key="phase")


def test_bounds_of_a_change(bruchsal, project):
    assert note(make_project(bruchsal, public=False)) is None
    assert note(project, title=" \u202e ") is None
    assert actions.note_change(bruchsal, project, "news", "Titel", "https://fremd.example/") is None
    assert len(note(project, title="x" * 500).title) == 160
    assert note(project, place=(float("nan"), 8.5)).lat is None
    with pytest.raises(ValueError, match="unknown"):
        note(project, "unknown")


def test_only_what_is_fresh_and_no_contribution_goes_out_at_once(project):
    note(project, "contribution")
    note(project, "answer", at=timezone.now() - dt.timedelta(days=30))
    assert not DigestRun.objects.exists()
    note(project, "answer")
    assert DigestRun.objects.count() == 1


def test_following_twice_sets_the_rhythm(project):
    person = member()
    first = actions.follow_project(person, project)
    again = actions.follow_project(person, project, "weekly")
    assert first.pk == again.pk
    assert Subscription.objects.get().rhythm == "weekly"
    with pytest.raises(Refused):
        actions.follow_project(person, project, "hourly")
    actions.unfollow(person, again)
    actions.unfollow(person, again)
    verbs = AuditEntry.objects.filter(action__startswith="following.").order_by("pk").values_list("action", flat=True)
    assert list(verbs) == ["following.follow", "following.rhythm", "following.unfollow"]


def test_topics_and_areas(bruchsal):
    person = member()
    with pytest.raises(Refused, match="Thema"):
        actions.follow_topic(person, "gibt-es-nicht", bruchsal)
    for lat, lon, radius in ((0, 0, 2), (49, float("inf"), 2), (49, 8.5, 0), (49, 8.5, 21)):
        with pytest.raises(Refused):
            actions.follow_area(person, lat, lon, radius, "x")
    row = actions.follow_area(person, *HERE, 2, "  Zuhause \x00 ")
    assert row.title == "Zuhause, 2 km Umkreis"
    assert actions.follow_area(person, *HERE, 2, "Anders").pk == row.pk


def test_the_database_knows_the_rules(project):
    person = member()
    actions.follow_project(person, project)
    with pytest.raises(IntegrityError), transaction.atomic():
        Subscription.objects.create(user=person, what="project", project=project)
    with pytest.raises(IntegrityError), transaction.atomic():
        Subscription.objects.create(user=person, what="area", lat=49, lon=8, radius_km=21)
    with pytest.raises(IntegrityError), transaction.atomic():
        Subscription.objects.create(user=person, what="topic")


def test_a_hundred_is_enough(project):
    person = member()
    Subscription.objects.bulk_create(
        Subscription(user=person, what="area", lat=48 + n / 1000, lon=8.5, radius_km=1)
        for n in range(MAX_SUBSCRIPTIONS)
    )
    with pytest.raises(Refused, match="100"):
        actions.follow_project(person, project)


def test_one_cannot_end_what_another_follows(project):
    person, foreign = member(), member()
    row = actions.follow_project(person, project)
    actions.unfollow(foreign, row)
    actions.set_rhythm(foreign, row, "none")
    assert Subscription.objects.get().rhythm == "daily"


def test_own_data_and_leaving(project):
    person = member()
    actions.follow_project(person, project, "immediate")
    note(project)
    run = DigestRun.objects.get()
    from participation.following import engine

    engine.Writer(run).batch()
    told = personal_data.export(person)
    assert told["abonnements"][0]["was"] == "Der Bach im Ort"
    assert len(told["zustellungen"]) == 1
    personal_data.erase(person)
    personal_data.erase(person)
    assert not Subscription.objects.exists()
    assert not Delivery.objects.exists()


def test_old_things_are_forgotten(project):
    note(project)
    later = timezone.now() + dt.timedelta(days=181)
    assert actions.forget(timezone.now())["changes"] == 0
    assert actions.forget(later)["changes"] == 1


def test_the_demo_follows_and_repeats_nothing(bruchsal, resident, project):
    import random

    from participation.following import demo
    from portal.demo.registry import start_of_today

    fresh = note(project, "news", "Das Projekt ist gestartet")
    for _run in range(2):
        demo.seed(bruchsal, rng=random.Random(1), now=start_of_today())
    assert set(Subscription.objects.of(resident).values_list("what", "rhythm")) == {
        ("project", "daily"), ("area", "weekly")
    }  # fmt: skip
    fresh.refresh_from_db()
    assert fresh.at < start_of_today()
