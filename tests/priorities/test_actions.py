"""Weights: who, when, how much, and that nobody can tell who chose what."""

import datetime as dt
import uuid

import pytest
from django.apps import apps
from django.conf import settings as django_settings
from django.contrib.auth import get_user_model
from django.db import IntegrityError, connection, transaction
from django.db.models import ForeignKey
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_scopes import scope, scopes_disabled
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from participation.ideas.models import Idea
from participation.priorities import actions, borrowing, exports, personal_data, results
from participation.priorities.models import Comparison, Option, Pair, Tally, Weight
from participation.priorities.voters import keys_of
from participation.projects import actions as projects
from participation.projects.models import Module, Participant, Phase
from participation.projects.permissions import NOBODY, Person
from portal.accounts import actions as accounts
from portal.audit.models import AuditEntry
from portal.kit.refused import Refused
from tests.comments.making import member
from tests.factories import make_user
from tests.priorities.conftest import make_priorities
from tests.projects.making import join, make_module, make_project, resident_of

DAY = dt.timedelta(days=1)


def give(made, person, *values, **kwargs):
    module, options = made
    with scopes_disabled():
        return actions.weigh(
            module.city, module, person, {o.uuid: v for o, v in zip(options, values, strict=False)}, **kwargs
        )


def fresh(module):
    with scopes_disabled():
        return Module.objects.select_related("project__city", "city").get(pk=module.pk)


def stored(module):
    with scopes_disabled():
        return sorted(Weight.objects.filter(module=module).values_list("option__title", "value"))


# --- Rating and points ------------------------------------------------------------------------


def test_rating_partially_changing_and_taking_back(rating):
    who = Person(member())
    assert give(rating, who, 5, None, 0) == 2
    assert give(rating, who, 5, None, 0) == 2  # the same again: nothing changes
    assert stored(rating[0]) == [("Ein Brunnen", 0), ("Neue Bänke", 5)]
    assert give(rating, who, 3) == 2  # what is not named stays
    assert stored(rating[0]) == [("Ein Brunnen", 0), ("Neue Bänke", 3)]
    assert fresh(rating[0]).contribution_count == 1
    assert fresh(rating[0]).project.participant_count == 1
    assert give(rating, who, None, None, None) == 0
    assert fresh(rating[0]).contribution_count == 0
    give(rating, Person(member()), 1)
    assert fresh(rating[0]).contribution_count == 1


@pytest.mark.parametrize("value", [6, -1, 2.5, "3", True, 10**30])
def test_values_out_of_range_are_refused_whole(rating, value):
    with pytest.raises(Refused, match="0 bis 5"):
        give(rating, Person(member()), 4, value)
    assert stored(rating[0]) == []


def test_more_points_than_there_are_are_refused(points):
    who = Person(member())
    assert give(points, who, 6, 4, 0) == 2
    with pytest.raises(Refused, match="10 Punkte"):
        give(points, who, 7)
    with pytest.raises(Refused, match="10 Punkte"):
        give(points, Person(member()), 4, 4, 3)
    assert stored(points[0]) == [("Mehr Schatten", 4), ("Neue Bänke", 6)]
    assert give(points, who, 2, 8) == 2


def test_the_database_refuses_too(rating):
    module, (option, *_rest) = rating
    with scopes_disabled():
        for change in ({"value": 6}, {"method": "points", "value": 101}, {"method": "points", "value": 0}):
            row = {"city": module.city, "module": module, "option": option, "voter": "x" * 64, "method": "rating"}
            with pytest.raises(IntegrityError), transaction.atomic():
                Weight.objects.create(**{**row, **change})
        Weight.objects.create(**row, value=3)
        with pytest.raises(IntegrityError), transaction.atomic():
            Weight.objects.create(**row, value=4)


def test_options_of_another_module_are_refused(rating, bruchsal, buehl):
    for other in (make_priorities(bruchsal), make_priorities(buehl)):
        with pytest.raises(Refused, match="gibt es hier nicht"):
            give((rating[0], [rating[1][0], other[1][0]]), Person(member()), 3, 3)
    with pytest.raises(Refused, match="gibt es hier nicht"), scopes_disabled():
        actions.weigh(bruchsal, rating[0], Person(member()), {uuid.uuid4(): 1})
    assert stored(rating[0]) == []


