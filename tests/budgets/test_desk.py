"""Checks, paper, the count and its proof; pages in a constant number of queries."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_scopes import scopes_disabled

from participation.budgets import actions, closing, exports, rules
from participation.budgets.models import Ballot, BallotLine, Box, Check, Voter
from participation.projects import actions as projects
from portal.audit.models import AuditEntry
from portal.notifications.models import Notification
from tests.factories import make_user

from .making import DAY, cast, clerk_of, end_vote, make_budget, member, path, proposal


def test_check(bruchsal, buehl, budget, clerk, on_host):
    idea, desk = proposal(budget), on_host(bruchsal, clerk)
    assert idea.title in desk.get(path(budget, "pruefung/")).content.decode()
    where = path(budget, f"pruefung/{idea.uuid}/")
    assert desk.get(where).status_code == 200
    for wrong in ({"state": "feasible"}, {"state": "feasible", "cost": "0"}, {"state": "feasible", "cost": "101"},
                  {"state": "not_feasible"}, {"state": "maybe"}, {"state": "feasible", "cost": "9" * 40}):  # fmt: skip
        assert desk.post(where, wrong).status_code == 422, wrong
    assert desk.post(where, {"state": "feasible", "cost": "80", "reason": "Passt."}).status_code == 302
    with scopes_disabled():
        found = Check.objects.get()
        assert (found.state, found.cost, found.decided_by) == ("feasible", 80, clerk)
        actions.decide_check(bruchsal, idea, "not_feasible", reason="Doch nicht.", actor=clerk, at=timezone.now())
        assert proposal_state(idea) == "rejected"
        actions.decide_check(bruchsal, idea, "feasible", cost=80, reason="Passt.", actor=clerk, at=timezone.now())
        assert proposal_state(idea) == "new"
    assert Notification.objects.filter(user=idea.author, kind="budgets.checked").count() == 1
    assert "80\u202f€" in on_host(bruchsal).get(path(budget, "kosten/")).content.decode()
    stranger = make_user("x@buehl.example", buehl, "city_admin")
    for client in (on_host(bruchsal), on_host(bruchsal, idea.author), on_host(bruchsal, stranger)):
        for rest in ("pruefung/", f"pruefung/{idea.uuid}/", "papier/", "papier/stimmzettel/", "auszaehlung/"):
            assert client.get(path(budget, rest)).status_code == 404
            assert client.post(path(budget, rest)).status_code == 404


def test_each_city_checks_its_own(bruchsal, buehl, clerk, on_host):
    module = make_budget(bruchsal, cities=(buehl,))
    theirs = proposal(module, city=buehl)
    assert on_host(bruchsal, clerk).get(path(module, f"pruefung/{theirs.uuid}/")).status_code == 404
    assert theirs.title not in on_host(bruchsal, clerk).get(path(module, "pruefung/")).content.decode()
    with scopes_disabled(), pytest.raises(ValidationError, match="andere Stadt"):
        actions.decide_check(bruchsal, theirs, "feasible", cost=5, actor=clerk)
    assert on_host(buehl, clerk_of(buehl)).get(path(module, f"pruefung/{theirs.uuid}/")).status_code == 200


def test_paper_in_two_steps(bruchsal, budget, three, clerk, voter, on_host):
    desk, slips, papers = on_host(bruchsal, clerk), path(budget, "papier/"), path(budget, "papier/stimmzettel/")
    online = member(bruchsal)
    cast(budget, online, three[2])
    ballot = {"register": "7", "v": [str(three[1].uuid)]}
    assert "so viele Stimmzettel" in desk.post(papers, ballot).content.decode()  # no slip, no ballot
    assert desk.post(slips, {"slip": "W-001"}).status_code == 302
    assert desk.post(slips, {"slip": " w-0 01"}).status_code == 422  # the same slip
    assert desk.post(slips, {"email": online.email}).status_code == 422  # voted online
    assert desk.post(slips, {"email": voter.email}).status_code == 302
    with pytest.raises(ValidationError, match="schon abgestimmt"):
        cast(budget, voter, three[2])  # and the other way round
    for wrong in ({}, {"slip": "1", "email": voter.email}, {"email": "niemand@x.example"}):
        assert desk.post(slips, wrong).status_code == 422
    assert desk.post(papers, ballot).status_code == 302
    assert "schon erfasst" in desk.post(papers, ballot).content.decode()
    for wrong in ({"v": [str(i.uuid) for i in three]}, {"register": "=1+1"}, {"v": []}, {"void": "on"}, {"v": ["x"]}):
        assert desk.post(papers, {**ballot, "register": "8", **wrong}).status_code == 422, wrong
    assert desk.post(papers, {"register": "8", "void": "on"}).status_code == 302
    assert desk.post(papers, {"register": "9", "v": ballot["v"]}).status_code == 422
    with scopes_disabled():
        assert "W-001" not in str(list(Voter.objects.values()))
        found = closing.recount(budget)
        assert (found.online, found.paper, found.void, found.slips, found.problems) == (1, 2, 1, 2, [])
        assert not AuditEntry.objects.filter(data__icontains="w-001").exists()


def test_nobody_knows_before_the_end(bruchsal, budget, three, clerk, voter, on_host):
    cast(budget, voter, three[0])
    desk = on_host(bruchsal, clerk)
    with scopes_disabled(), pytest.raises(ValidationError, match="zu Ende"):
        closing.close(bruchsal, budget, actor=clerk)
    assert desk.post(path(budget, "auszaehlung/")).status_code == 422
    for rest in ("ergebnis/stimmzettel.csv", "ergebnis/abstimmung.pb"):
        assert desk.get(path(budget, rest)).status_code == 404
    page = desk.get(path(budget, "ergebnis/")).content.decode()
    assert "hat 1 Person abgestimmt" in page
    assert "Zu 60 Euro" not in page
    with scopes_disabled():
        assert {t.name for t in exports.tables(budget, public=False)} == {"ideen", "pruefung"}
        assert not closing.close_due()["closed"]


def test_count_publish_recount(bruchsal, budget, three, clerk, on_host):
    codes = [
        cast(budget, member(bruchsal), *[three[n] for n in chosen]).code for chosen in ((0, 1), (0,), (1, 2), (0, 2))
    ]
    end_vote(budget)
    desk = on_host(bruchsal, clerk)
    assert desk.get(path(budget, "auszaehlung/")).status_code == 200
    assert desk.post(path(budget, "auszaehlung/")).status_code == 302
    with scopes_disabled():
        box = Box.objects.get()
        assert dict(box.result["votes"]) == {three[0].number: 3, three[1].number: 2, three[2].number: 2}
        assert box.result["winners"] == [three[0].number, three[1].number]
        assert closing.close(bruchsal, budget, actor=clerk).closed_at == box.closed_at
        with pytest.raises(ValidationError, match="ausgezählt"):
            actions.admit_slip(bruchsal, budget, actor=clerk, slip="1")
    page = on_host(bruchsal).get(path(budget, "ergebnis/")).content.decode()
    assert "100\u202f€" in page
    with scopes_disabled():
        three[0].refresh_from_db()
        assert (three[0].state, proposal_state(three[2])) == ("accepted", "new")
    csv = on_host(bruchsal).get(path(budget, "ergebnis/stimmzettel.csv")).content.decode().splitlines()
    assert len(csv) == 5
    assert all(any(rules.fingerprint(budget, code) in line for line in csv) for code in codes)
    mine = on_host(bruchsal).post(path(budget, "beleg/"), {"code": codes[1]}).content.decode()
    assert "Zu 60 Euro" in mine
    assert "Zu 40 Euro" not in mine
    assert "stimmt überein" in desk.post(path(budget, "auszaehlung/")).content.decode()
    with scopes_disabled():
        assert {t.name for t in exports.tables(budget, public=True)} == {"ideen", "pruefung", "stimmzettel"}
        rows = [row for t in exports.tables(budget, public=True) for row in t.rows]
        assert sum("receipt" in row for row in rows) == 4


def proposal_state(idea):
    idea.refresh_from_db()
    return idea.state


def test_a_recount_finds_what_was_tampered_with(bruchsal, budget, three, clerk):
    for n in range(3):
        cast(budget, member(bruchsal), three[n])
    end_vote(budget)
    with scopes_disabled():
        Ballot.objects.first().delete()
        with pytest.raises(ValidationError, match="Vermerke"):
            closing.close(bruchsal, budget, actor=clerk)
        Voter.objects.first().delete()
        box = closing.close(bruchsal, budget, actor=clerk)
        assert not closing.recount(budget).problems
        line = BallotLine.objects.first()
        other = box.options.exclude(pk=line.option_id).first()
        BallotLine.objects.filter(pk=line.pk).update(option=other)
        assert len(closing.recount(budget).problems) == 2  # the ballot's sum, and the published result


def test_the_night_counts_once_paper_is_in(bruchsal):
    module = make_budget(bruchsal, paper_days=5)
    row = proposal(module, 10)
    cast(module, member(bruchsal), row)
    end_vote(module)
    now = timezone.now()
    with scopes_disabled():
        assert closing.close_due(now) == {"closed": 0, "waiting": 0}
        assert closing.close_due(now + 6 * DAY) == {"closed": 1, "waiting": 0}
        assert closing.close_due(now + 7 * DAY) == {"closed": 0, "waiting": 0}
        empty = make_budget(bruchsal, vote=(-3, -1))
        assert closing.close_due(now)["waiting"] == 1
        assert not Box.objects.filter(module=empty).exists()


def test_settings_are_checked(bruchsal, budget):
    for wrong in ({"total": 0}, {"total": 10, "max_per_proposal": 11}, {"method": "x"}, {"rule": ""}, {"most": 51}):
        with scopes_disabled(), pytest.raises(ValidationError):
            projects.update_module(bruchsal, budget, actor=None, settings={**budget.settings, **wrong})


def test_the_same_few_queries_however_many(bruchsal, budget, clerk, voter, on_host):
    pages = ["", "kosten/", "abstimmen/", "ergebnis/", "beleg/", "pruefung/", "papier/stimmzettel/", "auszaehlung/"]

    def queries():
        found = {}
        for rest in pages:
            user = clerk if rest.startswith(("pruef", "papier", "ausz")) else voter
            client, where = on_host(bruchsal, user), path(budget, rest) + "?x=1"
            assert client.get(where).status_code == 200, rest
            with CaptureQueriesContext(connection) as seen:
                client.get(where)
            found[rest] = len(seen)
        return found

    rows = [proposal(budget, 10) for _ in range(3)]
    cast(budget, member(bruchsal), *rows)
    few = queries()
    with scopes_disabled():
        Box.objects.all().delete()
        Voter.objects.all().delete()
    rows += [proposal(budget, 1) for _ in range(27)]
    for _ in range(10):
        cast(budget, member(bruchsal), *rows)
    assert queries() == few
    # Four of them know the member: session, account, roles, residency
    assert max(few.values()) <= 15, few
    visitor, where = on_host(bruchsal), path(budget) + "?x=1"
    visitor.get(where)
    with CaptureQueriesContext(connection) as seen:
        assert not visitor.get(where).cookies
    assert len(seen) <= 10
