"""Ideas in a browser: the map with many points, choosing a place by keyboard, everything without script."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import expect

from tests.e2e import judge
from tests.e2e.conftest import chromium, product, visit  # noqa: F401  (fixtures)

pytestmark = pytest.mark.browser

CITY = "buehl"
MANY = 5000


@pytest.fixture(scope="module")
def address(product) -> str:  # noqa: F811
    """The joint project's ideas."""
    return product.url(CITY, "/projekt/radschnellweg-in-der-rheinebene/ideen-entlang-der-strecke/")


def test_the_map_opens_cards_by_keyboard(visit, address):  # noqa: F811
    page = visit().new_page()
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.goto(address)
    box = page.locator("[data-map][data-ready]")
    expect(box).to_be_visible()
    pin = box.locator(".pin-box").first
    pin.focus()
    for _ in range(8):  # a group zooms in, a point opens its card
        page.keyboard.press("Enter")
        if box.locator(".leaflet-popup").count():
            break
    link = box.locator(".leaflet-popup").get_by_role("link")
    title = link.inner_text()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    assert not errors


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (320, "dark")])
def test_the_pages_are_accessible(visit, address, width, scheme):  # noqa: F811
    page = visit(width=width, scheme=scheme).new_page()
    findings = []
    for path in ("", "?ansicht=liste&stand=angenommen", "ideen/neu/"):
        page.goto(address + path)
        page.wait_for_load_state("networkidle")
        findings += judge.axe(page) + judge.reflow(page, width)
        findings += [f for f in judge.look(page, width) if "target" in f]
    page.goto(address)
    page.locator("ol.rows h3 a").first.click()
    findings += judge.axe(page) + judge.reflow(page, width)
    assert not findings


def test_five_thousand_points_stay_quick(visit, address):  # noqa: F811
    page = visit().new_page()
    points = [[n, 48.6 + n % 71 / 300, 8.0 + n % 53 / 200, "ok"] for n in range(1, MANY + 1)]
    page.route("**/punkte.json*", lambda route: route.fulfill(json={"points": points}))
    page.goto(address)
    box = page.locator("[data-map][data-ready]")
    expect(box).to_be_visible()
    assert 1 <= box.locator(".pin-box").count() < 200
    spent = page.evaluate(
        """async () => {
          const button = document.querySelector("[data-map] .zoom button"), start = performance.now();
          button.click();
          await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
          return performance.now() - start;
        }"""
    )
    print(json.dumps({"zoom_ms_5000_points": round(spent)}))
    assert spent < 1000


def test_a_place_is_chosen_by_keyboard(visit, address):  # noqa: F811
    page = visit().new_page()
    page.goto(address + "ideen/neu/")
    box = page.locator("[data-pick] [data-ready]")
    expect(box).to_be_visible()
    box.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(400)  # the map glides
    page.get_by_role("button", name="Mitte der Karte übernehmen").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-pick-status]")).to_have_text("Ort ist gewählt.")
    assert float(page.locator("#id_latitude").input_value()) > 48
    page.get_by_role("button", name="Ort entfernen").click()
    assert page.locator("#id_longitude").input_value() == ""


def test_without_script_everything_is_there(visit, address):  # noqa: F811
    page = visit(js=False).new_page()
    page.goto(address)
    expect(page.locator(".map > svg")).to_be_visible()
    expect(page.locator(".leaflet-container")).to_have_count(0)
    assert page.locator("ol.rows > li").count() >= 8
    page.get_by_role("link", name="Idee eintragen").click()
    page.get_by_label("Überschrift").fill("Bank am Waldrand")
    page.get_by_label("Beschreibung").fill("Mit Lehne, im Schatten.")
    page.get_by_role("button", name="Vorschau ansehen").click()
    expect(page.get_by_role("heading", name="Gibt es das schon?")).to_be_visible()
    page.get_by_role("button", name="Noch einmal ändern").click()
    assert page.get_by_label("Überschrift").input_value() == "Bank am Waldrand"
    page.get_by_role("button", name="Vorschau ansehen").click()
    page.get_by_role("button", name="Link zur Bestätigung anfordern").click()
    expect(page.locator(".errsum")).to_contain_text("E-Mail-Adresse")
