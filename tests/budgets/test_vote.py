"""One vote per person, within the rules, in time; held by the action and by the database."""

import datetime as dt
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django_scopes import scopes_disabled

from participation.budgets import actions, closing, rules
from participation.budgets.models import Ballot, BallotLine, Box, Option, Voter
from participation.ideas import actions as ideas
from participation.projects import actions as projects
from participation.residency import actions as residency
from participation.residency.models import Residency
from portal.accounts.actions import delete_account

from .making import cast, end_vote, make_budget, member, open_to, path, proposal, sent


def count(module):
    with scopes_disabled():
        return Voter.objects.filter(module=module).count(), Ballot.objects.filter(box__module=module).count()


def test_choose_look_cast(bruchsal, budget, three, voter, on_host):
    client = on_host(bruchsal, voter)
    page = client.get(path(budget, "abstimmen/")).content.decode()
    assert "Zu 60 Euro" in page
    assert "60\u202f€" in page
    ticked = [str(three[1].uuid), str(three[2].uuid)]
    look = client.post(path(budget, "abstimmen/"), {"schritt": "pruefen", "v": ticked})
    assert look.status_code == 200
    assert "70\u202f€" in look.content.decode()
    assert "nicht ändern und nicht zurücknehmen" in look.content.decode()
    assert count(budget) == (0, 0)
    mark = look.content.decode().split('name="marke" value="')[1].split('"')[0]
    changed = client.post(path(budget, "abstimmen/"), {"schritt": "zurueck", "v": ticked}).content.decode()
    assert changed.count("checked") == 2
    form = {"schritt": "abgeben", "marke": mark, "v": ticked}
    done = client.post(path(budget, "abstimmen/"), form)
    assert "no-store" in done["Cache-Control"]
    code = done.content.decode().split('class="receipt">')[1].split("<")[0]
    again = client.post(path(budget, "abstimmen/"), form)  # pressed twice
    assert again.status_code == 200
    assert code in again.content.decode()
    assert count(budget) == (1, 1)
    other = client.post(path(budget, "abstimmen/"), sent(voter, budget, three[0]))
    assert other.status_code == 403
    assert client.post(path(budget, "abstimmen/"), {"schritt": "pruefen", "v": ticked}).status_code == 403
    assert count(budget) == (1, 1)
    with scopes_disabled():
        assert code not in str([list(Ballot.objects.values()), list(Voter.objects.values())])
        assert sorted(BallotLine.objects.values_list("option__number", flat=True)) == [three[1].number, three[2].number]
    # anybody who knows the code sees that it is in; what is on it only after the count
    asked = on_host(bruchsal).post(path(budget, "beleg/"), {"code": code.lower()}).content.decode()
    assert "Ihr Stimmzettel ist dabei" in asked
    assert "Zu 40 Euro" not in asked
    assert "keinen Stimmzettel" in on_host(bruchsal).post(path(budget, "beleg/"), {"code": "AAAA"}).content.decode()


def test_over_the_cap_says_by_how_much_and_keeps_the_choice(bruchsal, budget, three, voter, on_host):
    client = on_host(bruchsal, voter)
    everything = [str(i.uuid) for i in three]
    for form in ({"schritt": "pruefen", "v": everything}, sent(voter, budget, *three)):
        answer = client.post(path(budget, "abstimmen/"), form)
        assert answer.status_code == 422
        text = answer.content.decode()
        assert "130\u202f€" in text
        assert "30\u202f€ zu viel" in text
        assert text.count("checked") == 3
    for nothing in ([], [str(uuid.uuid4())], ["x" * 9000], ["0", three[0].uuid]):
        answer = client.post(path(budget, "abstimmen/"), {"schritt": "pruefen", "v": nothing})
        assert answer.status_code == 422
    assert count(budget) == (0, 0)


def test_at_most_so_many(bruchsal, voter):
    module = make_budget(bruchsal, method="approval", most=2, total=10)
    rows = [proposal(module, 9) for _ in range(3)]
    with pytest.raises(ValidationError, match="höchstens 2"):
        cast(module, voter, *rows)
    cast(module, voter, *rows[:2])  # 18 euros: with approvals only the number counts
    assert count(module) == (1, 1)


