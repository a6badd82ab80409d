"""The flood button's screens, at night and on a small screen: axe, reflow, targets; and the three clicks by keyboard."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import judge
from tests.e2e.hands import KeyboardOnly
from tests.e2e.people import sign_in
from tests.e2e.product import Product, portal
from tests.e2e.test_signed_in import listen

pytestmark = pytest.mark.browser

CITY, NEAR, CHIEF = "bruchsal", "rastatt", "verwaltung@bruchsal.example"
MAKE = """
import datetime as dt, json
from django.utils import timezone
from django_scopes import scopes_disabled
from clubs.emergency import addresses
from clubs.emergency.actions import calls, people, tasks
from clubs.emergency.models import Assignment, CallCity
from portal.cities.models import City
with scopes_disabled():
    city = City.objects.get(slug="bruchsal")
    call = calls.create_call(city, "flood", actor=None, publish=True, title="Deich an der Saalbach sichern",
        meeting_point="Bauhof, Tor 2", latitude=49.13, longitude=8.6)
    near = City.objects.get(slug="rastatt")
    CallCity.objects.create(call=call, city=near, ring=1, distance_km=38.0)
    start = timezone.now() + dt.timedelta(hours=20)
    task = tasks.save_task(call, title="Sandsäcke füllen", place="Bauhof", starts_at=start,
        ends_at=start + dt.timedelta(hours=4), needed=3, actor=None)
    tasks.save_task(call, title="Keller räumen", place="", starts_at=start, ends_at=start + dt.timedelta(hours=4),
        needed=2, actor=None)
    rows = [people.register(call, city, name=f"Person Nummer {n}", phone=f"07251 55512{n}", postcode="76646",
        email=f"eine.sehr.lange.adresse.nummer{n}@anbieter-mit-langem-namen.example", skills=["kraft", "fahren"],
        times=["sofort"], tools="Schaufel und Anhänger", consent=True)[0] for n in range(6)]
    tasks.assign(task, [row.uuid for row in rows[:2]], actor=None)
    over = calls.create_call(city, "storm", actor=None, publish=True, title="Sturm: Wege freiräumen")
    calls.close_call(over, "Danke an alle!", actor=None)
    print("MADE" + json.dumps({
        "call": addresses.call_path(call), "over": addresses.call_path(over), "uuid": str(call.uuid), "task": str(task.uuid),
        "over_uuid": str(over.uuid), "helper": addresses.helper_path(rows[0]), "sheet": "/" + addresses.sheet_url(task).split("/", 3)[3],
    }))
