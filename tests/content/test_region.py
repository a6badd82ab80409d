"""Shared news: offered, shown with its city, canonical to the original, withdrawn everywhere."""

from __future__ import annotations

from wagtail.models import PageViewRestriction

from portal.cities.models import City
from portal.content.models import NewsPage


def offer(town, offered=True):
    page = NewsPage.objects.get(pk=town.news.pk)
    page.offered_to_region = offered
    page.save_revision().publish()
    return page


def shown_on(on_host, city, text="Neu in Bruchsal"):
    client = on_host(city)
    return {
        path for path in ("/", "/aus-der-region/", "/feeds/region.rss") if text in client.get(path).content.decode()
    }


EVERYWHERE = {"/", "/aus-der-region/", "/feeds/region.rss"}


def test_offered_is_shown_with_its_city_and_the_original_address(town, neighbour, redi, on_host):
    assert shown_on(on_host, neighbour.city) == set()
    offer(town)
    assert shown_on(on_host, neighbour.city) == EVERYWHERE
    assert shown_on(on_host, redi) == EVERYWHERE
    html = on_host(neighbour.city).get("/aus-der-region/").content.decode()
    assert 'href="http://bruchsal.localhost:8000/aktuelles/neu/"' in html
    assert "aus Bruchsal" in html
    # no copy: the address exists at home only
    assert on_host(neighbour.city).get("/aktuelles/neu/").content.decode().count("Neu in Bruchsal") == 0
    assert "/aus-der-region/" not in shown_on(on_host, town.city)  # own items are not news from elsewhere


def test_withdrawn_unpublished_or_deleted_is_gone_everywhere(town, neighbour, redi, on_host):
    for take in (
        lambda: offer(town, False),
        lambda: NewsPage.objects.get(pk=town.news.pk).unpublish(),
        lambda: NewsPage.objects.get(pk=town.news.pk).delete(),
    ):
        offer(town)
        assert shown_on(on_host, redi) == EVERYWHERE
        take()
        assert shown_on(on_host, redi) == set()
        assert shown_on(on_host, neighbour.city) == set()


def test_restricted_is_not_offered(town, neighbour, on_host):
    page = offer(town)
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert list(NewsPage.objects.from_the_region(excluding=neighbour.city)) == []


def test_a_city_that_does_not_take_part(town, neighbour, on_host):
    offer(town)
    City.objects.filter(pk=neighbour.city.pk).update(shows_region_news=False)
    from portal.cities import hosts

    hosts.forget()
    hosts._checked_at = 0
    client = on_host(neighbour.city)
    assert client.get("/aus-der-region/").status_code == 404
    assert client.get("/feeds/region.rss").status_code == 404
    assert "Neu in Bruchsal" not in client.get("/").content.decode()


def test_filter_by_city(town, neighbour, redi, on_host):
    offer(town)
    offer(neighbour)
    html = on_host(redi).get("/aus-der-region/?city=bruchsal").content.decode()
    assert "Neu in Bruchsal" in html
    assert "Neu in Bühl" not in html
