"""A club moves to another city: what is not settled about it and its offers is decided there."""

from __future__ import annotations

import pytest
from django_scopes import scope, scopes_disabled

from clubs.directory import hand_over_actions
from participation.moderation import actions
from participation.moderation.models import Appeal, Case, Decision, Report
from participation.moderation.registry import load
from portal.audit.models import AuditEntry
from tests.directory.making import make_club
from tests.factories import make_user
from tests.volunteering.making import make_offer

pytestmark = pytest.mark.django_db


def reported(city, kind, row):
    with scope(city=[city]):
        return actions.report(
            city, load(city, kind, row.uuid), reporter=None, reason="other", text="Das stimmt nicht."
        ).case


def move(club, to):
    with scopes_disabled():
        row = hand_over_actions.propose_hand_over(club, to, "Der Verein ist umgezogen.", actor=None)
        hand_over_actions.decide_hand_over(row, True, actor=None)


def test_open_cases_go_along_and_settled_ones_stay(bruchsal, buehl):
    moderator = make_user("moderation@bruchsal.example", bruchsal, "moderator")
    club, other = make_club(bruchsal), make_club(bruchsal)
    offer, old = make_offer(bruchsal, club=club), make_offer(bruchsal, club=club)
    cases = [reported(bruchsal, "verein", club), reported(bruchsal, "angebot", offer)]
    elsewhere = reported(bruchsal, "verein", other)
    settled = reported(bruchsal, "angebot", old)
    with scope(city=[bruchsal]):
        actions.keep(bruchsal, settled, actor=moderator)
    move(club, buehl)
    with scopes_disabled():
        assert {case.city_id for case in Case.objects.filter(pk__in=[c.pk for c in cases])} == {buehl.pk}
        assert {row.city_id for row in Report.objects.filter(case__in=cases)} == {buehl.pk}
        assert {Case.objects.get(pk=case.pk).city_id for case in (elsewhere, settled)} == {bruchsal.pk}
        for city in (bruchsal, buehl):
            assert AuditEntry.objects.filter(city=city, action="moderation.move").count() == 2
    with scope(city=[buehl]):
        found = Case.objects.get(pk=cases[1].pk)
        assert load(buehl, "angebot", offer.uuid)
        actions.hide(buehl, found, actor=moderator, reason="other", statement="Das Angebot gibt es so nicht.")
        offer.refresh_from_db()
        assert offer.status == "waiting"


def test_an_appeal_comes_to_the_city_that_was_asked_to_help(bruchsal, buehl):
    club = make_club(bruchsal)
    offer = make_offer(bruchsal, club=club)
    case = reported(bruchsal, "angebot", offer)
    with scopes_disabled():
        actions.hide(
            bruchsal,
            case,
            actor=make_user("moderation@bruchsal.example", bruchsal, "moderator"),
            reason="other",
            statement="Das Angebot gibt es so nicht.",
        )
        Appeal.objects.create(city=bruchsal, case=case, text="Doch, gibt es.", decided_in=buehl)
        Case.objects.filter(pk=case.pk).update(status="appealed")
    move(club, buehl)
    with scopes_disabled():
        appeal = Appeal.objects.get(case=case)
        assert (appeal.city_id, appeal.decided_in_id) == (buehl.pk, None)
        assert set(Decision.objects.filter(case=case).values_list("city", flat=True)) == {buehl.pk}