# --- Who and when -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "allowed"),
    [
        ("anyone", {"guest", "member", "resident", "elsewhere", "desk"}),
        ("member", {"member", "resident", "elsewhere", "desk"}),
        ("resident", {"resident"}),
        ("desk", {"desk"}),
    ],
)
def test_who_may_weigh(bruchsal, buehl, who, allowed):
    made = make_priorities(bruchsal, who)
    people = {
        "nobody": NOBODY,
        "guest": Person(guest=uuid.uuid4()),
        "member": Person(member()),
        "resident": Person(resident_of(bruchsal)),
        "elsewhere": Person(resident_of(buehl)),
        "desk": Person(make_user("amt@bruchsal.example", bruchsal, "city_admin")),
    }
    got = set()
    for name, person in people.items():
        try:
            give(made, person, 3)
            got.add(name)
        except Refused:
            pass
    assert got == allowed


def test_nobody_weighs_outside_the_phase(rating, pairs):
    now = timezone.now()
    for module, options in (rating, pairs):
        for at in (now - 2 * DAY, now + 40 * DAY):
            with pytest.raises(Refused), scopes_disabled():
                actions.weigh(module.city, module, Person(member()), {options[0].uuid: 1}, at=at)
            ids = [o.uuid for o in options[:2]]
            with pytest.raises(Refused), scopes_disabled():
                actions.compare(module.city, module, Person(member()), *ids, None, at=at)
    with scopes_disabled():
        assert not Weight.objects.exists()
        assert not Comparison.objects.exists()


# --- Secrecy ----------------------------------------------------------------------------------


def test_no_row_points_to_a_person():
    user = get_user_model()
    for model in apps.get_app_config("priorities").get_models():
        targets = {f.related_model for f in model._meta.get_fields() if isinstance(f, ForeignKey)}
        assert user not in targets, model
        assert not {f.name for f in model._meta.get_fields()} & {"user", "author", "guest", "created_at"}, model
    for model in (Weight, Comparison):  # a running number would follow the order of the participants' rows
        assert model._meta.pk.get_internal_type() == "UUIDField"


def test_pseudonyms_differ_between_modules_and_people_and_say_nothing(bruchsal, rating, points):
    one, other = member(), member()
    keys = {keys_of(m, Person(p))[0] for m in (rating[0], points[0]) for p in (one, other)}
    assert len(keys) == 4
    assert all(len(k) == 64 for k in keys)
    give(rating, Person(one), 3)
    with scopes_disabled():
        entries = AuditEntry.objects.filter(action="priorities.weigh")
        assert [(e.actor, e.data) for e in entries] == [(None, {})]


def test_a_new_secret_does_not_give_a_second_vote(rating, pairs):
    who = Person(member())
    give(rating, who, 5)
    first, second = (o.uuid for o in pairs[1][:2])
    with scopes_disabled():
        actions.compare(pairs[0].city, pairs[0], who, first, second, first)
    with override_settings(SECRET_KEY="ein anderes Geheimnis", SECRET_KEY_FALLBACKS=[django_settings.SECRET_KEY]):
        give(rating, who, 2)
        with scopes_disabled():
            actions.compare(pairs[0].city, pairs[0], who, first, second, second)
    assert stored(rating[0]) == [("Neue Bänke", 2)]
    assert fresh(rating[0]).contribution_count == 1
    assert fresh(pairs[0]).contribution_count == 1
    with scopes_disabled():
        assert Comparison.objects.count() == 1


def test_own_data_and_a_deleted_account(rating, pairs):
    user = member()
    give(rating, Person(user), 5, 1)
    with scopes_disabled():
        ids = [o.uuid for o in pairs[1][:2]]
        actions.compare(pairs[0].city, pairs[0], Person(user), *ids, ids[0])
        found = personal_data.export(user)
        assert [(r["vorschlag"], r["wert"]) for r in found["gewichte"]] == [("Neue Bänke", 5), ("Mehr Schatten", 1)]
        assert found["vergleiche"][0]["antwort"] == "der erste"
        assert personal_data.export(member()) == {}
        before = results.lines(rating[0])
        accounts.delete_account(user, actor=user)
        assert [(x.option.pk, x.value) for x in results.lines(rating[0])] == [(x.option.pk, x.value) for x in before]
        assert not Participant.objects.filter(user=user, user__deleted_at=None).exists()


