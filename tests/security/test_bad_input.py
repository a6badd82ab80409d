"""What no honest browser sends: a clear 4xx, never a 500, and nothing is stored."""

from __future__ import annotations

import re
import uuid

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django_scopes import scopes_disabled
from wagtail.models import Page, UploadedFile

from participation.comments.models import Comment
from portal.accounts.models import User
from portal.content.models import BarrierReport, ContentPage
from portal.library.models import PortalDocument, PortalImage
from tests.comments.making import make_discussion, member, sent
from tests.factories import make_page, make_user

HTML = b"<!doctype html><html><script>alert(1)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
HOSTILE = (
    "<script>alert(1)</script>", '<img src=x onerror="alert(1)">', SVG.decode(), '<a href="javascript:alert(1)">x</a>',
    '<iframe src="https://evil.example"></iframe>', "<style>*{display:none}</style>", '"><svg/onload=alert(1)>',
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>", "{{ 7|add:7 }}{% debug %}",
)  # fmt: skip
ODD = {
    "long": "a" * 300_000, "nul": "a\x00b", "controls": "\x01\x02\x1b[31m", "surrogate": b"\xed\xa0\x80",
    "latin-1": "Größe".encode("latin-1"), "utf-16": "Größe".encode("utf-16"), "cut": b"Gr\xc3", "empty": "",
    "backwards": "\u202egpj.exe", "number": "9" * 400, "json": '{"$ne": null}', "sql": "' OR 1=1 --", "percent": "%s%n%00",
}  # fmt: skip


def stored() -> tuple[int, ...]:
    with scopes_disabled():
        rows = (Comment, BarrierReport, PortalImage, PortalDocument, UploadedFile, Page, User)
        return tuple(model.objects.count() for model in rows)


def refused(response, *, at_most: int = 499) -> None:
    assert 400 <= response.status_code <= at_most, response.status_code


def form_body(**fields: str | bytes) -> bytes:
    """A form as bytes on the wire: the test client would refuse to write broken text."""
    from urllib.parse import quote_from_bytes

    return b"&".join(
        name.encode() + b"=" + quote_from_bytes(value if isinstance(value, bytes) else value.encode()).encode()
        for name, value in fields.items()
    )


FORM = "application/x-www-form-urlencoded"


# --- Addresses and hosts ------------------------------------------------------------------------------

BROKEN_PATHS = (
    "/%00/", "/x%00.html", "/%ff%fe/", "/%C3%28/", "/" + "a/" * 1900, "/" + "a" * 3900 + "/", "/..%2f..%2fetc%2fpasswd",
    "/media/images/..%2f..%2fdb.sqlite3", "/dokumente/0/x", "/dokumente/999999999999999999/x.pdf", "/dokumente/1e3/x.pdf",
    "/dokumente/-1/x.pdf", "/kommentare/x/", "/kommentare/00000000-0000-0000-0000-00000000000g/", "/moderation/fall/1/",
    "/feeds/nachrichten.exe", "/feeds/termin/x.ics", "/konto/folgen/99999999999999999999/", "/sprache/%3Cscript%3E/",
    "/gestaltung-%3Cscript%3E.css", "/konto/abbestellen/%00/", "/konto/benachrichtigungen/x/", "/_util/authenticate_with_password/9/9/",
    "/_util/authenticate_with_password/99999999999999999999/99999999999999999999/",
    "/dokumente/authenticate_with_password/999999999999999999/", "/moderation/melden/kommentar/x/",
    "/moderation/melden/nichts/00000000-0000-0000-0000-000000000000/", "/suche/%F0%28%8C%28/", "/.env", "/.git/config",
)  # fmt: skip


@pytest.mark.parametrize("path", BROKEN_PATHS, ids=range(len(BROKEN_PATHS)))
def test_a_broken_address_is_a_clear_refusal(path, bruchsal, on_host):
    for client in (on_host(bruchsal), on_host(bruchsal, member())):
        response = client.get(path)
        assert response.status_code in (302, 400, 404, 414), response.status_code
        if response.status_code == 302:  # to the sign-in, or the current style sheet
            assert response.url.startswith(("/konto/anmelden/", "/gestaltung-", "http://localhost:"))


BROKEN_IDS = ("0", "-1", "x", "1e3", "9" * 18, "9" * 40, "%00", "1%20OR%201=1", "١", "%F0%9F%92%A9", "../1", "a" * 2000)


