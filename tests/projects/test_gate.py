"""No write gets in outside a phase that grants it: every kind, every feature, everybody, and while the phase ends.

The expectations are written down here again, as tables and one line of logic, and share no code with the gate.
"""

from __future__ import annotations

import datetime as dt
import random
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone
from django_scopes import scopes_disabled
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase as HypothesisCase

from participation.moderation.models import Pause
from participation.projects import actions
from participation.projects.gate import enter
from participation.projects.kinds import all_kinds
from participation.projects.models import Access, Module, Participant, Phase, Who
from participation.projects.permissions import Person
from portal.kit.refused import Refused
from tests.conftest import the_city
from tests.factories import make_user
from tests.projects.making import make_module, make_project, resident_of

FEATURES = [(kind.key, feature.key) for kind in all_kinds().values() for feature in kind.features]
HOUR = dt.timedelta(hours=1)
TICK = dt.timedelta(microseconds=1)
# Who gets in while it is open, told once more by hand
LETS_IN = {
    "anyone": {"guest", "member", "paused", "resident", "elsewhere", "desk"},
    "member": {"member", "paused", "resident", "elsewhere", "desk"},
    "resident": {"resident"},
    "desk": {"desk"},
}
SPEECH = {"submit", "comment", "suggest", "ask"}  # what a member with a pause may not do


def everybody(city, other) -> dict[str, Person]:
    paused, gone = make_user("pause@x.example"), make_user("fort@x.example", is_active=False)
    with scopes_disabled():
        now = timezone.now()
        Pause.objects.create(
            city=city, user=paused, starts_at=now - HOUR, until=now + 3000 * HOUR, reason="hate", statement="Regel 2"
        )
    return {
        "visitor": Person(),
        "guest": Person(guest=uuid.uuid4()),
        "member": Person(make_user("mitglied@x.example")),
        "paused": Person(paused),
        "gone": Person(gone),
        "resident": Person(resident_of(city)),
        "elsewhere": Person(resident_of(other)),
        "desk": Person(make_user("amt@x.example", city, "city_admin")),
        "foreign desk": Person(make_user("amt2@x.example", other, "city_admin")),
    }


def gets_in(module, feature, person, at) -> bool:
    why = None
    try:
        with transaction.atomic(), scopes_disabled():
            enter(module, feature, person, at=at)
    except Refused as refused:
        why = str(refused.messages[0]).strip()
    assert why != ""  # every no says why
    return why is None


def expected(name: str, feature: str, who: set[str]) -> bool:
    """`who`: what the open windows grant, empty when none is open."""
    allowed = set().union(*(LETS_IN[w] for w in who)) if who else set()
    if feature in SPEECH:
        allowed -= {"paused"}
    return ("member" if name == "foreign desk" else name) in allowed


def test_every_value_of_who_is_in_the_table():
    assert set(LETS_IN) == set(Who.values)
    assert FEATURES


@pytest.mark.parametrize(("kind", "feature"), FEATURES)
def test_only_inside_the_window_and_only_who_is_meant(bruchsal, buehl, kind, feature):
    """The window is [start, end): the very first moment counts, the end itself does not."""
    project = make_project(bruchsal)
    module, people = make_module(project, kind), everybody(bruchsal, buehl)
    with scopes_disabled():
        phase = Phase.objects.get(project=project)
        row = Access.objects.get(module=module, feature=feature)
    start, end = phase.starts_at, phase.ends_at
    moments = {
        start - 1000 * HOUR: False, start - TICK: False, start: True, end - TICK: True, end: False, end + HOUR: False,
    }  # fmt: skip
    for who in Who.values:
        with scopes_disabled():
            Access.objects.filter(pk=row.pk).update(who=who)
        for name, person in people.items():
            for at, is_open in (
                moments.items() if name in ("member", "resident", "desk") else [(start, True), (end, False)]
            ):
                want = is_open and expected(name, feature, {who})
                assert gets_in(module, feature, person, at) is want, (who, name, at - start)
    with scopes_disabled():  # nothing of it holds without the row, on a draft, or where the module is switched off
        inside, everyone = start + HOUR, people.items()
        Access.objects.filter(pk=row.pk).update(who="anyone")
        for change, back in (
            (lambda: Module.objects.filter(pk=module.pk).update(switched_on=False), {"switched_on": True}),
            (lambda: actions.set_status(bruchsal, project, "draft", actor=None), {}),
            (lambda: actions.set_status(bruchsal, project, "archived", actor=None), {}),
            (lambda: Access.objects.filter(pk=row.pk).delete(), {}),
        ):
            change()
            assert not any(gets_in(module, feature, person, inside) for _name, person in everyone)
            Module.objects.filter(pk=module.pk).update(**(back or {"switched_on": True}))
        actions.set_status(bruchsal, project, "published", actor=None)
        assert not any(gets_in(module, feature, person, inside) for _name, person in everyone)