# --- Proposals --------------------------------------------------------------------------------


def test_proposals_are_frozen_by_the_first_weight(rating, in_bruchsal):
    module, options = rating
    actions.move_option(in_bruchsal, options[2], -1, actor=None)
    assert [o.title[:4] for o in Option.objects.filter(module=module)] == ["Neue", "Ein ", "Mehr", "Bess"]
    give(rating, Person(member()), 3)
    for change in (
        lambda: actions.save_option(in_bruchsal, module, actor=None, title="Noch einer"),
        lambda: actions.save_option(in_bruchsal, module, options[0], actor=None, title="Umgedeutet"),
        lambda: actions.remove_option(in_bruchsal, options[1], actor=None),
        lambda: actions.move_option(in_bruchsal, options[1], 1, actor=None),
    ):
        with pytest.raises(Refused, match="bleiben jetzt"):
            change()


def test_bad_proposals_are_refused(bruchsal, in_bruchsal):
    module, _options = make_priorities(bruchsal, count=20)
    with pytest.raises(Refused, match="Höchstens 20"):
        actions.save_option(bruchsal, module, actor=None, title="Nr. 21")
    module, _options = make_priorities(bruchsal, count=0)
    for title, text in (("", ""), ("\u200b \u202e", ""), ("x" * 121, ""), ("x", "y" * 601), ("x" * 10**6, "")):
        with pytest.raises(Refused):
            actions.save_option(bruchsal, module, actor=None, title=title, text=text)
    assert not Option.objects.filter(module=module).exists()


def test_ideas_become_proposals(bruchsal, in_bruchsal):
    project = make_project(bruchsal)
    ideas, module = make_module(project, "ideas"), make_module(project, "priorities")
    author = member()
    for number, (title, state, status) in enumerate(
        [("A", "new", "visible"), ("B", "accepted", "visible"), ("C", "rejected", "visible"), ("D", "new", "hidden")]
    ):
        Idea.objects.create(
            city=bruchsal, project=project, module=ideas, number=number, title=title, text="Weil.", author=author,
            state=state, status=status, support_count=number,
        )  # fmt: skip
    assert borrowing.from_ideas(bruchsal, module, ideas, actor=None) == 2
    rows = Option.objects.filter(module=module)
    assert [r.title for r in rows] == ["B", "A"]
    assert all(f"/{ideas.slug}/" in r.path for r in rows)
    with pytest.raises(Refused, match="keine weitere"):
        borrowing.from_ideas(bruchsal, module, ideas, actor=None)
    with pytest.raises(Refused, match="in diesem Projekt"):
        borrowing.from_ideas(bruchsal, make_priorities(bruchsal)[0], ideas, actor=None)


# --- Results ----------------------------------------------------------------------------------


def test_few_ratings_do_not_lead_by_luck(rating):
    give(rating, Person(member()), 5)
    for _n in range(30):
        give(rating, Person(member()), None, 4)
    with scopes_disabled():
        found = results.lines(rating[0])
    assert [(x.option.title, x.value, x.people) for x in found[:2]] == [("Mehr Schatten", 4, 30), ("Neue Bänke", 5, 1)]


def test_wilson_against_published_values():
    """E. B. Wilson 1927; values from Agresti & Coull 1998, Table: 0 of 10 and 9 of 10."""
    assert results.wilson(0, 10) == pytest.approx(0, abs=1e-9)
    assert results.wilson(0.9, 10) == pytest.approx(0.5958, abs=1e-3)
    assert results.wilson(0.5, 0) == 0