@pytest.mark.parametrize("value", BROKEN_IDS, ids=range(len(BROKEN_IDS)))
def test_malformed_ids_name_nothing_in_the_admin(value, bruchsal, on_admin):
    client = on_admin(make_user("leitung@bruchsal.example", bruchsal, "city_admin"))
    for path in (
        "pages/{}/edit/", "pages/{}/", "images/{}/", "documents/edit/{}/", "office/edit/{}/", "barrier/edit/{}/",
        "bulk/wagtailcore/page/delete/?id={}", "choose-page/chosen-multiple/?id={}", "api/main/pages/?child_of={}",
        "portal/weiterleitungen/bruchsal/{}/", "portal/mitglieder/{}/", "images/chooser/chosen-multiple/?id={}",
    ):  # fmt: skip
        refused(client.get("/admin/" + path.format(value)))


QUERIES = (
    "%00",
    "%ff",
    "a" * 3000,
    "%F0%28%8C%28",
    "%3Cscript%3Ealert(1)%3C/script%3E",
    "%22%20OR%20*",
    "(((",
    "%E2%80%AE",
)


@pytest.mark.parametrize("query", QUERIES, ids=range(len(QUERIES)))
def test_search_takes_any_question(query, bruchsal, on_host):
    client = on_host(bruchsal)
    for path in ("/suche/", "/suche/vorschlaege/"):
        for name in ("q", "seite", "art", "stadt", "thema", "bereich"):
            response = client.get(f"{path}?q=a&{name}={query}")
            assert response.status_code in (200, 400, 414), (path, name, response.status_code)
            assert b"<script>alert(1)" not in response.content
    for path in ("/", "/feeds/nachrichten.rss", "/aus-der-region/", "/sitemap.xml"):
        assert client.get(f"{path}?page={query}&seite={query}&thema={query}").status_code in (200, 400, 404, 414)


@pytest.mark.parametrize(
    "host",
    ["evil.example", "bruchsal.localhost.evil.example", "127.0.0.1:8000", "[::1]:8000", "", "a b", "bruchsal.localhost/x",
     "bruchsal.localhost:x", "bruchsal.localhost:8000:1", "@bruchsal.localhost", "bruchsal.localhost,evil.example", "ä.example",
     "a" * 5000, ".localhost", "..", "[", "bruchsal.localhost\x00", "<script>"],
)  # fmt: skip
def test_unknown_and_broken_hosts_get_a_plain_404(host, bruchsal):
    client = Client(headers={"host": host})
    for path in ("/", "/admin/", "/konto/anmelden/", "/suche/?q=a", "/gibt-es-nicht/", "/static/x.css"):
        response = client.get(path)
        assert response.status_code in (400, 404), response.status_code
        assert response["Content-Type"].startswith("text/plain")
        assert not response.cookies
        assert len(response.content) < 100
    refused(client.post("/formular/barriere/", {"what": "Fremder Rechnername"}))


def test_a_forwarded_host_changes_nothing(bruchsal, on_host):
    response = on_host(bruchsal).get(
        "/", headers={"x-forwarded-host": "evil.example", "forwarded": "host=evil.example"}
    )
    assert b"evil.example" not in response.content


# --- Forms ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("odd", ODD)
def test_comments_refuse_what_is_no_text(odd, bruchsal, on_host):
    thread, writer = make_discussion(bruchsal), member()
    before, value = stored(), ODD[odd]
    form = sent(writer, thread.uuid, "x")
    client = on_host(bruchsal, writer)
    path = f"/kommentare/{thread.uuid}/schreiben/"
    plain = {"backwards", "json", "sql", "percent", "number"}  # odd, but text
    response = client.post(path, form_body(**{**form, "text": value}), content_type=FORM)
    if odd in plain and response.status_code == 302:
        return
    assert response.status_code in (302, 400, 413, 422), response.status_code
    if response.status_code != 302:
        assert stored() == before
    for name in ("marke", "website", "office"):
        response = client.post(path, form_body(**{**form, "text": "", name: value}), content_type=FORM)
        refused(response)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_comments_are_shown_as_text_or_refused(text, bruchsal, on_host):
    thread, writer = make_discussion(bruchsal), member()
    client = on_host(bruchsal, writer)
    response = client.post(f"/kommentare/{thread.uuid}/schreiben/", sent(writer, thread.uuid, f"Hallo {text} Welt"))
    assert response.status_code in (302, 422)
    for page in (response, client.get(f"/kommentare/{thread.uuid}/"), client.get(f"/{thread.page.slug}/")):
        harmless(page.content.decode())


