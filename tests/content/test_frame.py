"""Frame, legal pages, redirects, scheduling: what editors change shows at once, on the own host only."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone
from django_scopes import scope
from wagtail.contrib.redirects.models import Redirect

from portal.content import actions
from portal.content.models import ContentPage, EventPage, LegalPage
from tests.factories import make_page


def test_the_frame_follows_the_tree(town, on_host, django_assert_num_queries):
    client = on_host(town.city)
    assert "Bürgerservice" in client.get("/impressum/").content.decode()
    town.section.title = "Rathaus online"
    town.section.save_revision().publish()
    assert "Rathaus online" in client.get("/impressum/").content.decode()
    town.section.unpublish()
    assert "Rathaus online" not in client.get("/impressum/").content.decode()
    make_page(town.city, ContentPage, title="English", slug="english")
    assert 'href="/sprache/en/?weiter=/english/"' in client.get("/impressum/").content.decode()


def test_the_footer_has_the_office_its_hours_and_the_links_for_all(town, on_host):
    html = on_host(town.city).get("/").content.decode()
    foot = html[html.index("site-foot") :]
    for text in (
        "Bürgerbüro",
        "Marktplatz 1",
        "Mo–Fr 8–12 Uhr",
        'href="/barriere-melden/"',
        'href="/leichte-sprache/"',
        'href="/impressum/"',
    ):
        assert text in foot


def test_legal_texts_speak_of_this_city(town, neighbour, on_host):
    for path in ("/impressum/", "/datenschutz/", "/barrierefreiheit/", "/leichte-sprache/"):
        html = on_host(town.city).get(path).content.decode()
        assert "stadt@bruchsal.example" in html
        assert "Bühl" not in html
    page = LegalPage.objects.for_city(town.city).get(kind="imprint")
    page.standard_text = False
    page.body = [("text", "<p>Eigener Text</p>")]
    page.save_revision().publish()
    html = on_host(town.city).get("/impressum/").content.decode()
    assert "Eigener Text" in html
    assert "Diensteanbieterin" not in html


def test_what_the_privacy_text_promises_is_true(town, on_host):
    """No cookie before sign-in, nothing from third parties."""
    client = on_host(town.city)
    for path in ("/", "/datenschutz/", "/barriere-melden/", "/aktuelles/"):
        response = client.get(path)
        assert not response.cookies
        assert "https://" not in response.content.decode().replace("https://schema.org", "")


def test_an_old_address_leads_to_the_new_one_in_this_city_only(
    town, neighbour, on_host, django_capture_on_commit_callbacks
):
    with scope(city=town.city), django_capture_on_commit_callbacks(execute=True):
        town.page.slug = "personalausweis"
        town.page.save_revision().publish()
    response = on_host(town.city).get("/buergerservice/ausweis/")
    assert response.status_code == 301
    assert response["Location"].endswith("/buergerservice/personalausweis/")
    assert Redirect.objects.filter(site=town.city.site).count() >= 1
    assert on_host(neighbour.city).get("/buergerservice/ausweis/").status_code == 200
    Redirect.objects.create(old_path="/alt", redirect_link="/aktuelles/", site=town.city.site)
    assert on_host(town.city).get("/alt/").status_code == 301
    assert on_host(neighbour.city).get("/alt/").status_code == 404


@pytest.mark.django_db
def test_scheduled_pages_come_and_go(town, on_host):
    client = on_host(town.city)
    now = timezone.now()
    page = make_page(
        town.city,
        ContentPage,
        title="Später",
        slug="spaeter",
        live=False,
        go_live_at=now + dt.timedelta(hours=1),
        expire_at=now + dt.timedelta(hours=3),
    )
    with scope(city=town.city):
        page.save_revision(approved_go_live_at=page.go_live_at).publish()
    assert client.get("/spaeter/").status_code == 404
    for hours, status in ((2, 200), (4, 404)):
        with time_machine.travel(now + dt.timedelta(hours=hours)):
            call_command("publish_scheduled" if hours == 2 else "content_daily")
            assert client.get(f"/spaeter/?x={hours}").status_code == status


def test_repeating_events_move_on(town):
    start = timezone.now() - dt.timedelta(days=1)
    page = make_page(
        town.city, EventPage, parent=town.calendar, title="Wöchentlich", slug="w", starts_at=start, rrule="FREQ=WEEKLY"
    )
    first = page.next_occurrence
    assert first > timezone.now()
    actions.refresh_events(first + dt.timedelta(hours=1))
    page.refresh_from_db()
    assert dt.timedelta(days=6, hours=22) < page.next_occurrence - first < dt.timedelta(days=7, hours=2)
    assert actions.refresh_events(first + dt.timedelta(hours=1)) == 0
