"""What everybody may fetch: no person, no draft, no cookie, the same bytes."""

import csv
import io
import json
import zipfile

import feedparser
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from participation.following.actions import note_change
from participation.projects import actions
from participation.projects.kinds import all_kinds
from participation.projects.models import Module, Project
from portal.kit.tables import guarded
from tests.factories import make_user
from tests.projects_desk.making import ROWS, make_project, manager

API = "/beteiligung/api/v1"
EVIL = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "\uff1d1", "=cmd|' /C calc'!A0"]


@pytest.fixture
def project(bruchsal):
    ROWS[:] = [
        {"number": n, "text": text, "author": "zzperson"}
        for n, text in enumerate([*EVIL, "Bänke\nam Bach", 'a"b,c;d'], 1)
    ]
    return make_project(bruchsal, purpose="Ein Platz")


def paths(project):
    module = f"{API}/projects/{project.slug}/modules/vorschlaege/tables"
    return [
        "/beteiligung/daten/", f"/beteiligung/daten/{project.slug}.zip", f"{API}/projects", f"{API}/openapi.json",
        f"{API}/projects/{project.slug}", module, f"{module}/beitr-ge-x", f"/beteiligung/feed/{project.slug}.rss",
        f"/beteiligung/feed/{project.slug}.atom", f"/beteiligung/einbetten/{project.slug}/",
    ]  # fmt: skip


def body(response):
    """Readable text of an answer, whatever its format."""
    raw = b"".join(response) if response.streaming else response.content
    if raw.startswith(b"PK"):
        file = zipfile.ZipFile(io.BytesIO(raw))
        return "\n".join(name + file.read(name).decode() for name in file.namelist())
    return raw.decode()


def test_nobody_is_named_and_no_cookie_is_set(bruchsal, project, on_host):
    make_user("zzmail@example.org", display_name="zzperson")
    client = on_host(bruchsal)
    for path in paths(project):
        answer = client.get(path)
        assert (answer.status_code, dict(answer.cookies)) == (200, {}), path
        text = body(answer)
        assert not [mark for mark in ("zzperson", "zzmail") if mark in text], path
        machine = not ("daten/" in path and path.endswith("/")) and "einbetten" not in path
        assert answer.get("Access-Control-Allow-Origin") == ("*" if machine else None), path
        if machine:
            assert answer["Cache-Control"] == "public, max-age=300"
            assert client.post(path).status_code == 405
    assert "zzperson" not in body(on_host(bruchsal, manager(bruchsal)).get(paths(project)[1]))


def test_every_installed_kind_keeps_people_out(bruchsal, project):
    """The contract of public=True, held against each kind: what the table says about people must not be a column."""
    with scope(city=[bruchsal]):
        for key, kind in all_kinds().items():
            if not kind.tables:
                continue
            module = Module.objects.create(city=bruchsal, project=project, kind=key, slug=f"m-{key}", title=key)
            for table in kind.call(kind.tables)(module, public=True):
                named = {column for column, _title in table.columns} & {
                    "author",
                    "user",
                    "name",
                    "email",
                    "mail",
                    "guest",
                }
                assert not named, (key, table.name, named)


def test_drafts_hidden_modules_and_other_cities(bruchsal, buehl, redi, project, on_host):
    for path in paths(project)[1:]:
        if "openapi" not in path and path != f"{API}/projects":
            assert on_host(buehl).get(path).status_code == 404, path
            assert on_host(redi).get(path).status_code == 200, path
    assert on_host(buehl).get(f"{API}/projects").json()["count"] == 0
    with scopes_disabled():
        Module.objects.filter(project=project).update(switched_on=False)
    assert on_host(bruchsal).get(paths(project)[6]).status_code == 404
    assert "beitr-ge-x" not in body(on_host(bruchsal).get(paths(project)[1]))
    with scopes_disabled():
        actions.set_status(bruchsal, project, "draft", actor=None)
    for host in (bruchsal, redi):
        for path in paths(project)[1:]:
            if "openapi" not in path and path != f"{API}/projects":
                assert on_host(host).get(path).status_code == 404, path
                assert on_host(host, manager(bruchsal)).get(path).status_code == 404, path
        assert project.title not in body(on_host(host).get("/beteiligung/daten/"))
        assert on_host(host).get(f"{API}/projects").json()["items"] == []


