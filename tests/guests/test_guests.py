"""Taking part without an account: nothing before the click, once after it, nothing left behind."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.core import mail
from django.utils import timezone
from django_scopes import scopes_disabled

from participation.guests import actions
from participation.guests.actions import expire, forget
from participation.guests.forms import GuestFields
from participation.guests.models import Guest, Pending
from participation.projects import actions as projects
from participation.projects.models import Participant, Phase, Project
from portal.kit.mailbox import mailbox_of
from portal.kit.refused import Refused
from tests.guests.conftest import TEXT

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _all():
    with scopes_disabled():
        yield


def test_a_link_is_asked_for_shown_and_confirmed_once(bruchsal, module, ask, said, on_host):
    path = ask()
    message = mail.outbox[-1]
    assert message.to == ["nachbarin@example.org"]
    assert "Der Bach im Ort" in message.subject
    assert TEXT not in message.body  # nobody else's text comes by mail
    visitor = on_host(bruchsal)
    for _scan in range(3):  # mail scanners follow links
        page = visitor.get(path)
        assert page.status_code == 200
        assert TEXT in page.content.decode()
    assert said == []
    assert not page.cookies
    assert "no-store" in page["Cache-Control"]
    assert page["Referrer-Policy"] == "same-origin"
    done = visitor.post(path)
    assert (done.status_code, done["Location"]) == (302, f"/projekt/{module.project.slug}/{module.slug}/")
    assert [text for _guest, text in said] == [TEXT]
    again = visitor.post(path)
    assert again.status_code == visitor.get(path).status_code == 410
    assert done["Location"] in again.content.decode()
    assert len(said) == 1
    row = Pending.objects.get()
    assert (row.payload, row.email, row.mailbox) == ({}, "", "")
    guest = Guest.in_region().get()
    assert guest.uuid == said[0][0]
    assert guest.delete_after > timezone.now() + dt.timedelta(days=179)
    assert Participant.objects.get().guest == guest.uuid


def test_the_token_is_not_stored(ask):
    token = ask().split("/")[2]
    row = Pending.objects.get()
    assert token not in str({f.name: getattr(row, f.name) for f in row._meta.fields})


def test_forged_foreign_and_expired_links(bruchsal, buehl, ask, said, on_host):
    path = ask()
    forged = path[:-3] + ("A" if path[-3] != "A" else "B") + path[-2:]
    assert on_host(bruchsal).get(forged).status_code == 404
    assert on_host(bruchsal).post("/teilnahme/" + "x" * 3000 + "/").status_code == 404
    assert on_host(buehl).get(path).status_code == 404  # a link belongs to its portal
    assert on_host(buehl).post(path).status_code == 404
    assert on_host("redaktion.localhost").get(path).status_code == 404
    with time_machine.travel(timezone.now() + dt.timedelta(hours=49)):
        for answer in (on_host(bruchsal).get(path), on_host(bruchsal).post(path)):
            assert answer.status_code == 410
            assert TEXT not in answer.content.decode()
    assert said == []


def test_a_foreign_page_cannot_confirm(bruchsal, ask, said, on_host):
    path = ask()
    assert on_host(bruchsal).post(path, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert said == []


def test_a_phase_that_ended_is_said_plainly_and_the_text_is_kept(bruchsal, module, ask, said, on_host):
    path = ask()
    projects.end_phase(bruchsal, Phase.objects.get(), actor=None)
    answer = on_host(bruchsal).post(path)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert TEXT in html
    assert "Das war bis" in html
    assert said == []
    assert not Guest.in_region().exists()  # nothing half-written
    assert Project.objects.get().participant_count == 0
    assert Pending.objects.get().used_at is None


def test_one_mailbox_is_one_guest_on_all_portals(bruchsal, buehl, ask, said, on_host):
    for email, city in (("Rad@Example.org", bruchsal), ("rad+zwei@example.org", bruchsal), ("rad@example.org", buehl)):
        assert on_host(city).post(ask(email, city=city)).status_code == 302
    assert len({guest for guest, _text in said}) == 1
    assert Guest.in_region().get().city == bruchsal
    assert Project.objects.get().participant_count == 1
    assert mailbox_of("+x@example.org") == "+x@example.org"


@pytest.mark.parametrize("email", ["", "kein", "a@b", "a@example.org\nBcc: c@example.org", "x" * 250 + "@example.org"])
def test_no_address_no_mail(bruchsal, module, said, email):
    with pytest.raises(Refused):
        actions.ask(bruchsal, module, "probe.say", {"text": TEXT}, email)
    assert not Pending.objects.exists()


def test_bounds(bruchsal, module, said, ask, rf):
    with pytest.raises(LookupError):
        actions.ask(bruchsal, module, "unknown.verb", {}, "a@example.org")
    with pytest.raises(Refused, match="zu viel Text"):
        actions.ask(bruchsal, module, "probe.say", {"text": "ä" * 10_000}, "a@example.org")
    for _n in range(actions.PER_HOUR):
        ask("flut@example.org")
    with pytest.raises(Refused, match="Postfach"):
        ask("FLUT+1@example.org")
    ask("andere@example.org")
    request = rf.get("/", REMOTE_ADDR="192.0.2.7")
    for n in range(actions.PER_CLIENT):
        actions.ask(bruchsal, module, "probe.say", {"text": TEXT}, f"a{n}@example.org", request=request)
    with pytest.raises(Refused, match="Anschluss"):
        actions.ask(bruchsal, module, "probe.say", {"text": TEXT}, "b@example.org", request=request)


def test_everything_is_forgotten_in_time(bruchsal, ask, said, on_host):
    on_host(bruchsal).post(ask("kommt@example.org"))
    ask("kommt-nicht@example.org")
    now = timezone.now()
    assert expire(now + dt.timedelta(hours=47)) == 0
    assert expire(now + dt.timedelta(hours=49)) == 1
    assert not Pending.objects.exclude(email="").exists()
    assert forget(now + dt.timedelta(days=10))["links"] == 2
    Phase.objects.update(ends_at=now + dt.timedelta(days=300))
    assert forget(now + dt.timedelta(days=181))["guests"] == 0  # the same address must not vote twice
    assert forget(now + dt.timedelta(days=301))["guests"] == 1


def test_pages_and_form(bruchsal, on_host):
    page = on_host(bruchsal).get("/teilnahme/gesendet/")
    assert page.status_code == 200
    assert not page.cookies
    assert on_host(bruchsal).post("/teilnahme/gesendet/").status_code == 302
    assert on_host("redaktion.localhost").get("/teilnahme/gesendet/").status_code == 404
    assert "email" not in GuestFields(guest=False).fields
    form = GuestFields({"email": "unvollständig"})
    assert not form.is_valid()
    assert list(form.errors) == ["email"]