def test_ideas_of_other_places_are_no_proposals(bruchsal, buehl, budget, three, voter):
    elsewhere = make_budget(buehl)
    foreign, waiting = proposal(elsewhere, 10), proposal(budget)
    with scopes_disabled():
        refused = proposal(budget)
        actions.decide_check(bruchsal, refused, "not_feasible", reason="Gehört dem Land.", actor=_clerk(bruchsal))
    for wrong in (foreign, waiting, refused):
        with pytest.raises(ValidationError, match="nicht auf dem Stimmzettel"):
            cast(budget, voter, three[2], wrong)
    assert count(budget) == (0, 0)


def _clerk(city):
    from .making import clerk_of

    return clerk_of(city)


def test_who_may_not(bruchsal, buehl, budget, three, on_host):
    stranger, elsewhere, late = member(), member(buehl), member(bruchsal)
    with scopes_disabled():
        Residency.objects.filter(user=late).update(proven_at="2020-01-01T00:00Z", valid_until="2021-01-01T00:00Z")
    for user in (stranger, elsewhere, late):
        with pytest.raises(ValidationError):
            cast(budget, user, three[2])
        answer = on_host(bruchsal, user).post(path(budget, "abstimmen/"), sent(user, budget, three[2]))
        assert answer.status_code == 403
    assert "Wohnsitz nachweisen" in on_host(bruchsal, stranger).get(path(budget, "abstimmen/")).content.decode()
    assert on_host(bruchsal).get(path(budget, "abstimmen/")).status_code == 302
    assert on_host(bruchsal).post(path(budget, "abstimmen/"), {"v": "x"}).status_code == 302
    resident = member(bruchsal)
    forged = sent(stranger, budget, three[2])  # another person's form
    assert on_host(bruchsal, resident).post(path(budget, "abstimmen/"), forged).status_code == 422
    assert on_host(buehl, resident).get(path(budget, "abstimmen/")).status_code == 404
    assert (
        on_host(buehl, resident).post(path(budget, "abstimmen/"), sent(resident, budget, three[2])).status_code == 404
    )
    assert count(budget) == (0, 0)


def test_only_while_the_phase_runs(bruchsal, voter, on_host):
    for vote in ((2, 9), (-9, -2)):
        module = make_budget(bruchsal, vote=vote)
        row = proposal(module, 10)
        with pytest.raises(ValidationError) as refused:
            cast(module, voter, row)
        assert refused.value.code == "phase"
        answer = on_host(bruchsal, voter).post(path(module, "abstimmen/"), sent(voter, module, row))
        assert answer.status_code == 403
        assert count(module) == (0, 0)


def test_one_person_one_vote_whatever_the_account(bruchsal, budget, three, voter):
    cast(budget, voter, three[2])
    with pytest.raises(ValidationError, match="schon abgestimmt"):
        cast(budget, voter, three[1])
    with scopes_disabled():
        holder = Residency.objects.get(user=voter).holder
        delete_account(voter, actor=voter)
        assert Voter.objects.get(module=budget).user is None
        anew = member(bruchsal)
        Residency.objects.filter(user=anew).update(holder=holder)
    with pytest.raises(ValidationError, match="schon abgestimmt"):
        cast(budget, anew, three[1])
    assert count(budget) == (1, 1)


def test_giving_the_proof_back_ends_the_right(bruchsal, budget, three, voter):
    residency.give_back(voter)
    with pytest.raises(ValidationError):
        cast(budget, voter, three[2])
    open_to(budget, "member")
    cast(budget, voter, three[2])


