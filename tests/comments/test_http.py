"""Over HTTP: who may do what, what is refused, and that nothing typed is lost. No JavaScript anywhere."""

import uuid

import pytest
from django_scopes import scopes_disabled

from participation.comments import actions
from participation.comments.models import Comment
from tests.comments.making import comment, make_discussion, member, sent
from tests.factories import make_user


def at(made, what=""):
    return f"/kommentare/beitrag/{made.uuid}/{what}"


@pytest.fixture
def other_city(buehl):
    return buehl


def test_a_member_posts_answers_changes_and_deletes_by_forms_alone(thread, writer, on_host):
    client = on_host(thread.city, writer)
    page = client.get(f"/{thread.page.slug}/").content.decode()
    assert f'action="/kommentare/{thread.uuid}/schreiben/"' in page
    response = client.post(f"/kommentare/{thread.uuid}/schreiben/", sent(writer, thread.uuid, "Mein erster Beitrag"))
    made = _only(thread)
    assert response.url == f"/{thread.page.slug}/#k-{made.uuid}"
    response = client.post(at(made, "antwort/"), sent(writer, made.uuid, "Und noch etwas"))
    assert response.status_code == 302
    assert client.get(at(made, "bearbeiten/")).status_code == 200
    assert client.post(at(made, "bearbeiten/"), {"text": "Mein geänderter Beitrag"}).status_code == 302
    assert "Mein geänderter Beitrag" in client.get(f"/{thread.page.slug}/").content.decode()
    assert "bleibt an seiner Stelle ein Hinweis" in client.get(at(made, "loeschen/")).content.decode()
    assert client.post(at(made, "loeschen/")).status_code == 302
    html = client.get(f"/{thread.page.slug}/").content.decode()
    assert "vom Autor gelöscht" in html
    assert "Mein geänderter Beitrag" not in html


def _only(thread):
    with scopes_disabled():
        return Comment.objects.get(thread=thread)


def test_double_submit_stores_once(thread, writer, on_host):
    client = on_host(thread.city, writer)
    data = sent(writer, thread.uuid, "Doppelt gedrückt")
    first, second = (client.post(f"/kommentare/{thread.uuid}/schreiben/", data) for _ in range(2))
    assert first.url == second.url
    assert _only(thread)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"age": 1}, "sehr schnell"),
        ({"age": 90_000}, "zu lange offen"),
        ({"website": "http://spam.example"}, "verstecktes Feld"),
        ({"marke": "erfunden"}, "zu lange offen"),
        ({"text": "x" * 2001}, "höchstens 2000 Zeichen"),
        ({"text": "x" * 1_000_000}, "höchstens 2000 Zeichen"),
        ({"text": "   "}, "Bitte schreiben Sie einen Text."),
        ({"text": "a\x00b"}, "Null"),
    ],
)
def test_refusals_show_the_reason_and_keep_the_text(thread, writer, on_host, change, message):
    data = {**sent(writer, thread.uuid, "Mein kostbarer Text", age=change.pop("age", 10)), **change}
    response = on_host(thread.city, writer).post(f"/kommentare/{thread.uuid}/schreiben/", data)
    html = response.content.decode()
    assert response.status_code == 422
    assert message in html
    assert data["text"].strip()[:50].replace("\x00", "") in html.replace("\x00", "")
    with scopes_disabled():
        assert not Comment.objects.exists()


def test_a_mark_of_another_person_or_thread_does_not_count(thread, writer, on_host):
    other = make_discussion(thread.city)
    for data in (sent(member(), thread.uuid, "Text"), sent(writer, other.uuid, "Text")):
        response = on_host(thread.city, writer).post(f"/kommentare/{thread.uuid}/schreiben/", data)
        assert response.status_code == 422


def test_closed_and_paused_keep_the_text(thread, writer, on_host, in_bruchsal):
    actions.close_thread(thread.city, thread, actor=writer, reason="Ende der Frist.")
    response = on_host(thread.city, writer).post(
        f"/kommentare/{thread.uuid}/schreiben/", sent(writer, thread.uuid, "Zu spät")
    )
    assert response.status_code == 403
    assert "Ende der Frist." in response.content.decode()
    assert "Zu spät" in response.content.decode()


def test_without_a_csrf_token_nothing_is_stored(thread, writer, on_host):
    client = on_host(thread.city, writer, enforce_csrf_checks=True)
    made = comment(thread, writer)
    for path in (
        f"/kommentare/{thread.uuid}/schreiben/",
        at(made, "loeschen/"),
        at(made, "hilfreich/"),
        f"/moderation/melden/kommentar/{made.uuid}/",
    ):
        assert client.post(path, sent(writer, thread.uuid, "Fälschung")).status_code == 403, path
    assert _only(thread).is_visible


def test_hostile_texts_are_shown_as_text(thread, writer, on_host):
    client = on_host(thread.city, writer)
    text = "<img src=x onerror=alert(1)> \u202eumgekehrt</p><script>x</script> 👩\u200d👧 \"'&amp;"
    assert client.post(f"/kommentare/{thread.uuid}/schreiben/", sent(writer, thread.uuid, text)).status_code == 302
    html = on_host(thread.city).get(f"/{thread.page.slug}/").content.decode()
    assert "<img src=x" not in html
    assert "<script>x" not in html
    assert "\u202e" not in html
    assert "&lt;img src=x onerror" in html


