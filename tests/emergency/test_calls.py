"""From sign-in to a public call in three clicks; what the crowd sees; neighbours."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from urllib.parse import urljoin

import pytest
from django.core.exceptions import ValidationError
from django_scopes import scopes_disabled

from clubs.emergency.actions import calls
from clubs.emergency.models import Assignment, Call, CallCity, Helper
from portal.delivery.store import store
from portal.kit.distance import KM_PER_DEGREE
from tests.emergency.making import make_call, make_helper, make_task
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _all():
    with scopes_disabled():
        yield


@pytest.fixture
def chief(bruchsal):
    return make_user("leitung@bruchsal.example", bruchsal, "city_admin")


class Forms(HTMLParser):
    """Fields of the form that holds a button with this text, as a browser would send them."""

    def __init__(self, html: str, button: str) -> None:
        super().__init__()
        self.forms: list[dict] = []
        self.button, self.area, self.pressed = button, "", None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        a = dict(attrs)
        if tag == "form":
            self.forms.append({"action": a.get("action", ""), "data": {}, "match": False})
        if not self.forms:
            return
        form = self.forms[-1]
        if tag == "input" and a.get("name") and (a.get("type") != "checkbox" or "checked" in a):
            form["data"][a["name"]] = a.get("value", "on" if a.get("type") == "checkbox" else "")
        if tag == "textarea":
            self.area = a["name"]
            form["data"][self.area] = ""
        if tag == "button":
            self.pressed = (a.get("name"), a.get("value"))

    def handle_data(self, data):
        if self.area:
            self.forms[-1]["data"][self.area] += data
        if self.pressed and self.button in data:
            form = self.forms[-1]
            form["match"] = True
            if self.pressed[0]:
                form["data"][self.pressed[0]] = self.pressed[1]

    def handle_endtag(self, tag):
        if tag == "textarea":
            self.area = ""
        if tag == "button":
            self.pressed = None

    @property
    def found(self):
        return next(form for form in self.forms if form["match"])


def test_a_call_is_public_three_clicks_after_signing_in(bruchsal, chief, on_host):
    """Only links and buttons of the pages themselves, with csrf checks on, nothing typed."""
    visitor = on_host(bruchsal)
    door = visitor.get("/helfen/verwalten/")
    assert door["Location"] == "/konto/anmelden/?next=%2Fhelfen%2Fverwalten%2F"  # signing in leads back here
    staff = on_host(bruchsal, chief, enforce_csrf_checks=True)
    clicks, path = 0, "/helfen/"  # even from the public list
    for text in ("Hilfsaufruf starten", "Hochwasser"):
        html = staff.get(path).content.decode()
        link = next(m for m in re.findall(r'<a[^>]*href="([^"]+)"[^>]*>(.*?)</a>', html, re.S) if text in m[1])
        path, clicks = urljoin(path, link[0]), clicks + 1
    form = Forms(staff.get(path).content.decode(), "Jetzt veröffentlichen").found
    answer, clicks = staff.post(urljoin(path, form["action"]), form["data"]), clicks + 1
    assert answer.status_code == 302
    call = Call.objects.get()
    assert clicks <= 3
    assert call.is_open
    assert call.city == bruchsal
    shown = visitor.get(f"/helfen/aufruf/{call.slug}/")
    assert "Hochwasser in Bruchsal" in shown.content.decode()
    assert staff.get("/helfen/verwalten/").status_code == 200


def test_the_desk_is_closed_to_everybody_else(bruchsal, buehl, chief, resident, on_host):
    call = make_call(bruchsal)
    task = make_task(call)
    paths = [
        f"/helfen/verwalten/aufruf/{call.uuid}/", f"/helfen/verwalten/aufruf/{call.uuid}/helfende.csv",
        f"/helfen/verwalten/aufgabe/{task.uuid}/", f"/helfen/verwalten/aufgabe/{task.uuid}/drucken/",
    ]  # fmt: skip
    other = make_user("leitung@buehl.example", buehl, "city_admin")
    for path in paths:
        assert on_host(bruchsal, chief).get(path).status_code == 200
        assert on_host(bruchsal, resident).get(path).status_code == 404
        assert on_host(buehl, other).get(path).status_code == 404
        assert on_host(bruchsal, other).get(path).status_code == 404
        assert on_host(bruchsal).get(path).status_code == 404
    assert on_host(bruchsal, resident).get("/helfen/verwalten/neu/flood/").status_code == 404
    assert (
        on_host(buehl, other).post(f"/helfen/verwalten/aufruf/{call.uuid}/zustand/", {"do": "pause"}).status_code == 404
    )
    assert Call.objects.get().is_open


def test_the_call_comes_small_and_from_the_cache(bruchsal, on_host, django_assert_num_queries):
    call = make_call(bruchsal)
    path = f"/helfen/aufruf/{call.slug}/"
    visitor = on_host(bruchsal)
    first = visitor.get(path)
    assert first.status_code == 200
    assert len(first.content) <= 30_000
    assert not first.cookies
    make_helper(call)  # somebody comes: the page stays as it is
    with django_assert_num_queries(0):
        assert visitor.get(path).content == first.content
    calls.pause_call(call, actor=None)
    assert "Zurzeit brauchen wir niemanden mehr" in visitor.get(path).content.decode()
    assert "Ich helfe mit" not in visitor.get(path).content.decode()
    assert store() is not None


def test_drafts_are_seen_by_nobody(bruchsal, buehl, redi, on_host):
    draft = make_call(bruchsal, publish=False)
    assert on_host(bruchsal).get(f"/helfen/aufruf/{draft.slug}/").status_code == 404
    assert on_host(redi).get(f"/helfen/aufruf/{draft.slug}/").status_code == 404
    calls.open_call(draft, actor=None)
    assert on_host(bruchsal).get(f"/helfen/aufruf/{draft.slug}/").status_code == 200
    assert on_host(redi).get(f"/helfen/aufruf/{draft.slug}/").status_code == 200
    assert on_host(buehl).get(f"/helfen/aufruf/{draft.slug}/").status_code == 404  # not asked, not joined


def test_a_neighbour_joins_by_its_own_word_and_sees_numbers_only(bruchsal, buehl, chief, on_host):
    call = make_call(bruchsal)
    make_helper(call, name="Geheime Person", phone="0721 998877")
    path, neighbour = f"/helfen/aufruf/{call.slug}/", make_user("l@buehl.example", buehl, "city_admin")
    desk = f"/helfen/verwalten/anfrage/{call.uuid}/"
    assert on_host(buehl, neighbour).get(desk).status_code == 404  # not asked
    assert on_host(bruchsal, chief).post(f"/helfen/verwalten/aufruf/{call.uuid}/nachbarn/").status_code == 302
    assert [(row.city, row.ring) for row in CallCity.objects.all()] == [(buehl, 1)]
    assert on_host(buehl).get(path).status_code == 404
    on_host(buehl, neighbour).post(desk, {"antwort": "ja"})
    assert on_host(buehl).get(path).status_code == 200
    helper = make_helper(call, via=buehl, name="Noch eine Geheime")
    text = on_host(buehl, neighbour).get(desk).content.decode()
    assert "Geheime" not in text
    assert "998877" not in text
    assert helper.number not in text
    assert re.search(r"Gemeldet</dt><dd>2</dd>.*Portal</dt><dd>1</dd>", text, re.S)
    on_host(buehl, neighbour).post(desk, {"antwort": "nein"})
    assert on_host(buehl).get(path).status_code == 404
    calls.close_call(call, actor=None)
    with pytest.raises(ValidationError):
        calls.answer_neighbour(buehl, call, True, actor=None)


def test_the_desk_asks_the_same_number_of_queries_for_ten_times_the_people(bruchsal, chief, on_host):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    call = make_call(bruchsal)
    staff, counts = on_host(bruchsal, chief), []
    for many in (3, 30):
        for _n in range(many):
            make_helper(call)
        for _n in range(many // 3):
            task = make_task(call)
            Assignment.objects.create(city=bruchsal, task=task, helper=Helper.objects.order_by("pk").first()) if not (
                Assignment.objects.exists()
            ) else None
        staff.get(f"/helfen/verwalten/aufruf/{call.uuid}/")
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert staff.get(f"/helfen/verwalten/aufruf/{call.uuid}/").status_code == 200
        counts.append(len(found))
    assert counts[0] == counts[1]
    assert counts[0] <= 16  # the frame of a signed-in member included


# --- Where it is ----------------------------------------------------------------------------------------------


def test_a_call_has_a_point_and_the_page_a_map(bruchsal, chief, on_host):
    desk = on_host(bruchsal, chief)
    path = "/helfen/verwalten/neu/flood/"
    page = desk.get(path).content.decode()
    assert 'data-pick data-lat="id_latitude" data-lon="id_longitude"' in page
    sent = Forms(page, "Jetzt veröffentlichen").found["data"] | {"do": "publish"}
    for lat, lon, words in (
        ("51,5", "0,1", "liegt nicht in Bruchsal"), ("nan", "8,6", "in Grad angeben"), ("49,1", "", "in Grad angeben"),
        ("1e999", "8,6", "in Grad angeben"), ("48,69", "8,13", "liegt nicht in Bruchsal"), ("<b>", "8,6", "in Grad angeben"),
    ):  # fmt: skip
        answer = desk.post(path, sent | {"latitude": lat, "longitude": lon, "bring": "Eimer"})
        assert answer.status_code == 422, (lat, lon)
        text = answer.content.decode()
        assert words in text
        assert 'value="Eimer"' in text
    assert not Call.objects.exists()
    assert desk.post(path, sent | {"latitude": "49,1234567", "longitude": " 8.6 "}).status_code == 302
    row = Call.objects.get()
    assert (row.latitude, row.longitude) == (49.123457, 8.6)
    public = on_host(bruchsal).get(f"/helfen/aufruf/{row.slug}/").content.decode()
    assert 'data-lat="49.123457" data-lon="8.600000"' in public
    assert "geo:49.12346,8.60000" in public
    plain = make_call(bruchsal, "Ohne Ort")
    assert "data-places" not in on_host(bruchsal).get(f"/helfen/aufruf/{plain.slug}/").content.decode()
    changed = desk.get(f"/helfen/verwalten/aufruf/{row.uuid}/aendern/").content.decode()
    assert 'value="49.123457"' in changed


def test_a_point_near_the_border_is_in_and_distances_follow(bruchsal, chief):
    row = make_call(bruchsal)
    helper = make_helper(row, postcode=bruchsal.postcodes.split(",")[0].strip())
    assert helper.distance_km == 0
    up = 4 / KM_PER_DEGREE
    calls.change_call(row, actor=chief, latitude=bruchsal.north + up, longitude=bruchsal.longitude)
    helper.refresh_from_db()
    assert helper.distance_km > 4
    with pytest.raises(ValidationError):
        calls.change_call(row, actor=chief, latitude=bruchsal.north + 1.5 * up, longitude=bruchsal.longitude)
    calls.change_call(row, actor=chief, latitude="", longitude="")
    helper.refresh_from_db()
    assert (Call.objects.get().latitude, helper.distance_km) == (None, 0)