def test_the_list_is_frozen_with_the_first_ballot(bruchsal, budget, three, voter, clerk):
    late = proposal(budget)
    cast(budget, voter, three[2])
    with scopes_disabled():
        with pytest.raises(ValidationError, match="Liste steht fest"):
            actions.decide_check(bruchsal, late, "feasible", cost=10, actor=clerk)
        with pytest.raises(ValidationError, match="Liste steht fest"):
            actions.decide_check(bruchsal, three[0], "feasible", cost=1, actor=clerk)
        projects.update_module(
            bruchsal, budget, actor=None, settings={**budget.settings, "total": 10_000, "method": "approval"}
        )
        ideas.hide_idea(bruchsal, three[1], reason="hate", actor=None)
        names = [c.title for c in rules.choices_of(budget, Box.objects.get())]
    assert "Zu 40 Euro" not in names
    assert len(names) == 3
    with pytest.raises(ValidationError, match="zu viel"):
        cast(budget, member(bruchsal), *three)
    cast(budget, member(bruchsal), three[0], three[1])


def test_the_database_holds_the_rules(bruchsal, budget, three, voter):
    cast(budget, voter, three[1])
    with scopes_disabled():
        box, ballot = Box.objects.get(), Ballot.objects.get()
        assert (ballot.cap, ballot.most, ballot.total) == (100, None, 40)
        line = BallotLine.objects.get()
        wrong = [
            lambda: Ballot.objects.update(total=101),
            lambda: Ballot.objects.update(size=0),
            lambda: Ballot.objects.update(receipt=""),
            lambda: Ballot.objects.update(most=0),
            lambda: Voter.objects.create(city=bruchsal, module=budget, user=voter, source="online"),
            lambda: BallotLine.objects.create(city=bruchsal, ballot=ballot, option=line.option),
            lambda: Option.objects.update(cost=0),
            lambda: Box.objects.update(most=3),
            lambda: Ballot.objects.create(city=bruchsal, box=box, source="paper", total=1, size=1),
            lambda: Ballot.objects.create(
                city=bruchsal, box=box, source="online", receipt=ballot.receipt, total=1, size=1
            ),
        ]
        for write in wrong:
            with pytest.raises(IntegrityError), transaction.atomic():
                write()


def test_a_joint_budget_counts_each_city(bruchsal, buehl, on_host):
    module = make_budget(bruchsal, cities=(buehl,))
    rows = [proposal(module, 50), proposal(module, 50, city=buehl)]
    cast(module, member(bruchsal), rows[0])
    user = member(buehl)
    answer = on_host(buehl, user).post(path(module, "abstimmen/"), sent(user, module, *rows))
    assert answer.status_code == 200
    end_vote(module)
    with scopes_disabled():
        box = closing.close(bruchsal, module, actor=None)
    assert box.result["by_city"] == {"Bruchsal": 1, "Bühl": 1}
    assert on_host(buehl).get(path(module, "ergebnis/")).status_code == 200
    assert on_host(buehl).get(path(module, "ergebnis/abstimmung.pb")).content.decode().count("internet") == 2


def test_what_a_mark_is_worth(budget, voter, bruchsal):
    mark = rules.make_mark(voter, budget)
    assert rules.read_mark(mark, voter, budget)
    other = make_budget(bruchsal)
    for value, user, module in (
        (mark, member(), budget), (mark, voter, other), (mark[:-1], voter, budget), ("", voter, budget), ("x" * 9999, voter, budget),
    ):  # fmt: skip
        assert rules.read_mark(value, user, module) is None
    import time_machine
    from django.utils import timezone

    with time_machine.travel(timezone.now() + dt.timedelta(hours=25)):
        assert rules.read_mark(mark, voter, budget) is None


def test_an_import_keeps_to_the_same_rules(bruchsal, budget, three):
    day = dt.date(2026, 3, 1)
    good = [("online", day, [three[0].uuid]), ("paper", day, [three[1].uuid, three[2].uuid])]
    with scopes_disabled():
        for wrong in ([i.uuid for i in three], [], [uuid.uuid4()]):
            with pytest.raises(ValidationError):
                actions.import_ballots(bruchsal, budget, [*good, ("online", day, wrong)], actor=None)
        assert count(budget) == (0, 0)
        assert actions.import_ballots(bruchsal, budget, good, actor=None) == 2
        assert count(budget) == (2, 2)
        found = closing.recount(budget)
    assert (found.online, found.paper, found.slips, found.problems) == (1, 1, 1, [])
