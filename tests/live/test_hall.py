"""The pages of a meeting: the hall, the desk, the screen."""

import uuid

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_scopes import scope, scopes_disabled

from participation.guests.actions import confirm
from participation.guests.models import Pending
from participation.live import actions
from participation.live.models import Question
from participation.projects import actions as projects
from tests.comments.making import member
from tests.factories import make_user
from tests.live.making import make_meeting, question, sent, url

pytestmark = pytest.mark.django_db


def body(response, status=200):
    assert response.status_code == status, response.status_code
    return response.content.decode()


def token_in(page):
    return page.split('name="formular" value="')[1].split('"')[0]


def test_a_hall_asks_without_account(bruchsal, on_host):
    module = make_meeting(bruchsal, "anyone", premoderation=True)
    client = on_host(bruchsal)
    page = body(client.get(url(module)))
    assert "E-Mail" not in page.split("<main")[1]
    data = {"formular": token_in(page), "text": "Bleibt die alte Linde stehen?"}
    ask = url(module, "saal/stellen/")
    assert "unvollständig" in body(client.post(ask, {**data, "formular": "x"}), 400)
    assert "Linde" in body(client.post(ask, {**data, "website": "bot"}), 400)
    assert "Bitte schreiben" in body(client.post(ask, {**data, "text": " "}), 422)
    assert client.post(ask, data, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    for _n in range(2):
        assert client.post(ask, data).status_code == 302
    with scopes_disabled():
        row = Question.objects.get()
    assert "Linde" not in body(client.get(url(module)))
    assert client.get(url(module, f"saal/frage/{row.uuid}/")).status_code == 404
    with scope(city=[bruchsal]):
        actions.run(bruchsal, row, "approved", actor=None, trusted=True)
    assert "Linde" in body(client.get(url(module)))
    assert "Gast" in body(client.get(url(module, f"saal/frage/{row.uuid}/")))
    assert not client.cookies


def test_one_address_cannot_flood_the_desk(bruchsal, on_host):
    module = make_meeting(bruchsal, "anyone", premoderation=True)
    client = on_host(bruchsal)
    token = token_in(body(client.get(url(module))))
    answers = [
        client.post(url(module, "saal/stellen/"), {"formular": token, "text": f"Frage {n}?"}).status_code
        for n in range(62)
    ]
    assert answers[:60] == [302] * 60
    assert answers[60:] == [429] * 2


def test_guests_confirm_by_mail_where_nobody_reads_first(bruchsal, on_host):
    module = make_meeting(bruchsal, "anyone")
    row = question(module)
    client = on_host(bruchsal)
    data = {"formular": token_in(body(client.get(url(module)))), "email": "gast@example.org"}
    assert client.post(url(module, "saal/stellen/"), {**data, "text": "Und der Zaun?"}).status_code == 302
    support = url(module, f"saal/frage/{row.uuid}/unterstuetzen/")
    assert "E-Mail" in body(client.get(support))
    body(client.post(support, {**data, "email": "nein"}), 422)
    assert client.post(support, data).status_code == 302
    with scopes_disabled():
        assert Question.objects.count() == 1
        pending = list(Pending.objects.order_by("created_at"))
    with scope(city=[bruchsal]):
        paths = [confirm(bruchsal, p) for p in pending]
    assert "Und der Zaun?" in body(client.get(paths[0]))
    assert client.get(paths[1]).status_code == 200
    with scopes_disabled():
        row.refresh_from_db()
    assert row.support_count == 1


def test_members_ask_and_support(bruchsal, on_host):
    module = make_meeting(bruchsal)
    author = member()
    client, ask = on_host(bruchsal, author), url(module, "saal/stellen/")
    data = sent(author, module, "Wo parken Räder?")
    assert client.post(ask, data).status_code == client.post(ask, data).status_code == 302
    with scopes_disabled():
        row = Question.objects.get()
    assert "schon jemand" in body(client.post(ask, sent(author, module, "Wo parken Räder?")), 422)
    assert "zu lange offen" in body(client.post(ask, {"text": "Was?", "marke": "x"}), 422)
    body(client.post(ask, {**sent(author, module, ""), "text": "\x00\x01"}), 422)
    fan = on_host(bruchsal, member())
    support = url(module, f"saal/frage/{row.uuid}/unterstuetzen/")
    answer = fan.post(support, {"an": "1", "liste": "neu"})
    assert answer["location"].endswith("?sort=neu#frage-1")
    assert fan.post(support, {"an": "1", "liste": "//evil.example"})["location"].endswith(f"{row.uuid}/")
    assert 'aria-pressed="true"' in body(fan.get(url(module)))
    assert "eigene" in body(client.post(support, {"an": "1"}), 403)
    assert on_host(bruchsal).post(support, {"an": "1"})["location"].startswith("/konto/anmelden/")
    strict = on_host(bruchsal, member(), enforce_csrf_checks=True)
    assert strict.post(support, {"an": "1"}).status_code == 403
    assert fan.get(url(module, f"saal/frage/{row.uuid}/loeschen/")).status_code == 404
    assert client.post(url(module, f"saal/frage/{row.uuid}/loeschen/")).status_code == 302
    with scopes_disabled():
        row.refresh_from_db()
    assert (row.status, row.text) == ("deleted", "")
    with scope(city=[bruchsal]):
        projects.end_phase(bruchsal, module.project.phases.get(), actor=None)
    page = body(client.post(ask, sent(author, module, "Zu spät gefragt?")), 403)
    assert "Zu spät gefragt?" in page
    assert "möglich" in body(on_host(bruchsal).get(url(module)))


def test_hidden_and_foreign_things_are_404(bruchsal, buehl, on_host):
    module, other = make_meeting(bruchsal, premoderation=True), make_meeting(bruchsal)
    secret = question(module, "Streng geheime Frage?", user=member())
    refused = question(module, "Nicht zugelassen?", state="refused")
    hidden = question(module, "Ausgeblendet worden?", state="approved")
    with scope(city=[bruchsal]):
        actions.set_hidden(hidden, True, reason="hate", actor=None)
    elsewhere, foreign = question(other), question(make_meeting(buehl))
    for client in (on_host(bruchsal), on_host(bruchsal, member())):
        for row in (secret, refused, hidden, elsewhere, foreign):
            for rest in ("", "unterstuetzen/", "loeschen/"):
                assert client.get(url(module, f"saal/frage/{row.uuid}/{rest}")).status_code == 404
        for rest in ("", "?sort=neu", "?stand=beantwortet", "?stand='&sort=%3C&seite=-7", "leinwand/", "saal/danke/"):
            page = body(client.get(url(module, rest)))
            assert not any(word in page for word in ("geheime", "zugelassen?", "worden"))
    assert on_host(buehl).get(url(module)).status_code == 404
    clerk = on_host(bruchsal, make_user("d@bruchsal.example", bruchsal, "chief_editor"))
    for row in (hidden, elsewhere, foreign):
        assert clerk.post(url(module, f"saal/regie/{row.uuid}/"), {"do": "approved"}).status_code == 404
    assert clerk.get(url(module, f"saal/regie/{uuid.uuid4()}/")).status_code == 404


def test_the_desk_and_the_screen(bruchsal, buehl, on_host):
    module = make_meeting(bruchsal, premoderation=True)
    author = member("Anwohnerin, Nordstadt")
    row, next_one = question(module, "Wann beginnt der Umbau?", user=author), question(module, "Wer zahlt?")
    for user in (None, member(), make_user("r@bruchsal.example", bruchsal, "editor"),
                 make_user("d@buehl.example", buehl, "chief_editor")):  # fmt: skip
        client = on_host(bruchsal, user)
        assert client.get(url(module, "saal/regie/")).status_code == 404
        assert client.post(url(module, f"saal/regie/{row.uuid}/"), {"do": "approved"}).status_code == 404
    clerk, visitor = on_host(bruchsal, make_user("d@bruchsal.example", bruchsal, "chief_editor")), on_host(bruchsal)
    assert "Umbau" in body(clerk.get(url(module, "saal/regie/")))
    assert "Umbau" not in body(visitor.get(url(module, "leinwand/")))
    run = url(module, f"saal/regie/{row.uuid}/")
    for do in ("approved", "stage"):
        assert clerk.post(run, {"do": do}).status_code == 302
    clerk.post(url(module, f"saal/regie/{next_one.uuid}/"), {"do": "approved"})
    page = body(visitor.get(url(module, "leinwand/")))
    assert "Umbau" in page.split("Die meisten")[0]
    assert "Wer zahlt?" in page.split("Die meisten")[1]
    assert "Nordstadt" not in page
    assert 'http-equiv="refresh"' in page
    assert "kurz zusammen" in body(clerk.post(run, {"do": "answered", "answer": " "}), 422)
    body(clerk.post(run, {"do": "nonsense"}), 422)
    assert clerk.post(run, {"do": "answered", "answer": "Im Mai geht es los."}).status_code == 302
    assert "Im Mai geht es los." in body(visitor.get(url(module, "?stand=beantwortet")))
    assert "Umbau" not in body(visitor.get(url(module, "leinwand/")))
    for state in ("waiting", "approved", "stage", "answered", "refused", "x'"):
        body(clerk.get(url(module, f"saal/regie/?stand={state}&seite=zz")))


def test_the_number_of_queries_does_not_grow(bruchsal, on_host):
    seen = {}
    clerk = make_user("d@bruchsal.example", bruchsal, "chief_editor")
    for size in (30, 300):
        module = make_meeting(bruchsal)
        people = [member() for _n in range(5)]
        with scope(city=[bruchsal]):
            Question.objects.bulk_create(
                Question(
                    city=bruchsal, module=module, number=n, text=f"Frage {n}?", fingerprint=str(n), author=people[n % 5],
                    state=("approved", "waiting")[n % 2], support_count=n,
                )
                for n in range(size)
            )  # fmt: skip
        for user, rests in ((None, ("", "leinwand/")), (people[0], ("", "leinwand/")), (clerk, ("saal/regie/",))):
            for rest in rests:
                client, path = on_host(bruchsal, user), url(module, rest) + "?x=1"
                body(client.get(path))
                with CaptureQueriesContext(connection) as queries:
                    body(client.get(path))
                seen.setdefault((rest, user is None), []).append(len(queries))
    print(seen)
    for (rest, visitor), (few, many) in seen.items():
        assert few == many, (rest, visitor)
        assert few <= (12 if visitor else 15), (rest, visitor, few)


def test_the_screen_is_fresh_although_it_is_cached(bruchsal, on_host, django_capture_on_commit_callbacks):
    cache.clear()
    module, visitor = make_meeting(bruchsal), on_host(bruchsal)
    row = question(module, "Erst das eine?")
    assert "Erst das eine?" in body(visitor.get(url(module, "leinwand/")))
    with CaptureQueriesContext(connection) as queries:
        body(visitor.get(url(module, "leinwand/")))
    assert len(queries) == 0
    with django_capture_on_commit_callbacks(execute=True), scope(city=[bruchsal]):
        for n in range(3):
            from participation.projects.permissions import Person

            actions.set_support(bruchsal.pk, row, Person(member()), True)
            assert f"<b>{n + 1}<" in body(visitor.get(url(module, "leinwand/")))