def test_archive_is_deterministic_and_safe(bruchsal, project, on_host):
    path = paths(project)[1]
    first, second = (on_host(bruchsal).get(path + f"?n={n}").content for n in (1, 2))
    assert first == second
    file = zipfile.ZipFile(io.BytesIO(first))
    assert sorted(file.namelist()) == ["README.txt", "project.json", "vorschlaege/beitr-ge-x.csv"]
    assert {info.date_time for info in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert "dl-de/by-2.0" in file.read("README.txt").decode()
    facts = json.loads(file.read("project.json"))
    assert facts["project"]["phases"][0]["title"] == "Ideen"
    assert facts["tables"][0]["file"] == "vorschlaege/beitr-ge-x.csv"
    rows = list(csv.DictReader(io.StringIO(file.read("vorschlaege/beitr-ge-x.csv").decode(), newline="")))
    assert [row["text"] for row in rows] == [*("'" + text for text in EVIL), "Bänke\nam Bach", 'a"b,c;d']
    assert list(rows[0]) == ["number", "text"]


def test_guard():
    assert [guarded(text)[0] for text in EVIL] == ["'"] * len(EVIL)
    assert guarded("a=1") == "a=1"
    assert guarded("") == ""
    assert guarded("a\x00b\ud800") == "ab"


def test_api(bruchsal, project, on_host):
    client = on_host(bruchsal)
    schema = client.get(f"{API}/openapi.json").json()
    assert schema["openapi"].startswith("3.")
    assert len(schema["paths"]) == 4
    for path, operations in schema["paths"].items():
        assert path.startswith(API)
        assert set(operations) == {"get"}
    table = client.get(f"{paths(project)[6]}?per_page=3&page=2").json()
    assert [row["number"] for row in table["rows"]] == [4, 5, 6]
    assert table["more"]
    assert table["rows"][0]["text"] == "@SUM(A1)"
    details = client.get(paths(project)[4]).json()
    assert details["cities"] == ["bruchsal"]
    assert details["licence"]["key"] == "dl-de/by-2.0"
    assert details["phases"][0]["ends_at"][10] == "T"
    assert details["url"].endswith(f"/projekt/{project.slug}/")
    for bad in ("page=0", "page=x", "per_page=101", "page=99999999999999999999", "order=evil"):
        assert client.get(f"{API}/projects?{bad}").status_code == 422, bad
    assert client.get(f"{API}/projects?page=50").json()["items"] == []
    missing = client.get(f"{API}/projects/nein")
    assert missing.status_code == 404
    assert missing["Access-Control-Allow-Origin"] == "*"


def test_list_costs_the_same_for_ten_and_a_hundred(bruchsal, on_host):
    def measure(path):
        client = on_host(bruchsal)
        client.get(path)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(path).status_code == 200
        return len(seen)

    places = (f"{API}/projects?per_page=50", "/beteiligung/daten/?seite=1")
    for n in range(10):
        make_project(bruchsal, f"Projekt {n}")
    ten = [measure(path) for path in places]
    with scopes_disabled():
        assert Project.objects.count() == 10
    for n in range(90):
        make_project(bruchsal, f"Weiteres {n}")
    assert [measure(path) for path in places] == ten
    assert max(ten) <= 8, ten


def test_feed(bruchsal, project, on_host):
    with scope(city=[bruchsal]):
        note_change(
            bruchsal, project, "phase", "Ideen sammeln hat begonnen <b>", f"/projekt/{project.slug}/", at=timezone.now()
        )
    for form in ("rss", "atom"):
        read = feedparser.parse(on_host(bruchsal).get(f"/beteiligung/feed/{project.slug}.{form}").content)
        assert not read.bozo
        assert read.feed.title == project.title
        assert read.entries[0].title.startswith("Ideen sammeln hat begonnen")
        assert read.entries[0].link.startswith("http://bruchsal.")


def test_only_the_widget_may_be_framed(bruchsal, project, on_host):
    for person in (None, manager(bruchsal)):
        client = on_host(bruchsal, person)
        answer = client.get(paths(project)[-1])
        policy = answer["Content-Security-Policy"]
        assert "frame-ancestors *" in policy
        assert "default-src 'none'" in policy
        assert "X-Frame-Options" not in answer
        for path in (paths(project)[0], f"/projekt/{project.slug}/", "/"):
            other = client.get(path)
            assert "frame-ancestors 'self'" in other["Content-Security-Policy"]
            assert other["X-Frame-Options"] == "SAMEORIGIN"
    page = client.get(paths(project)[0]).content.decode()
    assert "&lt;iframe src=&quot;http://bruchsal.localhost:8000/beteiligung/einbetten/" in page


def test_joint_project_is_on_both_portals(bruchsal, buehl, project, on_host):
    with scopes_disabled():
        row = actions.ask_city(bruchsal, project, buehl, actor=None)
    assert on_host(buehl).get(paths(project)[4]).status_code == 404  # asked is not joined
    with scopes_disabled():
        actions.join_project(buehl, row, actor=None)
    assert on_host(buehl).get(paths(project)[4]).json()["cities"] == ["bruchsal", "buehl"]
