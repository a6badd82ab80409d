"""The pages of a text: for everyone, for the desk, and closed for the rest."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_scopes import scope, scopes_disabled

from participation.comments.hosts import key_of
from participation.comments.models import Comment, Thread
from participation.guests.models import Pending
from participation.projects import actions as projects
from participation.textwork import actions
from participation.textwork.models import Anchor, Suggestion, Version
from tests.comments.making import member
from tests.factories import make_user
from tests.projects.making import join
from tests.textwork.making import SOURCE, anchor_at, make_text, publish, sent, suggestion, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def module(bruchsal):
    return make_text(bruchsal)


def body(response, status=200):
    assert response.status_code == status, response.status_code
    return response.content.decode()


def test_a_visitor_reads_everything_without_a_cookie(module, bruchsal, on_host):
    row = suggestion(module)
    publish(module, SOURCE.replace("täglich", "immer"))
    client = on_host(bruchsal)
    page = body(client.get(url(module)))
    assert "Fassung 2" in page
    assert "1 Vorschlag" in page
    assert "csrfmiddlewaretoken" not in page
    anchor = anchor_at(module, 2).uuid
    page = body(client.get(url(module, f"absatz/{anchor}/")))
    assert "<ins>" in page
    assert "Anmelden" in page
    for rest in ("aenderungen/", "aenderungen/?stand=new&seite=99", "aenderungen/?stand=%27%3Cx", f"aenderung/{row.uuid}/",
                 "fassungen/", "fassungen/1/", "fassungen/vergleich/", "fassungen/vergleich/?von=1&bis=2", "fassungen/vergleich/?von=999999999999&bis=x",
                 "absatz/gesendet/"):  # fmt: skip
        body(client.get(url(module, rest)))
    compared = body(client.get(url(module, "fassungen/vergleich/?von=2&bis=1")))
    assert "täglich" in compared
    assert "immer" in compared
    assert "geändert" in compared
    assert not client.cookies


def test_what_is_not_there_is_404(module, bruchsal, buehl, on_host):
    row, other = suggestion(module), make_text(bruchsal)
    foreign = suggestion(make_text(buehl))
    theirs = anchor_at(other, 2).uuid
    client = on_host(bruchsal, make_user("amt@bruchsal.example", bruchsal, "chief_editor"))
    for rest in (f"absatz/{theirs}/", f"absatz/{theirs}/vorschlagen/", f"absatz/{uuid.uuid4()}/", "absatz/x/",
                 f"aenderung/{foreign.uuid}/", f"aenderung/{foreign.uuid}/entscheiden/", "fassungen/7/",
                 "fassungen/99999999999999999999/", f"aenderung/{uuid.uuid4()}/loeschen/"):  # fmt: skip
        assert client.get(url(module, rest)).status_code == 404, rest
    assert client.get(url(other, f"aenderung/{row.uuid}/")).status_code == 404
    assert on_host(buehl).get(url(module)).status_code == 404
    assert on_host(bruchsal, member()).get(url(module, f"aenderung/{row.uuid}/loeschen/")).status_code == 404


def test_a_joint_project_is_one_text_on_every_portal(module, bruchsal, buehl, on_host):
    join(module.project, buehl)
    author, anchor = member(), anchor_at(module, 2).uuid
    theirs = on_host(buehl, author)
    data = sent(author, anchor, "Hunde sind an der Leine erlaubt.")
    assert theirs.post(url(module, f"absatz/{anchor}/vorschlagen/"), data).status_code == 302
    with scopes_disabled():
        row = Suggestion.objects.get()
    assert row.city == buehl
    page = body(on_host(bruchsal).get(url(module, f"absatz/{anchor}/")))
    assert "Leine" in page
    assert f"//buehl.localhost:8000/moderation/melden/textvorschlag/{row.uuid}/" in page
    assert on_host(buehl).get(f"/moderation/melden/textvorschlag/{row.uuid}/").status_code == 200


def test_hidden_things_are_invisible(module, bruchsal, on_host):
    author = member()
    row = suggestion(module, wording="Ganz geheimer Wortlaut", user=author)
    with scope(city=[bruchsal]):
        actions.set_hidden(row, True, reason="hate", actor=None)
    for client in (on_host(bruchsal), on_host(bruchsal, member())):
        for rest in ("", f"absatz/{row.anchor.uuid}/", "aenderungen/"):
            page = body(client.get(url(module, rest)))
            assert "geheimer" not in page
            assert "1 Vorschlag" not in page
        assert client.get(url(module, f"aenderung/{row.uuid}/")).status_code == 404
    assert "ausgeblendet" in body(on_host(bruchsal, author).get(url(module, f"aenderung/{row.uuid}/")))


def test_suggesting(module, bruchsal, on_host):
    author, anchor = member(), anchor_at(module, 2).uuid
    path = url(module, f"absatz/{anchor}/vorschlagen/")
    assert on_host(bruchsal).get(path).status_code == 302
    client = on_host(bruchsal, author)
    assert "Hunde bleiben draußen." in body(client.get(path))
    data = sent(author, anchor, "Hunde sind an der Leine erlaubt.", reason="Viele haben einen.")
    assert client.post(path, data).status_code == 302
    assert client.post(path, data).status_code == 302  # sent twice, stored once
    with scopes_disabled():
        assert Suggestion.objects.count() == 1
    page = body(client.post(path, sent(author, anchor, "Hunde bleiben draußen.", reason="Mein Grund")), 422)
    assert "So steht es schon da" in page
    assert "Mein Grund" in page
    assert "errsum" in page
    assert "sehr schnell" in body(client.post(path, sent(author, anchor, "Anders.", age=0)), 422)
    assert "zu lange offen" in body(client.post(path, {"wording": "Anders.", "marke": "x"}), 422)
    for hostile in ({"wording": "\x00" * 9}, {"wording": "z" * 30_000}, {"wording": "A", "base": "'"}):
        body(client.post(path, {**sent(author, anchor, ""), **hostile}), 422)
    strict = on_host(bruchsal, author, enforce_csrf_checks=True)
    assert strict.post(path, sent(author, anchor, "Ohne Marke der Seite")).status_code == 403


def test_a_closed_phase_keeps_the_text(module, bruchsal, on_host):
    author, anchor = member(), anchor_at(module, 2).uuid
    with scope(city=[bruchsal]):
        projects.end_phase(bruchsal, module.project.phases.get(), actor=None)
    page = body(
        on_host(bruchsal, author).post(url(module, f"absatz/{anchor}/vorschlagen/"), sent(author, anchor, "Zu spät")),
        403,
    )
    assert "Zu spät" in page
    assert "möglich" in page
    assert (
        "vorschlagen"
        not in body(on_host(bruchsal).get(url(module, f"absatz/{anchor}/")))
        .split("discussion")[0]
        .split("<main")[1][:1500]
    )


def test_without_an_account(bruchsal, on_host, mailoutbox, django_capture_on_commit_callbacks):
    module = make_text(bruchsal, who="anyone")
    client, anchor = on_host(bruchsal), anchor_at(module, 2).uuid
    path = url(module, f"absatz/{anchor}/vorschlagen/")
    page = body(client.get(path))
    token = page.split('name="formular" value="')[1].split('"')[0]
    data = {"formular": token, "wording": "Hunde an die Leine.", "reason": "", "email": "gast@example.org"}
    assert "unvollständig" in body(client.post(path, {**data, "formular": "x"}), 400)
    assert "E-Mail" in body(client.post(path, {**data, "email": ""}), 422)
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(path, data).status_code == 302
    with scopes_disabled():
        assert not Suggestion.objects.exists()
        pending = Pending.objects.get()
    from participation.guests.actions import confirm

    with scope(city=[bruchsal]):
        shown = confirm(bruchsal, pending)
    assert "Gast" in body(client.get(shown))
    assert not client.cookies


def test_the_desk(module, bruchsal, buehl, on_host):
    row = suggestion(module)
    for user in (
        None,
        member(),
        make_user("r@bruchsal.example", bruchsal, "editor"),
        make_user("d@buehl.example", buehl, "chief_editor"),
    ):
        for rest in ("fassungen/bearbeiten/", f"aenderung/{row.uuid}/entscheiden/"):
            assert on_host(bruchsal, user).get(url(module, rest)).status_code == 404
            assert on_host(bruchsal, user).post(url(module, rest), {"state": "accepted"}).status_code == 404
    client = on_host(bruchsal, make_user("d@bruchsal.example", bruchsal, "chief_editor"))
    assert "übernehmen" in body(client.get(url(module, f"aenderung/{row.uuid}/")))
    decide = url(module, f"aenderung/{row.uuid}/entscheiden/")
    assert "begründen" in body(client.post(decide, {"state": "rejected"}), 422)
    assert client.post(decide, {"state": "accepted"}).status_code == 302
    page = body(client.get(url(module, "fassungen/bearbeiten/")))
    assert "an der Leine erlaubt" in page
    assert "geändert: 1" in page
    body(client.post(url(module, "fassungen/bearbeiten/"), {"source": "", "note": ""}), 422)
    body(client.post(url(module, "fassungen/bearbeiten/"), {"source": SOURCE, "do": "publish"}), 422)
    done = client.post(
        url(module, "fassungen/bearbeiten/"),
        {"source": SOURCE + "\nA\nB", "lines": "on", "note": "Zwei mehr", "do": "publish"},
    )
    assert done.status_code == 302
    with scopes_disabled():
        assert Version.objects.get(number=2).paragraphs.count() == 7 - 1


def test_the_number_of_queries_does_not_grow(bruchsal, on_host):
    seen = {}
    for size in (40, 400):
        module = make_text(bruchsal, "\n\n".join(f"Absatz {n} über Thema {n * 7}." for n in range(size)))
        anchor = anchor_at(module, 3)
        with scope(city=[bruchsal]):
            version, author = actions.current_version(module), member()
            Suggestion.objects.bulk_create(
                Suggestion(
                    city=bruchsal, module=module, anchor=anchor, version=version, number=n, wording=f"Satz {n}", author=author
                )
                for n in range(size)
            )  # fmt: skip
            Anchor.objects.filter(pk=anchor.pk).update(suggestion_count=size)
            thread = Thread.objects.create(
                city=bruchsal, uuid=key_of("absatz", anchor.uuid), subject="absatz", subject_uuid=anchor.uuid,
                comment_count=size, root_count=size // 2,
            )  # fmt: skip
            for n in range(size // 2):
                root = Comment.objects.create(city=bruchsal, thread=thread, author=author, text=f"R{n}", reply_count=1)
                Comment.objects.create(city=bruchsal, thread=thread, author=author, text=f"A{n}", parent=root, depth=1)
        for user in (None, member()):
            for rest in ("", f"absatz/{anchor.uuid}/", "aenderungen/", "fassungen/vergleich/"):
                client, path = on_host(bruchsal, user), url(module, rest) + "?x=1"
                body(client.get(path))
                with CaptureQueriesContext(connection) as queries:
                    body(client.get(path))
                seen.setdefault((rest[:6], user is None), []).append(len(queries))
    print(seen)
    for (rest, visitor), (few, many) in seen.items():
        assert few == many, (rest, visitor)
        assert few <= (12 if visitor else 19), (rest, visitor, few)
