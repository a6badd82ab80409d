"""Every page type: answers, metadata, structured data, budgets, no cookie; hostile parameters."""

from __future__ import annotations

import json
import re

import pytest

from portal.content.models import ContentPage, EventPage, HomePage, LegalPage, NewsPage
from tests.factories import make_page, make_user

PATHS = ["/", "/buergerservice/", "/buergerservice/ausweis/", "/aktuelles/", "/aktuelles/neu/", "/termine/", "/termine/fest/",
         "/aemter/", "/impressum/", "/datenschutz/", "/barrierefreiheit/", "/barriere-melden/", "/leichte-sprache/",
         "/gebaerdensprache/", "/regeln/", "/aus-der-region/", "/formular/barriere/danke/"]  # fmt: skip


def graph(html: str) -> list[dict]:
    (text,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)
    return json.loads(text)["@graph"]


@pytest.mark.parametrize("path", PATHS)
def test_pages_answer_without_a_cookie(town, on_host, path):
    response = on_host(town.city).get(path)
    assert response.status_code == 200
    assert not response.cookies
    html = response.content.decode()
    assert html.count("<h1") == 1
    assert ' style="' not in html
    assert " onclick" not in html


@pytest.mark.parametrize("path", PATHS[:15])
def test_metadata(town, on_host, path):
    html = on_host(town.city).get(path).content.decode()
    assert f'<link rel="canonical" href="http://bruchsal.localhost:8000{path}">' in html
    assert f'<meta property="og:url" content="http://bruchsal.localhost:8000{path}">' in html
    assert graph(html)
    if path != "/":
        assert graph(html)[-1]["@type"] == "BreadcrumbList"


def test_structured_data_by_type(town, on_host):
    client = on_host(town.city)
    kinds = {
        p: graph(client.get(p).content.decode())[0]["@type"]
        for p in ("/", "/aktuelles/neu/", "/termine/fest/", "/aemter/")
    }
    assert kinds == {
        "/": "GovernmentOrganization",
        "/aktuelles/neu/": "NewsArticle",
        "/termine/fest/": "Event",
        "/aemter/": "GovernmentOffice",
    }


def test_a_title_cannot_leave_the_data_block(town, on_host):
    make_page(
        town.city, ContentPage, title="</script><img src=x onerror=alert(1)>", slug="boese", summary="<!--<script>"
    )
    html = on_host(town.city).get("/boese/").content.decode()
    assert "<img src=x" not in html
    assert "</script><img" not in html
    assert graph(html)[0]["name"].startswith("</script>")


@pytest.mark.parametrize(("path", "budget"), [("/", 8), ("/buergerservice/ausweis/", 3), ("/aktuelles/neu/", 3), ("/termine/fest/", 3),
                                              ("/aemter/", 3), ("/impressum/", 3), ("/buergerservice/", 3)])  # fmt: skip
def test_query_budget_warm_uncached(town, on_host, path, budget, django_assert_max_num_queries):
    client = on_host(town.city)
    client.get(path + "?a=1")  # a query string passes by the page cache
    with django_assert_max_num_queries(budget):
        assert client.get(path + "?a=2").status_code == 200


def test_listing_500_events_is_four_queries(town, django_assert_max_num_queries):
    from datetime import timedelta

    from django.utils import timezone

    from portal.content import cards

    now = timezone.now()
    for n in range(40):  # the figure is the queries: forty show it as well as five hundred
        make_page(
            town.city,
            EventPage,
            parent=town.calendar,
            title=f"E{n}",
            slug=f"e{n}",
            starts_at=now + timedelta(hours=n + 1),
            rrule="FREQ=WEEKLY",
        )
    with django_assert_max_num_queries(4):
        pages = list(
            EventPage.objects.for_city(town.city).visible().between(now, now + timedelta(days=90)).defer("body")
        )
        assert len(cards.event_rows(pages, town.city, now, now + timedelta(days=90))) > 500


HOSTILE = ["page=abc", "page=-1", "page=99999999999999999999", "year=99999", "year=-5", "topic=<script>alert(1)</script>", "topic=" + "a" * 5000,
           "when=2026-13", "when=0000-00", "when=2099-01", "when=%00", "topic=%00", "city=%ff", "city='--", "seite=//evil.example", "seite=%0d%0aX:1",
           "page=1&page=2&topic=a&topic=b", "q[]=1", "year=²"]  # fmt: skip