windows = st.tuples(st.integers(-20, 20), st.one_of(st.none(), st.integers(1, 20)))


class Overlapping(HypothesisCase):
    """Phases overlap, grant different things to different people, and belong to different modules."""

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        phases=st.lists(windows, min_size=1, max_size=3),
        rows=st.lists(st.tuples(st.integers(0, 2), st.sampled_from(FEATURES), st.sampled_from(Who.values)), max_size=8),
        asked=st.sampled_from(FEATURES),
        hours=st.integers(-25, 45),
        on_the_edge=st.booleans(),
    )
    def test_the_union_of_open_windows_decides(self, phases, rows, asked, hours, on_the_edge):
        bruchsal, buehl = the_city("bruchsal"), the_city("buehl")
        zero = timezone.now().replace(microsecond=0)
        project = make_project(bruchsal, phases=0)
        people = everybody(bruchsal, buehl)
        at = zero + hours * HOUR - (TICK if on_the_edge else 0 * TICK)
        granted: dict[tuple[int, str, str], str] = {}
        with scopes_disabled():
            made = [
                Phase.objects.create(
                    city=bruchsal, project=project, title=f"P{n}", starts_at=zero + start * HOUR,
                    ends_at=None if length is None else zero + (start + length) * HOUR,
                )
                for n, (start, length) in enumerate(phases)
            ]  # fmt: skip
            kinds = {kind for _n, (kind, _f), _w in rows} | {asked[0]}
            modules = {kind: make_module(project, kind) for kind in kinds}
            Access.objects.filter(module__project=project).delete()
            for number, (kind, feature), who in rows:
                granted[number % len(made), kind, feature] = who
            for (number, kind, feature), who in granted.items():
                Access.objects.create(city=bruchsal, phase=made[number], module=modules[kind], feature=feature, who=who)
        kind, feature = asked
        open_to = {
            who
            for (number, k, f), who in granted.items()
            if (k, f) == asked
            and phases[number][0] * HOUR <= at - zero
            and (phases[number][1] is None or at - zero < (phases[number][0] + phases[number][1]) * HOUR)
        }
        for name, person in people.items():
            want = expected(name, feature, open_to)
            assert gets_in(modules[kind], feature, person, at) is want, (name, open_to, at - zero)


WRITERS, ROUNDS = 12, 5


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_the_end_of_a_phase_waits_for_who_is_in_and_lets_nobody_after(bruchsal):
    """Writers write without pause while the phase is ended. What was let in has a time before the end, and when the
    end is committed, everything that will ever be there is there."""
    rng = random.Random(7)
    for _round in range(ROUNDS):
        project = make_project(bruchsal)
        module = make_module(project, next(kind for kind, feature in FEATURES if feature in ("weigh", "submit")))
        feature = next(f.key for f in module.spec.features if f.key in ("weigh", "submit"))
        with scopes_disabled():
            Access.objects.filter(module=module).update(who="anyone")
            phase = Phase.objects.get(project=project)
        gate, stop = Barrier(WRITERS + 1), Event()
        naps = [rng.random() / 50 for _n in range(WRITERS)]

        def write(number, module=module, feature=feature, gate=gate, stop=stop, naps=naps):
            done = 0
            try:
                connection.ensure_connection()
                gate.wait()
                while not stop.is_set():
                    try:
                        with transaction.atomic(), scopes_disabled():
                            _plan, now = enter(module, feature, Person(guest=uuid.uuid4()))
                            time.sleep(naps[number])  # a slow write is on its way when the phase ends
                            Participant.objects.create(
                                city_id=module.city_id, project_id=module.project_id, guest=uuid.uuid4(),
                                created_at=timezone.now(),
                            )  # fmt: skip
                            assert now <= timezone.now()
                        done += 1
                    except Refused:
                        return done
                return done
            finally:
                connections.close_all()

        with ThreadPoolExecutor(WRITERS) as pool:
            jobs = [pool.submit(write, number) for number in range(WRITERS)]
            gate.wait()
            time.sleep(0.2)
            with scopes_disabled():
                ended = actions.end_phase(bruchsal, phase, actor=None)
                at_the_end = Participant.objects.filter(project=project).count()
            time.sleep(0.1)
            stop.set()
            written = sum(job.result() for job in jobs)
        with scopes_disabled():
            rows = Participant.objects.filter(project=project)
            assert written == rows.count() == at_the_end >= WRITERS
            assert not rows.filter(created_at__gte=ended.ends_at).exists()
            assert not gets_in(module, feature, Person(guest=uuid.uuid4()), None)