def test_like_by_form_and_by_script(thread, writer, on_host):
    made = comment(thread)
    client = on_host(thread.city, writer)
    response = client.post(at(made, "hilfreich/"), {"an": "1", "next": f"/{thread.page.slug}/"})
    assert response.url == f"/{thread.page.slug}/#k-{made.uuid}"
    answer = client.post(at(made, "hilfreich/"), {"an": "1"}, headers={"accept": "application/json"}).json()
    assert answer == {"count": 1, "liked": True}
    for evil in ("//evil.example/", "https://evil.example/", "/\\evil.example"):
        assert client.post(at(made, "hilfreich/"), {"an": "0", "next": evil}).url.startswith(f"/{thread.page.slug}/")
    own = comment(thread, writer)
    assert client.post(at(own, "hilfreich/"), {"an": "1"}).status_code == 403


def test_visitors_are_led_to_sign_in_and_back(thread, on_host):
    made = comment(thread)
    client = on_host(thread.city)
    for path in (
        f"/kommentare/{thread.uuid}/schreiben/",
        at(made, "antwort/"),
        at(made, "bearbeiten/"),
        at(made, "loeschen/"),
    ):
        response = client.get(path)
        assert response.status_code == 302
        assert response.url.startswith("/konto/anmelden/?next=%2Fkommentare%2F")
        assert not response.cookies
    assert client.post(at(made, "hilfreich/"), {"an": "1"}).status_code in (302, 403)


PATHS = {
    # path: (visitor, member, author, own moderator, foreign moderator); GET
    "/kommentare/{thread}/": (200, 200, 200, 200, 200),
    "/kommentare/{thread}/schreiben/": (302, 200, 200, 200, 200),
    "/kommentare/zu/baustein/{comment}/": (302, 404, 404, 404, 404),  # no such thing to talk about
    "/kommentare/{thread}/schliessen/": (302, 404, 404, 200, 404),
    "/kommentare/beitrag/{comment}/": (302, 302, 302, 302, 302),
    "/kommentare/beitrag/{comment}/antworten/": (200, 200, 200, 200, 200),
    "/kommentare/beitrag/{comment}/antwort/": (302, 200, 200, 200, 200),
    "/kommentare/beitrag/{comment}/bearbeiten/": (302, 404, 200, 404, 404),
    "/kommentare/beitrag/{comment}/loeschen/": (302, 404, 200, 404, 404),
    "/kommentare/beitrag/{comment}/hilfreich/": (302, 405, 405, 405, 405),
    "/moderation/": (404, 404, 404, 200, 404),
    "/moderation/sammel/": (404, 404, 404, 405, 404),
    "/moderation/pausen/": (404, 404, 404, 200, 404),
    "/moderation/woerter/": (404, 404, 404, 200, 404),
    "/moderation/andere/": (404, 404, 404, 200, 404),
    "/moderation/andere/{comment}/": (404, 404, 404, 404, 404),  # no such appeal
    "/moderation/bericht/": (200, 200, 200, 200, 200),
    "/moderation/bericht/2026.csv": (200, 200, 200, 200, 200),
    "/moderation/entscheidung/x/": (404, 404, 404, 404, 404),
    "/moderation/fall/{case}/": (404, 404, 404, 200, 404),
    "/moderation/fall/{case}/pause/": (404, 404, 404, 200, 404),
    "/moderation/inhalt/kommentar/{comment}/": (404, 404, 404, 302, 404),
    "/moderation/melden/kommentar/{comment}/": (200, 200, 200, 200, 200),
    "/moderation/melden/kommentar/{comment}/danke/": (200, 200, 200, 200, 200),
    "/moderation/meine/": (302, 200, 200, 200, 200),
    "/moderation/meine/{case}/": (302, 404, 404, 404, 404),  # the case is undecided: nothing to tell the author
}


def test_url_by_role_by_status(thread, writer, on_host, bruchsal, buehl):
    from participation.moderation import actions as moderation
    from participation.moderation.registry import load

    made = comment(thread, writer)
    with scopes_disabled():
        case = moderation.report(bruchsal, load(bruchsal, "kommentar", made.uuid), reporter=None, reason="hate").case
    people = [
        None,
        member(),
        writer,
        make_user("moderation@bruchsal.example", bruchsal, "moderator"),
        make_user("moderation@buehl.example", buehl, "moderator"),
    ]
    ids = {"thread": thread.uuid, "comment": made.uuid, "case": case.uuid}
    foreign = on_host(buehl, make_user("alle@buehl.example", buehl, "moderator"))
    for path, expected in PATHS.items():
        real = path.format(**ids)
        got = tuple(on_host(bruchsal, person).get(real).status_code for person in people)
        assert got == expected, path
        if "{" in path:  # the same ids on another city's host, with every right there
            assert foreign.get(real).status_code in (404, 405), path
            assert foreign.post(real).status_code in (404, 405), path
            assert on_host("redaktion.localhost", people[3]).get(real).status_code in (404, 405), path
            unknown = path.format(thread=uuid.uuid4(), comment=uuid.uuid4(), case=uuid.uuid4())
            assert on_host(bruchsal, people[3]).get(unknown).status_code in (404, 405), path
            for broken in ("x", "0", "%00", "..", "é" * 40, "a" * 3000):
                assert on_host(bruchsal, people[3]).get(
                    path.format(thread=broken, comment=broken, case=broken)
                ).status_code in (400, 404, 405)


def test_every_address_of_both_apps_is_in_the_table():
    from participation.comments import urls as comments
    from participation.moderation import urls as moderation

    assert len(PATHS) == len(comments.urlpatterns) + len(moderation.urlpatterns)
