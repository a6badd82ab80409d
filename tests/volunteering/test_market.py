"""Offers in lists: block, club's page, marketplace."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_scopes import scopes_disabled

from clubs.volunteering import listing
from clubs.volunteering.models import MarketPage
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


# --- The marketplace ----------------------------------------------------------------------------------------


@pytest.fixture
def market(bruchsal):
    return make_page(bruchsal, MarketPage, title="Ehrenamt", slug="ehrenamt")


def fill(bruchsal, buehl, count):
    for n in range(count):
        city = (bruchsal, buehl)[n % 2]
        offer = make_offer(city, f"Helfen {n}", latitude=city.latitude + n / 5000, longitude=city.longitude)
        make_shift(offer, capacity=1 + n % 3)
    make_offer(bruchsal, f"Vorlesen {count}", kind="regular", pattern=[{"day": 1, "from": "15:00", "to": "16:00"}])


def test_the_market_shows_the_nearest_first_and_names_the_city(bruchsal, buehl, redi, market, on_host):
    fill(bruchsal, buehl, 4)
    make_offer(buehl, "Nur für Bühl", in_region=False)
    text = on_host(bruchsal).get("/ehrenamt/").content.decode()
    where = [text.index(words) for words in (">Helfen 0<", ">Helfen 2<", ">Helfen 3<", ">Helfen 1<")]
    assert where == sorted(where)
    assert "<b>Bühl</b>" in text
    assert "5 Angebote" in text
    assert "Nur für Bühl" not in text
    assert 'name="gebiet"' in text
    assert "data-points" in text
    everywhere = make_page(redi, MarketPage, title="Ehrenamt", slug="ehrenamt")
    whole = on_host(redi).get(everywhere.url.split(":8000")[-1]).content.decode()
    assert "5 Angebote" in whole
    assert "<b>Bruchsal</b>" in whole


def test_filters_stand_in_the_address(bruchsal, buehl, market, on_host):
    fill(bruchsal, buehl, 4)
    visitor = on_host(bruchsal)
    make_volunteer_request(bruchsal)
    for query, count in (
        ("gebiet=stadt", "3 Angebote"), ("q=Vorlesen", "1 Angebot<"), ("art=regelmaessig", "1 Angebot<"),
        ("umkreis=5", "3 Angebote"), ("art=gesuche", "1 Gesuch<"), ("q=gibtesnicht", "0 Angebote"),
    ):  # fmt: skip
        text = visitor.get(f"/ehrenamt/?{query}").content.decode()
        assert count in text, query
        assert 'content="noindex, follow"' in text
    assert "Nichts passt dazu" in text
    assert 'value="Vorlesen"' in visitor.get("/ehrenamt/?q=Vorlesen").content.decode()


def test_days_are_typed_and_taken_away_again(bruchsal, market, on_host):
    for n, days in enumerate((3, 10)):
        make_shift(make_offer(bruchsal, f"Helfen {n}"), starts_in=dt.timedelta(days=days))
    visitor, today = on_host(bruchsal), timezone.localdate()
    near, far = (today + dt.timedelta(days=2)).isoformat(), (today + dt.timedelta(days=5)).isoformat()
    text = visitor.get(f"/ehrenamt/?von={near}&bis={far}&frei=1&wann=heute").content.decode()
    assert "1 Angebot<" in text  # the days that were typed win
    assert "An bestimmten Tagen</legend>" in text
    assert f'type="date" id="f-von" name="von" value="{near}" min="2020-01-01"' in text
    assert f'name="bis" value="{far}"' in text
    assert f'<a class="tag" href="/ehrenamt/?bis={far}&amp;frei=1#liste"' in text
    assert f'<a class="tag" href="/ehrenamt/?von={near}&amp;frei=1#liste"' in text
    assert text.count('type="hidden" name="von"') == 1  # in the form above, not beside the input
    turned = visitor.get(f"/ehrenamt/?von={far}&bis={near}").content.decode()
    assert "Wir haben die beiden Tage getauscht" in turned
    assert f'name="von" value="{near}"' in turned
    assert "1 Angebot<" in turned
    plain = visitor.get("/ehrenamt/?von=2027-02-30&bis=%3Cb%3E").content.decode()
    assert "2 Angebote<" in plain
    assert "getauscht" not in plain
    assert "vol-chosen" not in plain


def test_skills_narrow_the_list(bruchsal, market, on_host):
    for title, skills in (("Fahren", "Führerschein Klasse B"), ("Löten", "löten"), ("Tragen", "")):
        make_shift(make_offer(bruchsal, title, skills=skills))
    visitor = on_host(bruchsal)
    for query, titles in (
        ("ohne=1", {"Tragen"}), ("kann=führerschein+B", {"Fahren"}), ("kann=LÖTEN&ohne=1", {"Tragen", "Löten"}),
        ("kann=%25", set()), ("ohne=ja&kann=++", {"Fahren", "Löten", "Tragen"}),
    ):  # fmt: skip
        text = visitor.get(f"/ehrenamt/?{query}").content.decode()
        assert {t for t in ("Fahren", "Löten", "Tragen") if f">{t}</a>" in text} == titles, query


def test_every_filter_has_an_input_and_a_way_back(bruchsal, market, on_host):
    make_shift(make_offer(bruchsal, "Helfen", interests=["natur"], languages=["de"], access=["wc"], from_home=True))
    query = (
        "q=x&thema=natur&art=termine&zugang=wc&sprache=de&wann=woche&ort=76646&umkreis=10&gebiet=stadt&alter=16"
        "&kann=x&ohne=1&zuhause=1&frei=1&dringend=1&sort=neu"
    )
    text = on_host(bruchsal).get(f"/ehrenamt/?{query}").content.decode()
    typed = set(re.findall(r'<(?:input|select)(?![^>]*hidden)[^>]* name="(\w+)"', text))
    assert {part.split("=")[0] for part in query.split("&")} | {"von", "bis"} <= typed
    chosen = text.split("vol-chosen")[1].split("</ul>")[0]
    assert chosen.count("<li>") == 14  # place and radius are one; the order is none


def make_volunteer_request(city):
    from clubs.volunteering.actions import offers
    from tests.volunteering.making import make_volunteer

    offer = offers.create_offer(city, actor=None, kind="request", title="Ich lese vor", volunteer=make_volunteer(city))
    offers.publish(offer, actor=None, trusted=True)


@pytest.mark.parametrize(
    "query",
    [
        "seite=999999999999", "seite=-1&sort=x", "alter=1e9&umkreis=NaN", "ort=%ff&q=" + "x" * 3000, "wann=x&von=0000-99-99",
        "gebiet=%27%3B--&thema=%3Cscript%3E", "ort=0,0&umkreis=10", "sprache=xx&zugang=yy&art=zz",
    ],
)  # fmt: skip
def test_hostile_filters_count_as_not_given(bruchsal, buehl, market, on_host, query):
    fill(bruchsal, buehl, 2)
    answer = on_host(bruchsal).get(f"/ehrenamt/?{query}")
    assert answer.status_code == 200
    assert "<script>" not in answer.content.decode()
    assert on_host(bruchsal).get(f"{reverse('finding:points')}?{query}").status_code == 200


def test_the_market_costs_the_same_for_ten_times_the_offers(bruchsal, buehl, market, on_host):
    visitor, figures = on_host(bruchsal), []
    for more in (30, 270):
        fill(bruchsal, buehl, more)
        figures.append([queries(visitor, f"/ehrenamt/{q}")[0] for q in ("", "?seite=2&frei=1", "?q=Helfen&ort=76646")])
    print(figures)
    assert figures[0] == figures[1]
    assert max(figures[0]) <= 8


def test_the_map_asks_for_points_and_cards(bruchsal, buehl, market, on_host):
    fill(bruchsal, buehl, 4)
    visitor = on_host(bruchsal)
    page = visitor.get("/ehrenamt/?q=Helfen&gebiet=stadt").content.decode()
    points = visitor.get(re.search(r'data-points="([^"]+)"', page)[1].replace("&amp;", "&")).json()["points"]
    assert [p[0] for p in points] == [1, 2]
    card = re.search(r'data-card="([^"]+)"', page)[1].replace("&amp;", "&")
    one = visitor.get(card[: -len("0/")] + "1/", headers={"accept": "application/json"}).json()
    assert (one["title"], one["url"]) == ("Helfen 0", "/angebot/helfen-0/")
    assert visitor.get(card).status_code == 404


def test_a_clubs_page_lists_its_open_offers(bruchsal, buehl, on_host):
    from clubs.directory.models import Club, ClubCity
    from clubs.volunteering.club_panels import open_offers

    club = Club.objects.create(city=bruchsal, name="Obstbauverein", slug="obstbauverein", status="published")
    for city in (bruchsal, buehl):
        ClubCity.objects.create(club=club, city=city)
    now = timezone.now()
    assert open_offers(club, bruchsal, now) is None
    make_shift(make_offer(bruchsal, "Äpfel ernten", club=club))
    make_shift(make_offer(bruchsal, "Nur hier", club=club, in_region=False))
    titles = {card["title"] for card in open_offers(club, bruchsal, now)["context"]["cards"]}
    assert titles == {"Äpfel ernten", "Nur hier"}
    assert len(open_offers(club, buehl, now)["context"]["cards"]) == 1
    text = on_host(bruchsal).get("/verein/obstbauverein/").content.decode()
    assert "Hier können Sie mitmachen" in text
    assert "Äpfel ernten" in text


def test_a_retired_topic_stays_on_its_offer_and_in_the_filters(bruchsal, market, on_host):
    from clubs.directory.models import Interest
    from clubs.volunteering.desk.offers import _interests

    offer = make_offer(bruchsal, "Helfen", interests=["natur"])
    make_shift(offer)
    tag = Interest.objects.get(slug="natur")
    tag.is_retired = True
    tag.save()
    assert tag in _interests(offer)
    assert tag not in _interests()
    assert 'value="natur"' not in on_host(bruchsal).get("/ehrenamt/gesuch/").content.decode()
    text = on_host(bruchsal).get("/ehrenamt/?thema=natur").content.decode()
    assert "1 Angebot<" in text
    assert 'name="thema" value="natur" checked' in text
