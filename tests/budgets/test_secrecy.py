"""Nothing stored leads from a person to a ballot."""

import json

from django.apps import apps
from django.db import models
from django.utils import timezone
from django_scopes import scopes_disabled

from participation.budgets import closing, personal_data
from participation.budgets.models import Ballot, BallotLine, Box, Option, Voter
from participation.projects.models import Participant
from portal.accounts.models import User
from portal.audit.models import AuditEntry

from .making import cast, end_vote, member

# Where a path may not pass: what everything has in common leads from anybody to anything
COMMON = {"cities.City", "projects.Module", "projects.Project", "budgets.Box", "budgets.Option", "ideas.Idea"}


def neighbours(model):
    for field in model._meta.get_fields():
        if field.is_relation and field.related_model is not None:
            yield field.name, field.related_model


def test_no_row_leads_from_a_ballot_to_a_person():
    """Every relation of ballots and lines, followed until a row that all ballots of the box share."""
    seen, waiting = set(), [Ballot, BallotLine]
    while waiting:
        model = waiting.pop()
        if model in seen:
            continue
        seen.add(model)
        for _name, other in neighbours(model):
            if other._meta.label not in COMMON:
                waiting.append(other)
    assert seen == {Ballot, BallotLine}
    assert User not in seen
    assert Voter not in seen
    # and no column that could carry a key or an order
    for model in (Ballot, BallotLine):
        kinds = {f.name: type(f) for f in model._meta.concrete_fields}
        assert kinds["id"] is models.UUIDField, kinds
        assert not any(issubclass(k, models.DateField | models.AutoField | models.JSONField) for k in kinds.values())
    day = Voter._meta.get_field("day")
    assert type(day) is models.DateField
    assert type(Voter._meta.pk) is models.UUIDField
    values = {f.name for f in Voter._meta.concrete_fields} & {f.name for f in Ballot._meta.concrete_fields}
    assert values == {"id", "city", "source"}


def test_no_value_is_in_both_tables_or_in_the_trail(bruchsal, budget, three):
    people = [member(bruchsal) for _ in range(4)]
    codes = [cast(budget, user, three[n % 3]).code for n, user in enumerate(people)]
    end_vote(budget)
    with scopes_disabled():
        ballots, voters = list(Ballot.objects.values()), list(Voter.objects.values())
        keys = {str(b["id"]) for b in ballots} | {b["receipt"] for b in ballots}
        options = {str(o) for o in Option.objects.values_list("uuid", flat=True)}
        every = json.dumps([list(AuditEntry.objects.values("action", "target", "data", "actor")), voters], default=str)
        assert not any(key in every for key in keys | options | set(codes))
        trail = AuditEntry.objects.filter(action__in=("budgets.vote", "budgets.freeze"))
        assert trail.count() == 5
        assert not trail.exclude(actor=None).exists()
        data = personal_data.export(people[0])["abstimmungen"]
        assert len(data) == 1
        assert "Zu 60" not in json.dumps(data, default=str)
        # other tables of ours that know the person say no time of the vote
        moments = {p.created_at for p in Participant.objects.filter(project=budget.project, user__in=people)}
        assert {(m.hour, m.minute, m.second, m.microsecond) for m in map(timezone.localtime, moments)} == {(0, 0, 0, 0)}


def test_the_count_writes_ballots_anew_in_random_order(bruchsal, budget, three):
    for n in range(30):
        cast(budget, member(bruchsal), three[n % 3])
    with scopes_disabled():
        from django.db import connection

        def stored():
            """As the database finds them when nobody asks for an order."""
            where = "rowid" if connection.vendor == "sqlite" else "ctid"
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT id FROM {Ballot._meta.db_table} ORDER BY {where}")
                return [str(row[0]).replace("-", "") for row in cursor.fetchall()]

        before = stored()
        assert before != sorted(before)  # as they came
        end_vote(budget)
        box = closing.close(bruchsal, budget, actor=None)
        assert stored() == sorted(before)  # as their random keys want it
        assert not closing.recount(budget, box).problems
        assert not Voter.objects.exclude(holder="").exists()


def test_every_table_that_names_people_is_known():
    """A new table with a person in it has to be thought about here."""
    found = {m.__name__ for m in apps.get_app_config("budgets").get_models() for _n, o in neighbours(m) if o is User}
    assert found == {"Voter", "Check"}
    assert {m.__name__ for m in apps.get_app_config("budgets").get_models()} == {
        "Check", "Box", "Option", "Voter", "Ballot", "BallotLine",
    }  # fmt: skip
    assert Box._meta.get_field("result").default is dict
