"""Hours: bounded, once, confirmed by others, forgotten without a trace of the person."""

from __future__ import annotations

import datetime as dt
import re
import threading

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django_scopes import scopes_disabled

from clubs.hours.actions import entries, papers, people
from clubs.hours.models import Certificate, HourEntry
from clubs.volunteering.models import SignUp
from clubs.volunteering.signals import attended
from portal.kit.refused import Refused
from portal.mailing.models import Letter
from tests.factories import make_user
from tests.hours.making import MAIL, make_club, make_hours, make_past_sign_up
from tests.volunteering.making import make_volunteer

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture(autouse=True)
def _all():
    with scopes_disabled():
        yield


@pytest.fixture
def club(bruchsal):
    return make_club(bruchsal)


@pytest.fixture
def anna(bruchsal):
    return make_volunteer(bruchsal, "anna@example.org")


def log(person, club, **more):
    fields = {"name": "Anna A.", "date": TODAY(), "minutes": 60, "actor": None, **more}
    return entries.log_hours(person, club=club, **fields)


def asks() -> list[Letter]:
    return list(Letter.objects.filter(key__startswith="hours.a").order_by("pk"))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"date": TODAY() + dt.timedelta(days=1)}, "future"), ({"date": dt.date(1999, 1, 1)}, "old"), ({"date": None}, "future"),
        ({"minutes": 0}, "minutes"), ({"minutes": 1441}, "minutes"), ({"minutes": -5}, "minutes"), ({"name": " \u200b"}, "name"),
        ({"name": "x" * 81}, "name"), ({"name": "Anna 😀"}, "name"), ({"expenses": "gold"}, "expenses"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_and_leaves_nothing(anna, club, changes, code):
    with pytest.raises(Refused) as refused:
        log(anna, club, **changes)
    assert refused.value.code == code
    assert not HourEntry.objects.exists()
    assert not asks()


@pytest.mark.parametrize("status", ["waiting", "hidden", "closed", ""])
def test_hours_are_for_public_clubs(anna, club, status):
    club.status = status
    with pytest.raises(Refused):
        log(anna, club if status else None)


def test_a_day_has_24_hours_over_all_cities(anna, club, buehl):
    other = make_club(buehl)
    log(anna, club, minutes=1000)
    log(anna, other, minutes=440)
    with pytest.raises(Refused) as refused:
        log(anna, other, minutes=1)
    assert refused.value.code == "day"
    log(anna, other, minutes=1440, date=TODAY() - dt.timedelta(days=1))
    entries.decide(HourEntry.objects.filter(club=other, date=TODAY()), False, by="club", actor=None)
    log(anna, other, minutes=440, what="nach der Ablehnung")  # refused hours are no hours


@pytest.mark.django_db(transaction=True)
def test_many_requests_at_once_do_not_make_a_longer_day(bruchsal, buehl):
    anna = make_volunteer(bruchsal, "schnell@example.org")
    clubs = [make_club(bruchsal), make_club(buehl)]
    answers: list[str] = []

    def run(number: int) -> None:
        try:
            with scopes_disabled():
                log(anna, clubs[number % 2], minutes=400, what=f"Nr. {number}")
            answers.append("ok")
        except Refused as refused:
            answers.append(refused.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["day"] * 5 + ["ok"] * 3
    assert sum(HourEntry.objects.filter(volunteer=anna).values_list("minutes", flat=True)) == 1200


def test_the_same_twice_is_stored_once(anna, club, bruchsal):
    assert log(anna, club).pk == log(anna, club).pk
    row = make_past_sign_up(bruchsal, anna)
    first = log(anna, None, sign_up=row, minutes=90)
    assert log(anna, None, sign_up=row, minutes=100).pk == first.pk
    assert entries.from_attendance(row, actor=None).pk == first.pk
    with pytest.raises(IntegrityError), transaction.atomic():
        HourEntry.objects.create(
            city=bruchsal, volunteer=anna, provider="x", sign_up=row, name="x", date=TODAY(), minutes=5
        )


def test_hours_of_a_sign_up_are_the_persons_own_and_over(anna, bruchsal):
    row = make_past_sign_up(bruchsal, anna, expenses="trainer")
    with pytest.raises(Refused):
        log(make_volunteer(bruchsal), None, sign_up=row)
    SignUp.objects.filter(pk=row.pk).update(state="cancelled")
    with pytest.raises(Refused):
        log(anna, None, sign_up=row)
    SignUp.objects.filter(pk=row.pk).update(state="confirmed")
    assert log(anna, None, sign_up=row).expenses == "trainer"  # the offer's word, not the person's


def test_attendance_confirms_and_taken_back_takes_hours_and_papers(anna, bruchsal):
    row = make_past_sign_up(bruchsal, anna, hours=3)
    attended.send(SignUp, sign_up=row, came=True, actor=None)
    attended.send(SignUp, sign_up=row, came=True, actor=None)
    entry = HourEntry.objects.get()
    assert (entry.state, entry.minutes, entry.decided_by) == ("confirmed", 180, "attendance")
    paper = papers.issue(anna, bruchsal, entry.date, TODAY(), name=entry.name, actor=None)
    attended.send(SignUp, sign_up=row, came=False, actor=None)
    assert not HourEntry.objects.exists()
    paper.refresh_from_db()
    assert paper.revoked_at


def test_one_mail_while_something_waits_and_one_reminder(anna, club):
    now = timezone.now()
    for number in range(5):
        log(anna, club, what=f"Nr. {number}")
    assert [(letter.to, "bestaetigen/" in letter.body) for letter in asks()] == [(MAIL, True)]
    assert "anna" not in asks()[0].body.lower()
    assert entries.ask_again(now + dt.timedelta(days=13)) == 0
    assert entries.ask_again(now + dt.timedelta(days=15)) == 1
    assert entries.ask_again(now + dt.timedelta(days=60)) == 0
    assert len(asks()) == 2


def test_nobody_is_asked_about_their_own_hours(bruchsal):
    user = make_user("leitung@example.org")
    own = make_volunteer(bruchsal, "leitung@example.org", user=user)
    log(own, make_club(bruchsal, mail="", owner=user))
    assert not asks()


def test_the_first_answer_counts(anna, club):
    row = log(anna, club)
    assert entries.decide([row], False, by="link", actor=None) == 1
    assert entries.decide([row], True, by="link", actor=None) == 0
    row.refresh_from_db()
    assert row.state == "refused"
    assert Letter.objects.filter(to=anna.email, key__startswith="hours.decided").count() == 1


def test_a_correction_revokes_the_papers_that_name_the_hours(anna, club, bruchsal):
    wrong, right = make_hours(anna, club, days_ago=2), make_hours(anna, club, days_ago=40)
    today = TODAY()
    with_it = papers.issue(anna, bruchsal, today - dt.timedelta(days=9), today, name=anna.name, actor=None)
    without = papers.issue(anna, bruchsal, right.date, right.date, name=anna.name, actor=None)
    assert entries.correct(wrong, by="club", actor=None)
    assert not entries.correct(wrong, by="club", actor=None)
    with_it.refresh_from_db()
    without.refresh_from_db()
    assert with_it.revoked_at
    assert not without.revoked_at


def test_a_paper_names_whom_the_clubs_confirmed(anna, club, bruchsal):
    make_hours(anna, club, minutes=60)
    make_hours(anna, club, minutes=30, name="Berta B.")
    make_hours(anna, club, minutes=15, confirmed=False)
    today = TODAY()
    paper = papers.issue(anna, bruchsal, today - dt.timedelta(days=9), today, name="testPERSON", actor=None)
    assert (paper.snapshot["name"], paper.snapshot["minutes"]) == ("Testperson", 60)
    again = papers.issue(anna, bruchsal, today - dt.timedelta(days=9), today, name="Testperson", actor=None)
    assert again.pk == paper.pk
    for name, start, code in (
        ("Carla C.", today, "none"), ("Testperson", today, "none"), ("Testperson", today + dt.timedelta(days=1), "period"),
    ):  # fmt: skip
        with pytest.raises(Refused) as refused:
            papers.issue(anna, bruchsal, start, max(start, today), name=name, actor=None)
        assert refused.value.code == code


@pytest.mark.parametrize("how", ["delete", "erase"])
def test_without_the_person_only_numbers_stay(bruchsal, club, how):
    user = make_user("fort@example.org")
    gone = make_volunteer(bruchsal, "fort@example.org", user=user)
    kept, asked = make_hours(gone, club, minutes=77), make_hours(gone, club, confirmed=False, days_ago=3)
    paper = papers.issue(gone, bruchsal, kept.date, TODAY(), name=gone.name, actor=None)
    papers.revoke(paper, actor=None)
    if how == "delete":
        gone.delete()
    else:
        from clubs.hours import personal_data

        found = personal_data.export(user)
        assert [row["minuten"] for row in found["stunden"]] == [77, 120][::-1] or found["stunden"]
        assert found[f"nachweis_{paper.uuid}"].content.startswith(b"%PDF")
        personal_data.erase(user)
        personal_data.erase(user)
    row = HourEntry.objects.get()
    assert (row.minutes, row.name, row.what, row.volunteer_id, row.club_id) == (77, "", "", None, club.pk)
    assert not HourEntry.objects.filter(pk=asked.pk).exists()
    paper = Certificate.objects.get()
    assert (paper.snapshot, paper.volunteer_id) == ({}, None)
    assert paper.revoked_at  # a revoked paper never becomes valid again


def test_the_database_keeps_no_name_without_a_person(anna, club):
    row = make_hours(anna, club)
    with pytest.raises(IntegrityError), transaction.atomic():
        HourEntry.objects.filter(pk=row.pk).update(volunteer=None)


def test_a_lost_link_is_mailed_once_and_only_to_the_mailbox(anna, bruchsal):
    for email in ("ANNA+x@example.org", "anna@example.org", "niemand@example.org"):
        people.send_link(bruchsal, email)
    letters = Letter.objects.filter(key__startswith="hours.link")
    assert [letter.to for letter in letters] == [anna.email]
    assert re.search(r"/stunden/mit-link/[^/]+/", letters[0].body)
