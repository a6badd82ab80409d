"""The map of places: a drawing beside its list without script, Leaflet with it, both by keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e import judge

pytestmark = pytest.mark.browser

CITY = "buehl"


@pytest.fixture(scope="module")
def address(product, chromium) -> str:
    """The first page of the city that carries a map."""
    page = chromium.new_context(java_script_enabled=False).new_page()
    for paths in product.inventory[CITY]["pages"].values():
        for path in paths:
            page.goto(product.url(CITY, path))
            if page.locator("[data-places]").count():
                page.context.close()
                return product.url(CITY, path)
    raise AssertionError("no page with a map in the demo")


def test_without_script_the_list_and_a_drawing_say_it_all(visit, address):
    page = visit(js=False).new_page()
    page.goto(address)
    places = page.locator("ol.places > li")
    assert places.count() >= 2
    for place in places.all():
        assert place.locator(".meta").inner_text().strip()
    expect(page.locator(".leaflet-container")).to_have_count(0)


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (320, "dark")])
def test_leaflet_draws_what_the_list_says(visit, address, width, scheme):
    page = visit(width=width, scheme=scheme).new_page()
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.goto(address)
    box = page.locator("[data-map][data-ready]")
    expect(box).to_be_visible()
    assert box.locator(".pin-box").count() >= 1
    findings = judge.axe(page) + judge.reflow(page, width)
    findings += [f for f in judge.look(page, width) if "target" in f]
    assert not findings + errors


def test_the_map_by_keyboard(visit, address):
    page = visit().new_page()
    page.goto(address)
    box = page.locator("[data-map][data-ready]")
    closer = box.get_by_role("button", name="Karte vergrößern")
    closer.focus()
    for _ in range(6):  # groups fall apart
        page.keyboard.press("Enter")
    page.keyboard.press("Shift+Tab")
    box.get_by_role("button", name="Karte verkleinern").focus()
    for _ in range(6):
        page.keyboard.press("Enter")
    pins = box.locator(".pin-box")
    pins.first.focus()
    for _ in range(8):  # a group zooms in, a place opens its card
        page.keyboard.press("Enter")
        if box.locator(".leaflet-popup").count():
            break
    card = box.locator(".leaflet-popup")
    expect(card).to_be_visible()
    name = card.get_by_role("heading").inner_text()
    assert name in page.locator("ol.places").inner_text()
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)
    assert page.evaluate("document.activeElement.closest('[data-map]') !== null")