def test_tables_hold_sums_only_and_reach_the_public_after_the_end(bruchsal, rating):
    module = rating[0]
    for n in range(results.MIN_PEOPLE):
        assert exports.tables(fresh(module), public=False) == []
        give(rating, Person(member()), 5, n)
    (table,) = exports.tables(fresh(module), public=False)
    assert {key for key, _label in table.columns} == {"rank", "option", "title", "method", "value", "unit", "count"}
    first = next(iter(table.rows))
    assert (first["title"], first["value"], first["count"]) == ("Neue Bänke", 5.0, 5)
    assert exports.tables(fresh(module), public=True) == []
    with scope(city=[bruchsal]):
        projects.end_phase(bruchsal, Phase.objects.get(project=module.project), actor=None)
    assert len(exports.tables(fresh(module), public=True)) == 1


def test_a_partner_city_weighs_with_us(rating, buehl):
    module = rating[0]
    join(module.project, buehl)
    with scopes_disabled():
        actions.weigh(buehl, module, Person(member()), {rating[1][0].uuid: 4})
        assert Weight.objects.get().city == buehl
        assert results.lines(module)[0].people == 1


def test_another_method_starts_from_nothing(rating, bruchsal):
    module = rating[0]
    give(rating, Person(member()), 5)
    with scope(city=[bruchsal]):
        projects.update_module(bruchsal, fresh(module), actor=None, settings={"method": "points", "points": 3})
        assert [x.people for x in results.lines(fresh(module))] == [0, 0, 0, 0]


def test_many_people_cost_the_same_queries(rating, in_bruchsal):
    def count():
        with CaptureQueriesContext(connection) as seen:
            results.lines(fresh(rating[0]))
        return len(seen)

    before = count()
    Weight.objects.bulk_create(
        Weight(
            city=in_bruchsal, module=rating[0], option=o, voter=f"{n:064}", method="rating", value=n % 6
        )
        for n in range(500)
        for o in rating[1]
    )  # fmt: skip
    assert count() == before <= 3


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    steps=st.lists(
        st.tuples(st.integers(0, 2), st.lists(st.one_of(st.none(), st.integers(0, 5)), max_size=4)), max_size=8
    )
)
def test_tallies_are_the_sums_of_weights(bruchsal, steps):
    made, people = make_priorities(bruchsal), [Person(member()) for _n in range(3)]
    for who, values in steps:
        give(made, people[who], *values)
    with scopes_disabled():
        for option in made[1]:
            values = list(Weight.objects.filter(option=option).values_list("value", flat=True))
            found = Tally.objects.filter(option=option).first()
            assert (sum(values), len(values)) == ((found.total, found.people) if found else (0, 0))
        voters = Weight.objects.filter(module=made[0]).values("voter").distinct().count()
    assert fresh(made[0]).contribution_count == voters


def test_pair_counters_are_the_sum_of_answers(pairs):
    module, options = pairs
    ids = [o.uuid for o in options]
    people = [Person(member()) for _n in range(4)]
    with scopes_disabled():
        for person, (one, other, winner, unknown) in zip(
            [*people, people[0], people[1], people[1]],
            [
                (0, 1, 0, False), (1, 0, 0, False), (0, 1, None, False), (0, 1, None, True),
                (1, 0, 1, False), (0, 1, 0, False), (0, 1, None, True),
            ],
            strict=True,
        ):  # fmt: skip
            actions.compare(
                module.city, module, person, ids[one], ids[other], None if winner is None else ids[winner],
                unknown=unknown,
            )  # fmt: skip
        pair = Pair.objects.get()
        answers = list(Comparison.objects.values_list("answer", flat=True))
    assert pair.asked == len(answers) == 4
    for name in ("first", "second", "equal"):
        assert getattr(pair, f"{name}_count") == answers.count(name), name
    assert fresh(module).contribution_count == 4


def test_forged_pairs_are_refused(pairs, bruchsal):
    module, options = pairs
    foreign = make_priorities(bruchsal, method="pairwise")[1][0].uuid
    one, other, third = (o.uuid for o in options[:3])
    with scopes_disabled():
        for a, b, winner in ((one, one, one), (one, foreign, one), (one, other, third), (one, uuid.uuid4(), None)):
            with pytest.raises(Refused):
                actions.compare(bruchsal, module, Person(member()), a, b, winner)
        assert not Pair.objects.exists()