"""
STATES = [(1280, "light"), (320, "dark")]


@pytest.fixture(scope="module")
def made(product: Product) -> dict[str, str]:
    """A call with tasks and people, and one that is over; once for all tests here."""
    return json.loads(portal(product.var, product.port, "shell", "-c", MAKE).split("MADE", 1)[1])


def public_screens(m: dict[str, str]) -> list[str]:
    return [
        "/helfen/",
        m["call"],
        m["over"],
        m["helper"],
        m["sheet"],
        f"{m['call']}danke/",
        "/helfen/abgemeldet/",
        "/helfen/ich/x/",
    ]


def desk_screens(m: dict[str, str]) -> list[str]:
    call, task = f"/helfen/verwalten/aufruf/{m['uuid']}/", f"/helfen/verwalten/aufgabe/{m['task']}/"
    return [
        "/helfen/verwalten/", "/helfen/verwalten/neu/flood/", call, f"{call}?kann=kraft&wann=sofort", f"{call}aendern/",
        f"{call}aufgabe/", f"{call}drucken/", f"{call}beenden/", task, f"{task}aendern/", f"{task}nachricht/",
        f"{task}drucken/", f"/helfen/verwalten/aufruf/{m['over_uuid']}/",
    ]  # fmt: skip


def judged(page: Page, width: int) -> list[str]:
    where = page.url.split("/", 3)[-1].split("?")[0][:60]
    small = [found for found in judge.look(page, width) if "target" in found or "sideways" in found]
    return [f"{where}: {found}" for found in judge.axe(page) + judge.reflow(page, width) + small]


def opened(page: Page, product: Product, city: str, paths: list[str]) -> Iterator[str]:
    """Everything that folds is open."""
    for path in paths:
        answer = page.goto(product.url(city, path))
        assert answer is not None
        assert answer.status == (404 if path.endswith("/x/") else 200), path
        page.evaluate("document.querySelectorAll('main details').forEach(d => d.open = true)")
        yield path


@pytest.mark.parametrize(("width", "scheme"), STATES)
def test_what_the_crowd_sees(product, made, visit, width, scheme):
    page = visit(width=width, scheme=scheme).new_page()
    heard, m = listen(page), made
    findings: list[str] = []
    for _path in opened(page, product, CITY, public_screens(m)):
        findings += judged(page, width)
    page.goto(product.url(CITY, m["call"]))
    page.get_by_role("button", name="Ich helfe mit").click()  # nothing filled in
    expect(page.get_by_role("alert")).to_be_visible()
    findings += judged(page, width)
    assert page.context.cookies() == []
    assert not findings, "\n".join(findings)
    assert not [line for line in heard if "422" not in line and "404" not in line]


@pytest.mark.parametrize(("width", "scheme"), STATES)
def test_what_the_desk_sees(product, made, visit, width, scheme):
    page = sign_in(visit(width=width, scheme=scheme), product, CHIEF, CITY)
    heard, m = listen(page), made
    findings: list[str] = []
    for _path in opened(page, product, CITY, desk_screens(m)):
        findings += judged(page, width)
    page.goto(product.url(CITY, "/helfen/verwalten/neu/flood/"))
    page.get_by_label("Überschrift").fill("")
    page.get_by_label("Breite", exact=False).first.evaluate("e => { e.closest('details').open = true; e.value = '51' }")
    page.get_by_role("button", name="Jetzt veröffentlichen").first.click()
    expect(page.get_by_role("alert")).to_be_visible()
    findings += judged(page, width)
    assert not findings, "\n".join(findings)
    assert not [line for line in heard if "422" not in line]


def test_a_neighbour_answers(product, made, visit):
    page = sign_in(visit(width=320), product, "verwaltung@rastatt.example", NEAR)
    page.goto(product.url(NEAR, f"/helfen/verwalten/anfrage/{made['uuid']}/"))
    assert judged(page, 320) == []
    assert "07251" not in page.content()  # numbers, never who comes


def test_three_clicks_by_keyboard(product, visit):
    page = sign_in(visit(), product, CHIEF, CITY)
    page.goto(product.url(CITY, "/helfen/"))
    hand = KeyboardOnly(page)
    hand.follow("Hilfsaufruf starten")
    hand.follow("Sturm")
    hand.press("Jetzt veröffentlichen")
    expect(page.get_by_role("main")).to_contain_text("offen")
    page.goto(product.url(CITY, "/helfen/"))
    expect(page.get_by_role("main")).to_contain_text("Sturmschäden in Bruchsal")


def test_a_place_is_chosen_by_keyboard(product, visit):
    page = sign_in(visit(), product, CHIEF, CITY)
    page.goto(product.url(CITY, "/helfen/verwalten/neu/heat/"))
    page.locator("[data-pick] [data-map][data-ready]").wait_for()
    hand = KeyboardOnly(page)
    hand.toggle("Mitte der Karte übernehmen")
    expect(page.get_by_role("main")).to_contain_text("Ort ist gewählt.")
    hand.press("Jetzt veröffentlichen")
    hand.follow("Seite ansehen")
    page.locator(".call-map [data-map][data-ready]").wait_for()
    assert judged(page, 1280) == []


def test_sheets_print_black_on_white(product, made, visit):
    page = sign_in(visit(scheme="dark"), product, CHIEF, CITY)
    page.goto(product.url(CITY, f"/helfen/verwalten/aufruf/{made['uuid']}/drucken/"))
    page.emulate_media(media="print")
    for part in page.locator(".sheet-part").all():
        assert part.evaluate("e => [getComputedStyle(e).color, getComputedStyle(e).backgroundColor]") == [
            "rgb(0, 0, 0)", "rgb(255, 255, 255)",
        ]  # fmt: skip
    expect(page.locator(".site-foot")).to_be_hidden()
    expect(page.get_by_text("Drucken Sie diese Seite")).to_be_hidden()