@pytest.mark.parametrize("query", HOSTILE)
def test_hostile_parameters_give_a_sane_page(town, on_host, query):
    client = on_host(town.city)
    for path in ("/aktuelles/", "/termine/", "/aus-der-region/", "/barriere-melden/", "/"):
        response = client.get(f"{path}?{query}")
        assert response.status_code in (200, 400, 404, 414), path
        assert b"<script>alert" not in response.content
        assert b"evil.example" not in response.content


def test_filters_narrow_and_stay_in_the_address(town, on_host):
    client = on_host(town.city)
    for n in range(14):
        make_page(town.city, NewsPage, parent=town.index, title=f"Meldung {n}", slug=f"m{n}", date="2025-05-01")
    html = client.get("/aktuelles/?year=2025").content.decode()
    assert "Neu in Bruchsal" not in html
    assert "?year=2025&amp;page=2" in html
    assert "Meldung 3" not in client.get("/aktuelles/?topic=umwelt").content.decode()
    assert "Neu in Bruchsal" in client.get("/aktuelles/?topic=umwelt").content.decode()


def test_drafts_are_invisible_everywhere(town, on_host):
    make_page(town.city, NewsPage, parent=town.index, title="Geheime Meldung", slug="geheim", live=False)
    make_page(town.city, EventPage, parent=town.calendar, title="Geheimes Fest", slug="geheim", live=False)
    make_page(town.city, ContentPage, parent=town.section, title="Geheime Seite", slug="geheim", live=False)
    client = on_host(town.city)
    for path in (
        "/",
        "/aktuelles/",
        "/termine/",
        "/buergerservice/",
        "/sitemap.xml",
        "/feeds/nachrichten.rss",
        "/feeds/kalender.ics",
    ):
        assert "Geheim" not in client.get(path).content.decode()
    assert client.get("/aktuelles/geheim/").status_code == 404


def test_previous_and_next_stay_in_the_chapter(town, on_host):
    html = on_host(town.city).get("/buergerservice/ausweis/").content.decode()
    assert 'href="/buergerservice/reisepass/" rel="next"' in html


def test_editors_cannot_make_front_doors(town, on_admin):
    assert HomePage.allowed_parent_page_models() == []
    assert not LegalPage.can_create_at(town.section)
    assert not NewsPage.can_create_at(town.section)
    client = on_admin(make_user("redaktion@bruchsal.example", town.city, "editor"))
    response = client.get(f"/admin/pages/add/content/homepage/{town.city.site.root_page_id}/")
    assert response.status_code in (302, 403, 404)
    assert client.get(f"/admin/pages/add/content/newspage/{town.index.pk}/").status_code == 200
    assert client.get(f"/admin/pages/{town.event.pk}/edit/").status_code == 200


def test_wrong_dates_of_an_event_are_errors_of_the_form(town):
    from datetime import timedelta

    from django.core.exceptions import ValidationError

    event = town.event
    for field, value in (("ends_at", event.starts_at - timedelta(hours=1)), ("ends_at", event.starts_at + timedelta(days=400)),
                         ("rrule", "FREQ=SECONDLY"), ("excluded_dates", "gestern"), ("starts_at", event.starts_at.replace(year=1800))):  # fmt: skip
        page = EventPage.objects.get(pk=event.pk)
        setattr(page, field, value)
        with pytest.raises(ValidationError) as error:
            page.clean()
        assert field in error.value.message_dict


def test_the_preview_is_the_citys_page_on_the_admin_host(town, on_admin):
    client = on_admin(make_user("c@bruchsal.example", town.city, "chief_editor"))
    town.page.title = "Entwurf des Ausweises"
    town.page.save_revision()
    response = client.get(f"/admin/pages/{town.page.pk}/view_draft/")
    assert response.status_code == 200
    html = response.content.decode()
    assert "Entwurf des Ausweises" in html
    assert "Bruchsal" in html
    assert town.page.get_full_url() == "http://bruchsal.localhost:8000/buergerservice/ausweis/"


def test_editors_can_put_the_capabilities_lists_into_the_tree(town):
    from clubs.directory.models import ClubIndexPage
    from clubs.volunteering.models import MarketPage
    from participation.projects.models import ProjectIndexPage

    home = town.city.site.root_page.specific
    for model in (ProjectIndexPage, ClubIndexPage, MarketPage):
        assert model.can_create_at(town.section)
        assert model.can_create_at(home)
        assert not model.can_create_at(town.index)
