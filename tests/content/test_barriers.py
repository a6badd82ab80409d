"""Barriere melden: no cookie, no account, no forgery, no flood; what the city does with it; deletion."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core import mail
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from portal.content import actions
from portal.content.models import BarrierReport
from tests.factories import make_user

URL = "/formular/barriere/"


@pytest.fixture
def client(bruchsal, on_host):
    return on_host(bruchsal, enforce_csrf_checks=True)


def token(client) -> str:
    response = client.get("/barriere-melden/")
    assert not response.cookies
    return re.search(r'name="formular" value="([^"]+)"', response.content.decode()).group(1)


def send(client, django_capture_on_commit_callbacks=None, headers=None, **data):
    data = {
        "formular": token(client),
        "what": "Die Tastatur kommt nicht zum Knopf.",
        "where": "",
        "email": "",
        "website": "",
        **data,
    }
    return client.post(URL, data, headers=headers or {})


def reports(city):
    with scope(city=city):
        return list(BarrierReport.objects.all())


def test_a_report_arrives_without_a_cookie(client, bruchsal, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        response = send(client, email="b@example.org", where="/aktuelles/")
    assert response.status_code == 302
    assert response["Location"] == "/formular/barriere/danke/"
    assert not response.cookies
    (report,) = reports(bruchsal)
    assert report.delete_on == timezone.localdate() + dt.timedelta(days=365)
    (letter,) = mail.outbox
    assert letter.to == ["stadt@bruchsal.example"]
    assert "Tastatur" in letter.body
    assert "b@example.org" not in letter.body
    assert client.get(response["Location"]).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Sec-Fetch-Site": "none"}, {"Origin": "https://evil.example"},
     {"Origin": "null"}, {"Origin": "http://buehl.localhost:8000"}],
)  # fmt: skip
def test_foreign_pages_cannot_post(client, bruchsal, headers):
    assert send(client, headers=headers).status_code == 403
    assert reports(bruchsal) == []


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://bruchsal.localhost:8000"}])
def test_own_pages_can(client, bruchsal, headers):
    assert send(client, headers=headers).status_code == 302


@pytest.mark.parametrize("bad", ["", "x", "1:abc:def", "a" * 9000, "\x00", "1:1tXyz:ÄÖ"])
def test_a_wrong_token_keeps_what_was_written(client, bruchsal, bad):
    response = send(client, formular=bad)
    assert response.status_code == 400
    html = response.content.decode()
    assert "Die Tastatur kommt nicht zum Knopf." in html
    assert "noch einmal ab" in html
    assert reports(bruchsal) == []


def test_a_token_of_another_host_and_an_old_one(client, bruchsal, buehl, on_host):
    import time_machine

    assert send(client, formular=token(on_host(buehl))).status_code == 400
    old = token(client)
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(days=4)):
        response = client.post(URL, {"formular": old, "what": "Etwas hindert mich."})
        assert response.status_code == 400
        fresh = re.search(r'name="formular" value="([^"]+)"', response.content.decode()).group(1)
        assert client.post(URL, {"formular": fresh, "what": "Etwas hindert mich."}).status_code == 302


def test_the_trap(client, bruchsal):
    assert send(client, website="http://spam.example").status_code == 400
    assert reports(bruchsal) == []


def test_the_limit_counts_accepted_posts_per_address(client, bruchsal):
    for _ in range(8):
        assert send(client).status_code == 302
    assert send(client).status_code == 429
    assert len(reports(bruchsal)) == 8


@pytest.mark.parametrize(
    "data",
    [{"what": ""}, {"what": "a"}, {"what": "x" * 4001}, {"what": "Text\x00Text"}, {"where": "w" * 501}, {"email": "keine"},
     {"email": "a@b.example\r\nBcc: x@y.example"}, {"email": "x" * 300 + "@b.example"}, {"what": "   "}],
)  # fmt: skip
def test_bad_input_is_a_clear_400_and_nothing_is_stored(client, bruchsal, data):
    response = send(client, **data)
    assert response.status_code == 400
    assert "Fehler" in response.content.decode()
    assert reports(bruchsal) == []


def test_hostile_html_is_shown_as_text(client, bruchsal):
    html = send(client, what="<script>alert(1)</script>", email="falsch").content.decode()
    assert "<script>alert(1)" not in html
    assert client.post(URL, data=b"\xff\xfe=%ff", content_type="application/x-www-form-urlencoded").status_code == 400
    assert client.post(URL, data=b"{", content_type="application/json").status_code == 400
    assert client.get(URL).status_code == 405


def test_the_city_reads_answers_and_nobody_else(client, bruchsal, buehl, on_admin, django_capture_on_commit_callbacks):
    send(client, email="b@example.org")
    (report,) = reports(bruchsal)
    assert (
        on_admin(make_user("v@buehl.example", buehl, "city_admin")).get(f"/admin/barrier/edit/{report.pk}/").status_code
        == 404
    )
    assert on_admin(make_user("e@bruchsal.example", bruchsal, "editor")).get("/admin/barrier/").status_code in (
        403,
        404,
    )
    officer = make_user("v@bruchsal.example", bruchsal, "city_admin")
    admin = on_admin(officer)
    assert "Tastatur" in admin.get("/admin/barrier/").content.decode()
    assert "Tastatur" in admin.get(f"/admin/barrier/edit/{report.pk}/").content.decode()
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        response = admin.post(f"/admin/barrier/edit/{report.pk}/", {"status": "done", "answer": "Ist behoben."})
    assert response.status_code == 302, response.content.decode()[:2000]
    (letter,) = mail.outbox
    assert letter.to == ["b@example.org"]
    assert "Ist behoben." in letter.body
    (report,) = reports(bruchsal)
    assert (report.status, report.handled_by) == ("done", officer)
    # a second answer is not sent
    admin.post(f"/admin/barrier/edit/{report.pk}/", {"status": "new", "answer": "Etwas anderes"})
    (report,) = reports(bruchsal)
    assert report.answer == "Ist behoben."


def test_after_twelve_months_it_is_gone(client, bruchsal):
    send(client)
    today = timezone.localdate()
    with scopes_disabled():
        assert actions.purge_barrier_reports(today + dt.timedelta(days=364)) == 0
        assert actions.purge_barrier_reports(today + dt.timedelta(days=365)) == 1
    assert reports(bruchsal) == []


def test_the_page_is_prefilled_with_own_addresses_only(client):
    assert (
        'value="http://bruchsal.localhost:8000/aktuelles/"'
        in client.get("/barriere-melden/?seite=/aktuelles/").content.decode()
    )
    for bad in ("//evil.example", "https://evil.example", "javascript:alert(1)", "/\x0aX"):
        assert "evil" not in client.get("/barriere-melden/", {"seite": bad}).content.decode()
