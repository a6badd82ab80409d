"""What visitors and members see of projects, and on which portal."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_scopes import scope, scopes_disabled

from participation.comments.models import Comment
from participation.projects import actions, showing
from participation.projects.models import Module, Phase, Project, ProjectIndexPage
from participation.projects.plans import plan_of
from portal.offices.models import Office
from tests.comments.making import member, sent
from tests.factories import make_page, make_user
from tests.projects.making import DAY, end_phases, join, make_module, make_picture, make_project, make_project_page


def html(response, status=200):
    assert response.status_code == status, response.content.decode()[:300]
    return response.content.decode()


def test_the_page_shows_phase_modules_and_result(bruchsal, on_host):
    project = make_project(bruchsal, "Ufer für alle", phases=2, purpose="Worum es geht", easy_purpose="Ganz leicht")
    make_module(project, "discussion", title="Was uns wichtig ist")
    with scope(city=[bruchsal]):
        actions.save_milestone(
            bruchsal, project, actor=None, title="Bänke aufgestellt", status="delayed", percent=40, text="Holz fehlt"
        )
        office = Office.objects.create(city=bruchsal, name="Amt für Ufer", phone="07251 1")
        actions.update_project(bruchsal, project, actor=None, office=office)
    page = make_project_page(project)
    text = html(on_host(bruchsal).get(f"/{page.slug}/"))
    assert "Amt für Ufer" in text
    for words in (
        "Ufer für alle",
        "läuft, noch 29 Tage",
        "Phase 2",
        "Was uns wichtig ist",
        "Ganz leicht",
        "Holz fehlt",
    ):
        assert words in text, words
    assert 'value="40"' in text
    assert text.count('aria-current="step"') == 1


def test_a_milestone_shows_its_picture(bruchsal, on_host):
    project = make_project(bruchsal)
    with scope(city=[bruchsal]):
        shown = make_picture(bruchsal, "Drei Bänke am <Bach>", credit="Stadtarchiv")
        actions.save_milestone(bruchsal, project, actor=None, title="Bänke", picture=shown)
        actions.save_milestone(bruchsal, project, actor=None, title="Ohne Bild")
    page = make_project_page(project)
    text = html(on_host(bruchsal).get(f"/{page.slug}/"))
    tag = re.search(r'<img class="pic"[^>]*Drei Bänke[^>]*>', text).group()
    assert 'alt="Drei Bänke am &lt;Bach&gt;"' in tag
    assert 'width="960" height="640" loading="lazy"' in tag
    assert "480w" in tag
    assert "Bild: Stadtarchiv" in text
    assert text.count("with-pic") == 1


def test_a_joint_project_stands_on_both_portals_and_nowhere_else(bruchsal, buehl, redi, on_host):
    project = make_project(bruchsal, "Radweg")
    module = make_module(project, "discussion", title="Licht am Weg")
    path = f"/projekt/{project.slug}/{module.slug}/"
    assert on_host(buehl).get(path).status_code == 404
    with scope(city=[bruchsal]):
        row = actions.ask_city(bruchsal, project, buehl, actor=None)
    assert on_host(buehl).get(path).status_code == 404  # asked is not joined
    with scope(city=[buehl]):
        actions.join_project(buehl, row, actor=None)
    for city in (bruchsal, buehl):
        assert "Licht am Weg" in html(on_host(city).get(path))
    assert "Gemeinsames Projekt von 2 Städten" in html(on_host(buehl).get(f"/projekt/{project.slug}/"))
    writer = member()
    client = on_host(buehl, writer)
    from participation.comments.hosts import key_of

    answer = client.post(
        f"/kommentare/zu/baustein/{module.uuid}/", sent(writer, key_of("baustein", module.uuid), "Aus Bühl gesagt")
    )
    assert answer.status_code == 302, answer.content.decode()[:500]
    with scopes_disabled():
        made = Comment.objects.get()
        assert (made.city, made.thread.city) == (buehl, bruchsal)  # Bühl's desk, Bruchsal's thread
    assert "Aus Bühl gesagt" in html(on_host(bruchsal).get(path))
    # the leading city's moderator does not decide on it, the other city's does
    mod = {city: make_user(f"moderation@{city.slug}.example", city, "moderator") for city in (bruchsal, buehl)}
    address = f"/moderation/inhalt/kommentar/{made.uuid}/"
    assert on_host(buehl, mod[buehl]).get(address).status_code == 200
    assert on_host(bruchsal, mod[bruchsal]).get(address).status_code == 404
    assert on_host(redi).get(path).status_code == 404


def test_drafts_and_switched_off_modules_are_404_for_everybody_but_the_desk(bruchsal, buehl, on_host):
    project = make_project(bruchsal, public=False)
    module = make_module(project, "discussion")
    path = f"/projekt/{project.slug}/{module.slug}/"
    desk = make_user("verwaltung@bruchsal.example", bruchsal, "city_admin")
    foreign = make_user("verwaltung@buehl.example", buehl, "city_admin")
    for who, expected in ((None, 404), (member(), 404), (foreign, 404), (desk, 200)):
        assert on_host(bruchsal, who).get(path).status_code == expected
        assert on_host(bruchsal, who).get(f"/projekt/{project.slug}/").status_code == expected
    with scope(city=[bruchsal]):
        actions.set_status(bruchsal, project, "published", actor=desk)
        assert on_host(bruchsal).get(path).status_code == 200
        actions.update_module(bruchsal, module, actor=desk, switched_on=False)
    assert on_host(bruchsal).get(path).status_code == 404
    assert on_host(bruchsal, desk).get(path).status_code == 200


def test_writing_follows_the_phase(bruchsal, on_host):
    project = make_project(bruchsal)
    module = make_module(project, "discussion", stance=True)
    path = f"/projekt/{project.slug}/{module.slug}/"
    writer = member()
    from participation.comments.hosts import key_of

    target = key_of("baustein", module.uuid)
    client = on_host(bruchsal, writer)
    assert 'name="stance"' in html(client.get(path))
    data = sent(writer, target, "Ich bin dafür", stance="pro")
    assert client.post(f"/kommentare/zu/baustein/{module.uuid}/", data).status_code == 302
    assert "dafür" in html(on_host(bruchsal).get(path))
    end_phases(project)
    late = sent(writer, target, "Zu spät geschrieben")
    answer = client.post(f"/kommentare/{target}/schreiben/", late)
    assert "Das war bis" in html(answer, 403)
    assert "Zu spät geschrieben" in answer.content.decode()
    with scopes_disabled():
        assert Comment.objects.count() == 1
    assert "Das war bis" in html(client.get(path))


def test_visitors_get_no_cookie(bruchsal, on_host):
    project = make_project(bruchsal)
    module = make_module(project, "discussion")
    page = make_project_page(project)
    for path in (f"/{page.slug}/", f"/projekt/{project.slug}/{module.slug}/"):
        response = on_host(bruchsal).get(path)
        assert response.status_code == 200
        assert not response.cookies


def _queries(client, path):
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(path).status_code == 200
    return len(seen)


@pytest.mark.parametrize("who", ["visitor", "member"])
def test_project_page_needs_few_queries_however_large(bruchsal, on_host, who):
    small = make_project(bruchsal, phases=2)
    make_module(small, "discussion")
    large = make_project(bruchsal, phases=12)
    module = make_module(large, "discussion")
    with scope(city=[bruchsal]):
        for n in range(30):
            picture = make_picture(bruchsal) if n < 8 else None
            actions.save_milestone(bruchsal, large, actor=None, title=f"Schritt {n}", percent=n, picture=picture)
        actions.save_milestone(bruchsal, small, actor=None, title="Schritt", picture=make_picture(bruchsal))
        Module.objects.filter(pk=module.pk).update(contribution_count=5000)
    pages = [make_project_page(small), make_project_page(large)]
    user = member() if who == "member" else None
    found = []
    for page in pages:
        client = on_host(bruchsal, user)
        client.get(f"/{page.slug}/?warm=1")
        found.append(_queries(client, f"/{page.slug}/?kalt=1"))
    assert found[0] == found[1]
    assert found[0] <= (12 if user is None else 16)


def test_pictures_of_milestones_come_in_one_query(bruchsal):
    project = make_project(bruchsal)
    found = []
    for more in (1, 7):
        with scope(city=[bruchsal]):
            for n in range(more):
                actions.save_milestone(
                    bruchsal, project, actor=None, title=f"Schritt {n}", picture=make_picture(bruchsal)
                )
        plan = plan_of(project)
        showing.milestones(plan)  # draws the sizes once
        cache.clear()  # which remembers them, too
        with CaptureQueriesContext(connection) as seen:
            assert all(row["picture"] for row in showing.milestones(plan))
        found.append(len(seen))
    assert found == [2, 2]


def test_index_filters_by_state_and_needs_few_queries(bruchsal, on_host):
    index = make_page(bruchsal, ProjectIndexPage, title="Projekte", slug="projekte")
    with scope(city=[bruchsal]):
        running = make_project(bruchsal, "Läuft gerade")
        over = make_project(bruchsal, "Schon vorbei")
        ahead = make_project(bruchsal, "Kommt noch")
        end_phases(over)
        Phase.objects.filter(project=ahead).update(starts_at=Phase.objects.get(project=ahead).ends_at - DAY)
    client = on_host(bruchsal)
    text = html(client.get(f"/{index.slug}/"))
    assert all(p.title in text for p in (running, over, ahead))
    for state, title in (("laeuft", running.title), ("fertig", over.title), ("kommt", ahead.title)):
        text = html(client.get(f"/{index.slug}/?stand={state}"))
        assert title in text
        assert sum(p.title in text for p in (running, over, ahead)) == 1
    for hostile in ("?stand=x'--", "?seite=99999999999999999999", "?thema=" + "x" * 500):
        assert client.get(f"/{index.slug}/{hostile}").status_code == 200
    before = _queries(client, f"/{index.slug}/?n=1")
    for n in range(20):
        make_project_page(make_project(bruchsal, f"Mehr {n}"))
    client.get(f"/{index.slug}/?n=3")  # new pages: menu and footer are built anew once
    assert _queries(client, f"/{index.slug}/?n=2") <= before + 1  # pages of projects may now exist
    assert before <= 12


def test_the_region_sees_all_cities_projects_with_their_addresses(bruchsal, buehl, redi, on_host):
    index = make_page(redi, ProjectIndexPage, title="Projekte der Region", slug="projekte")
    mine, theirs = make_project(bruchsal, "In Bruchsal"), make_project(buehl, "In Bühl")
    make_project(buehl, "Entwurf in Bühl", public=False)
    text = html(on_host(redi).get(f"/{index.slug}/"))
    assert f"//{bruchsal.site.hostname}:8000/projekt/{mine.slug}/" in text
    assert f"//{buehl.site.hostname}:8000/projekt/{theirs.slug}/" in text
    assert "Entwurf in Bühl" not in text


def test_a_foreign_project_on_a_page_form_is_refused(bruchsal, buehl):
    from portal.editorial.references import foreign_references

    foreign = make_project(buehl)
    with scopes_disabled():
        page = make_project_page(make_project(bruchsal))
        page.project = foreign
        assert "project" in foreign_references(page, bruchsal)
        join(foreign, bruchsal)
        assert "project" not in foreign_references(page, bruchsal)
        assert Project.rows_for_pages_of(bruchsal).filter(pk=foreign.pk).exists()
