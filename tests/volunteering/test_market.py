"""Offers in lists: block, club's page, marketplace."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_scopes import scopes_disabled

from clubs.volunteering import listing
from portal.content.models import ContentPage
from tests.factories import make_page, make_user
from tests.volunteering.making import make_offer, make_shift

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _all():
    with scopes_disabled():
        yield


def queries(client, path) -> tuple[int, str]:
    path += ("&" if "?" in path else "?") + "ungespeichert=1"
    assert client.get(path).status_code == 200  # warm
    with CaptureQueriesContext(connection) as seen:
        answer = client.get(path)
    assert answer.status_code == 200
    assert len(answer.content) < 100_000
    return len(seen), answer.content.decode()


def test_an_offer_costs_the_same_with_ten_times_the_shifts(bruchsal, on_host):
    offer = make_offer(bruchsal, "Viele Termine", latitude=49.12, longitude=8.6, place="Marktplatz", max_group=3)
    visitor, member = on_host(bruchsal), on_host(bruchsal, make_user("m@x.example"))
    figures = []
    for more in (10, 90):
        for _n in range(more):
            make_shift(offer)
        figures.append([queries(client, f"/angebot/{offer.slug}/")[0] for client in (visitor, member)])
    print(figures)
    assert figures[0] == figures[1]
    assert figures[0][0] <= 12


def test_the_block_shows_offers_with_places(bruchsal, buehl, on_host):
    offer = make_offer(bruchsal, "Streuobst ernten", is_urgent=True)
    make_shift(offer, capacity=7)
    make_offer(bruchsal, "Lesepate", kind="regular", pattern=[{"day": 1, "from": "15:00", "to": "16:00"}])
    foreign = make_offer(buehl, "Fahrdienst")
    make_shift(foreign)
    make_offer(bruchsal, "Ohne Termin")
    value = {"title": "Hilfe gesucht", "interest": "", "region": False, "count": 4}
    make_page(bruchsal, ContentPage, title="Probe", slug="probe", body=[{"type": "offers", "value": value}])
    text = on_host(bruchsal).get("/probe/").content.decode()
    assert "Streuobst ernten" in text
    assert "dienstags, 15:00 bis 16:00 Uhr" in text
    assert "7<small> frei" in text
    assert "Fahrdienst" not in text
    assert "Ohne Termin" not in text
    found = listing.block_cards(bruchsal, timezone.now(), count=9, region=True)
    assert [(card["title"], card["city_name"]) for card in found] == [
        ("Streuobst ernten", ""), ("Fahrdienst", "Bühl"), ("Lesepate", ""),
    ]  # fmt: skip