def harmless(html: str) -> None:
    """No element and no attribute of the attacker's in the page."""
    for bad in (
        "<script>alert",
        'onerror="alert',
        "<svg/onload",
        'onload="alert',
        "<iframe",
        "<mglyph",
        "<math",
        'href="javascript:',
    ):
        assert bad not in html, bad
    assert "<style>*{display" not in html


@pytest.mark.parametrize("odd", ODD)
def test_the_barrier_form_refuses_what_is_no_text(odd, bruchsal, on_host):
    client = on_host(bruchsal)
    token = re.search(r'name="formular" value="([^"]+)"', client.get("/barriere-melden/").content.decode())
    assert token
    before = stored()
    good = {"formular": token[1], "what": "Der Knopf ist nicht zu erreichen.", "where": "", "email": "", "website": ""}
    for name in ("formular", "email", "website"):
        if odd == "empty" and name != "formular":
            continue
        refused(client.post("/formular/barriere/", form_body(**{**good, name: ODD[odd]}), content_type=FORM))
    if odd in ("long", "nul", "empty"):
        refused(client.post("/formular/barriere/", form_body(**{**good, "what": ODD[odd]}), content_type=FORM))
    assert stored() == before
    response = client.post("/formular/barriere/", form_body(**{**good, "what": ODD[odd]}), content_type=FORM)
    assert response.status_code in (302, 400, 413), response.status_code


@pytest.mark.parametrize("odd", ODD)
def test_sign_in_and_profile_refuse_what_is_no_text(odd, bruchsal, on_host):
    before = stored()
    visitor = on_host(settings.SIGNIN_HOST)
    for name in ("login", "password", "next"):
        body = form_body(**{"login": "a@bruchsal.example", "password": "falsch", name: ODD[odd]})
        response = visitor.post("/konto/anmelden/", body, content_type=FORM)
        assert response.status_code in (200, 400, 413, 422, 429), response.status_code
        assert settings.SESSION_COOKIE_NAME not in response.cookies or not response.cookies["sessionid"].value
    for name in ("email", "password1", "display_name"):
        body = form_body(**{"email": "", "password1": "lang-genug-und-selten", "display_name": "Neu", name: ODD[odd]})
        response = visitor.post("/konto/registrieren/", body, content_type=FORM)
        assert response.status_code in (200, 302, 400, 413, 422, 429), response.status_code
    assert stored() == before
    user = member("Vorher")
    client = on_host(settings.SIGNIN_HOST, user)
    for name in ("display_name", "language", "home_city"):
        body = form_body(**{"display_name": "Vorher", "language": "de", "home_city": "", name: ODD[odd]})
        response = client.post("/konto/", body, content_type=FORM)
        assert response.status_code in (302, 400, 413, 422), (name, response.status_code)
    user.refresh_from_db()
    assert "\x00" not in user.display_name
    assert len(user.display_name) <= 60


TYPES = ("application/json", "text/plain", "application/xml", "multipart/form-data", "multipart/form-data; boundary=" + "x" * 300,
         "multipart/form-data; boundary=ä", "", "image/png", FORM + "; charset=utf-7", FORM + "; charset=gibt-es-nicht")  # fmt: skip


@pytest.mark.parametrize("kind", TYPES, ids=range(len(TYPES)))
def test_wrong_content_types_store_nothing(kind, bruchsal, on_host, on_admin):
    thread, writer = make_discussion(bruchsal), member()
    editor = make_user("redaktion@bruchsal.example", bruchsal, "editor")
    before = stored()
    body = b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\n{"what": "Hallo", "text": "Hallo"}'
    for client, path in (
        (on_host(bruchsal), "/formular/barriere/"),
        (on_host(bruchsal, writer), f"/kommentare/{thread.uuid}/schreiben/"),
        (on_host(settings.SIGNIN_HOST), "/konto/anmelden/"),
        (on_admin(editor), "/admin/images/add/"),
        (on_admin(editor), "/admin/images/multiple/add/"),
        (on_admin(editor), "/admin/documents/multiple/add/"),
    ):
        response = client.generic("POST", path, body, content_type=kind)
        assert response.status_code < 500, (path, response.status_code)
        assert response.status_code != 302, path
    assert stored() == before


