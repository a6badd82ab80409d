"""The page „Verfolgen“, the button beside a project, and unsubscribing without signing in."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.db import connection
from django.template import Context, Template
from django.test.utils import CaptureQueriesContext

from participation.following import actions
from participation.following.letters import token
from participation.following.models import Subscription
from tests.following.making import HERE, member, note
from tests.projects.making import make_project


def test_visitors_are_led_to_sign_in_without_a_cookie(bruchsal, project, on_host):
    visitor = on_host(bruchsal)
    for path in ("/verfolgen/", f"/verfolgen/projekt/{project.uuid}/"):
        answer = visitor.get(path)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/konto/anmelden/?next=")
        assert not answer.cookies


def test_follow_change_and_leave_a_project(bruchsal, project, on_host):
    person = member()
    client = on_host(bruchsal, person)
    address = f"/verfolgen/projekt/{project.uuid}/"
    assert client.get(address).status_code == 200
    assert client.post(address, {"next": "https://fremd.example/"})["Location"] == f"/projekt/{project.slug}/"
    row = Subscription.objects.get()
    assert (row.user, row.rhythm) == (person, "daily")
    own = f"/verfolgen/{row.uuid}/"
    assert client.get(own).status_code == 200
    assert client.post(own, {"rhythm": "oft"}).status_code == 422
    assert client.post(own, {"rhythm": "weekly"}).status_code == 302
    assert Subscription.objects.get().rhythm == "weekly"
    page = client.get("/verfolgen/").content.decode()
    assert "Der Bach im Ort" in page
    assert "einmal in der Woche" in page
    assert on_host(bruchsal, member()).get(own).status_code == 404
    assert on_host(bruchsal, member()).post(own, {"do": "unfollow"}).status_code == 404
    assert client.post(own, {"do": "unfollow"}).status_code == 302
    assert not Subscription.objects.exists()


def test_projects_of_other_cities_and_drafts(bruchsal, buehl, other, on_host):
    person = member()
    assert on_host(bruchsal, person).post(f"/verfolgen/projekt/{other.uuid}/").status_code == 404
    assert on_host(buehl, person).post(f"/verfolgen/projekt/{other.uuid}/").status_code == 302
    draft = make_project(bruchsal, public=False)
    assert on_host(bruchsal, person).get(f"/verfolgen/projekt/{draft.uuid}/").status_code == 404
    note(other, title="Neu in Bühl")
    note(draft, title="Geheim")
    html = on_host(bruchsal, person).get("/verfolgen/").content.decode()
    assert "http://buehl.localhost:8000/projekt/" in html  # followed on purpose, read there
    assert "Neu in Bühl" in html
    assert "Neu in Bühl" not in on_host(buehl, member()).get("/verfolgen/").content.decode()


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({"centre": "bruchsal", "radius": "2", "rhythm": "daily"}, 302),
        ({"centre": "punkt", "point": "49,1243; 8,5980", "radius": "20", "rhythm": "none", "label": "Zuhause"}, 302),
        ({"centre": "punkt", "point": "49.1243, 8.5980", "radius": "1", "rhythm": "weekly"}, 302),
        ({"centre": "punkt", "point": "Marktplatz", "radius": "2", "rhythm": "daily"}, 422),
        ({"centre": "punkt", "point": "99.9, 8.5", "radius": "2", "rhythm": "daily"}, 422),
        ({"centre": "punkt", "radius": "2", "rhythm": "daily"}, 422),
        ({"centre": "atlantis", "radius": "2", "rhythm": "daily"}, 422),
        ({"centre": "bruchsal", "radius": "500", "rhythm": "daily"}, 422),
        ({"centre": "bruchsal", "radius": "2", "rhythm": "x"}, 422),
        ({}, 422),
    ],
)
def test_areas(bruchsal, on_host, data, status):
    answer = on_host(bruchsal, member()).post("/verfolgen/umkreis/", data)
    assert answer.status_code == status
    assert Subscription.objects.exists() is (status == 302)
    if status == 422:
        assert 'role="alert"' in answer.content.decode()
        assert data.get("point", "") in answer.content.decode()


def test_topics(bruchsal, on_host):
    from portal.content.models import Topic

    Topic.objects.create(name="Umwelt", slug="umwelt")
    client = on_host(bruchsal, member())
    assert client.post("/verfolgen/thema/", {"topic": "umwelt", "within": "alle", "rhythm": "daily"}).status_code == 302
    assert (
        client.post("/verfolgen/thema/", {"topic": "umwelt", "within": "bruchsal", "rhythm": "daily"}).status_code
        == 302
    )
    assert client.post("/verfolgen/thema/", {"topic": "nichts", "within": "x", "rhythm": "daily"}).status_code == 422
    assert Subscription.objects.count() == 2
    assert client.get("/verfolgen/thema/").status_code == 405


def test_unsubscribing_by_the_link_in_the_mail(bruchsal, buehl, project, other, works, on_host):
    person = member()
    actions.follow_project(person, project, "immediate")
    actions.follow_project(person, other, "daily")
    note(project)
    works()
    path = re.search(r"//[^/]+(/verfolgen/abbestellen/[^>]+)", mail.outbox[0].extra_headers["List-Unsubscribe"])[1]
    client = on_host(bruchsal, enforce_csrf_checks=True)
    for _scan in range(2):
        page = client.get(path)
        assert page.status_code == 200
        assert "<button" in page.content.decode()
        assert not page.cookies
    assert Subscription.objects.mailed().count() == 2
    for _replay in range(2):
        done = client.post(path, {"List-Unsubscribe": "One-Click"})
        assert done.status_code == 200
        assert "Abbestellt" in done.content.decode()
    assert Subscription.objects.mailed().get().project == other  # only what this mail was about
    assert on_host(buehl).post(f"/verfolgen/abbestellen/{token(person, None)}/").status_code == 200
    assert not Subscription.objects.mailed().exists()
    assert Subscription.objects.count() == 2  # still on the page
    forged = path[:-4] + "xyz/"
    assert client.get(forged).status_code == client.post(forged).status_code == 404
    Subscription.objects.all().delete()
    assert client.post(path).status_code == 200
    person.deleted_at = person.date_joined
    person.save()
    assert client.post(path).status_code == 404


def test_the_button(bruchsal, project, rf, on_host):
    person = member()
    template = Template("{% load following %}{% follow_project project request %}")
    request = rf.get("/projekt/x/")
    request.is_admin_host = False
    html = template.render(Context({"project": project, "request": request}))
    assert "/konto/anmelden/?next=%2Fverfolgen%2Fprojekt%2F" in html
    assert "csrf" not in html
    actions.follow_project(person, project)
    request.COOKIES["sessionid"] = request.COOKIES[__import__("django.conf").conf.settings.SESSION_COOKIE_NAME] = "x"
    request.user = person
    with CaptureQueriesContext(connection) as seen:
        html = template.render(Context({"project": project, "request": request}))
    assert len(seen) == 1
    assert "Nicht mehr verfolgen" in html
    assert 'name="csrfmiddlewaretoken"' in html


def test_the_page_costs_the_same_at_ten_times_the_data(bruchsal, project, on_host):
    counts = []
    client = on_host(bruchsal, person := member())
    actions.follow_project(person, project)
    for few, news in ((5, 30), (50, 300)):
        for n in range(few):
            actions.follow_area(person, HERE[0] + few / 1000 + n / 10_000, HERE[1], 2, f"Ort {n}")
        for n in range(news):
            note(project, "contribution", f"Idee {few} {n}", place=HERE)
        client.get("/verfolgen/?seite=2")
        with CaptureQueriesContext(connection) as seen:
            assert client.get("/verfolgen/?seite=2").status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 12, counts
    assert client.get("/verfolgen/?seite=quatsch").status_code == 200
    assert client.get("/verfolgen/?seite=99999").status_code == 200
