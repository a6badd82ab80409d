"""The search over all cities: against a plain search written down here, and at the same cost whatever the size."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_scopes import scopes_disabled
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clubs.volunteering import finding
from clubs.volunteering.actions import offers
from clubs.volunteering.models import Offer, OfferHidden, Shift
from clubs.volunteering.wishes import ARTS, Wish
from portal.kit.distance import distance_km

from .filling import fill
from .making import make_offer, make_shift

pytestmark = pytest.mark.django_db
BERLIN = ZoneInfo("Europe/Berlin")
SPOTS = {"Bühl": (48.695, 8.135), "49.1,8.6": (49.1, 8.6)}


def wish(city, **params) -> Wish:
    return Wish.of(QueryDict(urlencode(params, doseq=True)), city)


def names(city, now=None, **params) -> list[str]:
    return [hit.offer.title for hit in finding.search(wish(city, **params), city, now).object_list]


# --- Against a plain search ---------------------------------------------------------------------------


def plain(city, params, now, spot) -> list[int]:
    """Row by row, by the words of the contract and nothing clever. Ids in order."""
    found = []
    with scopes_disabled():
        hidden = set(OfferHidden.objects.filter(city=city).values_list("offer_id", flat=True))
        rows = list(Offer.objects.select_related("club", "city").prefetch_related("interests", "shifts"))
    days = asked_days(params, now)
    for o in rows:
        shifts = [s for s in o.shifts.all() if not s.is_cancelled and s.starts_at > now]
        if days:
            shifts = [s for s in shifts if days[0] <= s.starts_at.astimezone(BERLIN).date() <= days[1]]
        if params.get("frei"):
            shifts = [s for s in shifts if s.taken < s.capacity]
        if o.status != "published" or o.confirmed_at <= now - dt.timedelta(days=120):
            continue
        if (o.ends_at and o.ends_at <= now) or (o.kind == "shifts" and not o.ends_at) or o.pk in hidden:
            continue
        if not (o.city_id == city.pk or (o.in_region and params.get("gebiet") != "stadt")):
            continue
        kinds = [ARTS[a] for a in params.get("art", [])] or ["shifts", "regular", "flexible"]
        if o.kind not in kinds:
            continue
        if params.get("frei") or days:
            week = days and (days[1] - days[0]).days < 6
            wanted = (
                {(days[0] + dt.timedelta(n)).weekday() for n in range((days[1] - days[0]).days + 1)} if week else None
            )
            if o.kind == "shifts" and not shifts:
                continue
            if o.kind == "regular" and wanted is not None and not any(p["day"] in wanted for p in o.pattern):
                continue
        if (params.get("ohne") or "kann" in params) and not (
            (params.get("ohne") and not o.skills) or (params.get("kann", "?") in o.skills)
        ):
            continue
        said = f"{o.title}\n{o.summary}\n{o.provider}\n{o.club.name if o.club else ''}\n{o.place}".casefold()
        if not all(word in said for word in params.get("q", "").casefold().split()):
            continue
        if params.get("thema") and not {t.slug for t in o.interests.all()} & set(params["thema"]):
            continue
        if not set(params.get("zugang", [])) <= set(o.access.split()):
            continue
        if params.get("sprache") and not set(params["sprache"]) & set(o.languages.split()):
            continue
        if "alter" in params and o.min_age > params["alter"]:
            continue
        if (params.get("zuhause") and not o.from_home) or (params.get("dringend") and not o.is_urgent):
            continue
        at = (o.latitude, o.longitude) if o.latitude is not None else (o.city.latitude, o.city.longitude)
        km = float("inf") if o.from_home else distance_km(*spot, *at)
        if params.get("umkreis") and km > params["umkreis"] and not o.from_home:
            continue
        first = min((s.starts_at for s in shifts), default=None)
        found.append((o, km, first))
    match params.get("sort", "naehe"):
        case "naehe":
            found.sort(key=lambda f: (round(f[1], 6), f[0].pk))
        case "neu":
            found.sort(key=lambda f: (f[0].published_at, f[0].pk), reverse=True)
        case _:
            none = dt.datetime.max.replace(tzinfo=dt.UTC)
            found.sort(key=lambda f: (f[0].kind != "shifts", f[2] or none, f[0].pk))
    return [f[0].pk for f in found]


def asked_days(params, now):
    today = now.astimezone(BERLIN).date()
    match params.get("wann"):
        case "heute":
            return today, today
        case "woche":
            return today, today + dt.timedelta(6)
        case "monat":
            return today, today + dt.timedelta(29)
        case "wochenende":
            days = [today + dt.timedelta(n) for n in range(7 - today.weekday())]
            days = [day for day in days if day.weekday() >= 5]
            return days[0], days[-1]
    return None


some = st.fixed_dictionaries(
    {},
    optional={
        "q": st.sampled_from(["bäume", "BÄUME", "halle 1", "verein sache", "%", "_", "'"]),
        "thema": st.lists(st.sampled_from(["i0", "i1", "i5", "weg"]), min_size=1, max_size=2, unique=True),
        "art": st.lists(st.sampled_from(sorted(ARTS)), min_size=1, max_size=2, unique=True),
        "zugang": st.lists(st.sampled_from(["wc", "stufenlos"]), min_size=1, max_size=2, unique=True),
        "sprache": st.lists(st.sampled_from(["de", "en", "tr"]), min_size=1, max_size=2, unique=True),
        "wann": st.sampled_from(["heute", "woche", "wochenende", "monat"]),
        "ort": st.sampled_from(sorted(SPOTS)),
        "umkreis": st.sampled_from([2, 5, 10, 40]),
        "gebiet": st.sampled_from(["stadt", "region"]),
        "alter": st.integers(0, 120),
        "zuhause": st.just(1),
        "kann": st.sampled_from(["auto", "nähen"]),
        "ohne": st.just(1),
        "frei": st.just(1),
        "dringend": st.just(1),
        "sort": st.sampled_from(["naehe", "datum", "neu"]),
    },
)


@pytest.fixture
def many(bruchsal, buehl):
    rows = fill([bruchsal, buehl], 12, 60, 150)
    with scopes_disabled():
        OfferHidden.objects.create(city=bruchsal, offer=next(row for row in rows if row.city_id == buehl.pk))
        Offer.objects.filter(pk=rows[3].pk).update(status="withdrawn")
        Offer.objects.filter(pk=rows[4].pk).update(confirmed_at=timezone.now() - dt.timedelta(days=121))
    return rows


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(some, st.sampled_from([0, 20, 100]))
def test_the_search_finds_what_a_plain_search_finds(many, bruchsal, params, later):
    now = timezone.now() + dt.timedelta(hours=later)
    spot = SPOTS.get(params.get("ort", ""), (bruchsal.latitude, bruchsal.longitude))
    if params.get("ort") == "Bühl":
        spot = next((c.latitude, c.longitude) for c in {row.city for row in many} if c.slug == "buehl")
    found = finding.find(wish(bruchsal, **params), bruchsal, now)
    assert [row[finding.PK] for row in found.rows] == plain(bruchsal, params, now, spot)
    page = finding.search(wish(bruchsal, **params), bruchsal, now)
    assert [hit.offer.pk for hit in page.object_list] == [row[finding.PK] for row in found.rows[:20]]


def test_counts_say_what_a_tick_would_find(many, bruchsal):
    params = {"thema": ["i1"], "sprache": ["de"]}
    found = finding.find(wish(bruchsal, **params), bruchsal)
    for group in finding.facets(found):
        for option in group["options"]:
            if option["count"] is None or group["name"] == "art":
                continue
            if group["name"] == "zugang":
                ticked = {**params, "zugang": [option["value"]]}
            else:
                ticked = {**params, group["name"]: [option["value"]]}
            assert option["count"] == finding.find(wish(bruchsal, **ticked), bruchsal).total, option


# --- Days -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "hours"),
    [(dt.date(2027, 3, 28), 23), (dt.date(2027, 10, 31), 25), (dt.date(2027, 6, 6), 24)],
)
def test_a_day_is_from_midnight_to_midnight_when_the_clocks_change(bruchsal, day, hours):
    asked = wish(bruchsal, von=day.isoformat(), bis=day.isoformat())
    span = asked.span(timezone.now())
    assert span is not None
    assert span[1] is not None
    assert span[1] - span[0] == dt.timedelta(hours=hours)
    offer = make_offer(bruchsal, "Umstellung")
    noon = dt.datetime.combine(day, dt.time(23, 30), BERLIN)
    with scopes_disabled():
        offers.add_shift(offer, noon, noon + dt.timedelta(hours=2), 3, actor=None)
    assert names(bruchsal, von=day.isoformat(), bis=day.isoformat()) == ["Umstellung"]
    next_day = (day + dt.timedelta(days=1)).isoformat()
    assert names(bruchsal, von=next_day, bis=next_day) == []


@pytest.mark.parametrize(
    ("now", "first", "last"),
    [("2027-03-24T12:00", "2027-03-27", "2027-03-28"), ("2027-03-27T23:30", "2027-03-27", "2027-03-28"),
     ("2027-03-28T23:30", "2027-03-28", "2027-03-28"), ("2027-03-29T00:10", "2027-04-03", "2027-04-04")],
)  # fmt: skip
def test_the_weekend_is_the_coming_one_or_what_is_left_of_it(bruchsal, now, first, last):
    moment = dt.datetime.fromisoformat(now).replace(tzinfo=BERLIN)
    assert [str(day) for day in wish(bruchsal, wann="wochenende").days(moment) or ()] == [first, last]


# --- Hostile and canonical ---------------------------------------------------------------------------


def test_hostile_values_count_as_not_given(bruchsal):
    hostile = {
        "thema": ["../x", "a b", "i1" * 80], "art": "x", "zugang": "'", "sprache": "de ", "wann": "nie",
        "von": "2027-02-30", "bis": "9999-99-99", "umkreis": "1e9", "gebiet": "welt", "alter": "-1", "zuhause": "ja",
        "frei": "2", "dringend": "", "sort": "id; drop", "seite": "٣", "ort": "1e400,8",
    }  # fmt: skip
    found = wish(bruchsal, **hostile)
    assert found.pairs("ort") == []
    assert found.spot is None
    assert wish(bruchsal, ort="nan,nan").spot is None
    assert wish(bruchsal, ort="51.5,0.1").spot is None  # not near the region
    assert len(wish(bruchsal, q="\x00ä" * 5000).words) <= 80
    finding.search(wish(bruchsal, **hostile, q="\x00%_'\""), bruchsal)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(some)
def test_a_query_says_the_same_when_it_is_read_again(bruchsal, params):
    found = wish(bruchsal, **params)
    again = Wish.of(QueryDict(found.query), bruchsal)
    assert again == found
    assert again.query == found.query


# --- Cost and truth ------------------------------------------------------------------------------------


def test_ten_times_the_offers_cost_the_same_queries(bruchsal, buehl):
    figures = []
    queries = [{}, {"sort": "datum"}, {"wann": "woche", "frei": 1, "sort": "datum"}, {"q": "bäume", "ort": "Nirgends"}]
    for size in (30, 300):
        fill([bruchsal, buehl], size // 5, size, size * 3, first=size)
        touch_all()
        counted = []
        for params in queries:
            finding.search(wish(bruchsal, **params), bruchsal)  # warm
            with CaptureQueriesContext(connection) as seen:
                finding.search(wish(bruchsal, **params), bruchsal)
            counted.append(len(seen))
        figures.append(counted)
    assert figures[0] == figures[1]
    assert max(figures[0]) <= 4


def touch_all():
    from portal.delivery.purge import touch

    touch(Offer, None)


def test_a_change_is_found_at_once_and_time_runs_out_by_itself(bruchsal, buehl):
    offer = make_offer(buehl, "Fahrdienst")
    make_shift(offer)
    assert names(bruchsal) == ["Fahrdienst"]
    with scopes_disabled():
        offers.update_offer(offer, actor=None, title="Botendienst")
    assert names(bruchsal) == ["Botendienst"]
    assert names(bruchsal, now=timezone.now() + dt.timedelta(days=3)) == []
    with scopes_disabled():
        offers.withdraw(offer, actor=None)
    assert names(bruchsal) == []


def test_a_hit_shows_the_first_shift_with_a_free_place_and_the_way(bruchsal, buehl):
    offer = make_offer(buehl, "Ernte", latitude=48.7, longitude=8.14)
    make_shift(offer, starts_in=dt.timedelta(days=1), capacity=0)
    second = make_shift(offer, starts_in=dt.timedelta(days=2), capacity=4)
    make_shift(offer, starts_in=dt.timedelta(days=3), capacity=2)
    home = make_offer(bruchsal, "Schreiben", kind="flexible", from_home=True)
    page = finding.search(wish(bruchsal), bruchsal)
    hit, last = page.object_list
    assert (hit.next_shift, hit.free, hit.places, hit.shifts) == (second, 6, 6, 3)
    assert hit.distance_km == pytest.approx(distance_km(bruchsal.latitude, bruchsal.longitude, 48.7, 8.14))
    assert (last.offer, last.distance_km, last.next_shift) == (home, None, None)
    with scopes_disabled():
        assert Shift.objects.count() == 3