def test_posts_without_a_csrf_token_are_refused(bruchsal, on_host):
    thread, writer = make_discussion(bruchsal), member()
    chief = make_user("chef@bruchsal.example", bruchsal, "chief_editor")
    page = make_page(bruchsal, ContentPage, title="Bleibt", slug="bleibt")
    before = stored()
    for client, path, data in (
        (on_host(bruchsal, writer, enforce_csrf_checks=True), f"/kommentare/{thread.uuid}/schreiben/", sent(writer, thread.uuid, "Hallo Welt")),
        (on_host(settings.SIGNIN_HOST, enforce_csrf_checks=True), "/konto/anmelden/", {"login": "a", "password": "b"}),
        (on_host(settings.SIGNIN_HOST, writer, enforce_csrf_checks=True), "/konto/", {"display_name": "Anders"}),
        (on_host(settings.ADMIN_HOST, chief, enforce_csrf_checks=True), f"/admin/pages/{page.pk}/delete/", {}),
        (on_host(settings.ADMIN_HOST, chief, enforce_csrf_checks=True), "/admin/images/add/", {"title": "x"}),
        (on_host(settings.ADMIN_HOST, chief, enforce_csrf_checks=True), "/admin/logout/", {}),
    ):  # fmt: skip
        assert client.post(path, data).status_code == 403, path
        assert client.post(path, data, headers={"origin": "https://evil.example"}).status_code == 403, path
    assert stored() == before


# --- The admin ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.png", HTML), ("a.png", SVG), ("a.svg", SVG), ("a.png", b""), ("a.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 64), ("a.html", HTML),
     ("a.pdf", HTML), ("a.php", b"<?php"), ("a" * 400 + ".png", HTML), ("../../a.png", HTML), ("a\x00.png", HTML), ("", HTML), (".png", HTML),
     ("a.gif", b"GIF89a" + b"\xff" * 40), ("a.jpg", b"\xff\xd8\xff\xe0" + b"\0" * 40), ("a.webp", b"RIFF\xff\xff\xff\xffWEBPVP8 " + b"\0" * 9)],
)  # fmt: skip
def test_disguised_uploads_store_nothing(name, data, bruchsal, on_admin):
    client = on_admin(make_user("redaktion@bruchsal.example", bruchsal, "editor"))
    before = stored()
    common = {"title": "x", "description": "x", "collection": bruchsal.collection.pk}
    for folder in ("images", "documents"):
        for path, field in (("add/", "file"), ("multiple/add/", "files[]"), ("chooser/create/", "file")):
            upload = SimpleUploadedFile("x", data, content_type="image/png")
            upload._name = name  # the constructor would clean it
            response = client.post(f"/admin/{folder}/{path}", {**common, field: upload})
            assert response.status_code in (200, 400), (folder, path, response.status_code)
    assert stored() == before


def test_oversized_uploads_store_nothing(bruchsal, on_admin, settings):
    settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE = settings.WAGTAILDOCS_MAX_UPLOAD_SIZE = 1000
    client = on_admin(make_user("redaktion@bruchsal.example", bruchsal, "editor"))
    before = stored()
    for folder, name in (("images", "a.png"), ("documents", "a.pdf")):
        data = {"title": "x", "description": "x", "collection": bruchsal.collection.pk}
        big = SimpleUploadedFile(name, b"%PDF-1.7" + b"0" * 5000 + b"%%EOF")
        assert client.post(f"/admin/{folder}/add/", {**data, "file": big}).status_code == 200
    assert stored() == before


def test_hostile_rich_text_comes_out_clean(bruchsal, on_host):
    for number, text in enumerate(HOSTILE):
        body = [{"type": "text", "value": f"<p>Vorher {text} nachher</p>", "id": str(uuid.uuid4())}]
        page = make_page(bruchsal, ContentPage, title=f"Text {number}", slug=f"text-{number}", body=body)
        response = on_host(bruchsal).get(f"/{page.slug}/")
        assert response.status_code == 200
        harmless(response.content.decode())
