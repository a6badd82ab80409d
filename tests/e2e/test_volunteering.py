"""From an offer's link to a place: in two pages, without JavaScript and by keyboard alone, on a small screen too."""

from __future__ import annotations

import json
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import judge
from tests.e2e.hands import Hand, way
from tests.e2e.product import Product, portal

pytestmark = pytest.mark.browser

CITY = "bruchsal"
MAKE = """
import datetime as dt, json
from django.utils import timezone
from django_scopes import scopes_disabled
from clubs.volunteering.actions import offers
from portal.cities.models import City
wanted = json.loads({wanted!r})
with scopes_disabled():
    city = City.objects.get(slug={city!r})
    offer = offers.create_offer(city, actor=None, kind="shifts", **wanted)
    start = timezone.now() + dt.timedelta(days=2)
    for n, title in enumerate(["Aufbau", "Ausschank"]):
        begin = start + dt.timedelta(days=n)
        offers.add_shift(offer, begin, begin + dt.timedelta(hours=2), 1, actor=None, title=title)
    offers.publish(offer, actor=None, trusted=True)
print("SLUG" + offer.slug)
"""


def make_offer(product: Product, title: str, **fields) -> str:
    """The address of a new public offer with two shifts of one place each."""
    code = MAKE.format(wanted=json.dumps({"title": title, **fields}), city=CITY)
    slug = portal(product.var, product.port, "shell", "-c", code).split("SLUG", 1)[1].split()[0]
    return product.url(CITY, f"/angebot/{slug}/")


def main(page: Page, text: str) -> None:
    expect(page.get_by_role("main")).to_contain_text(text)


def test_a_place_in_two_pages_and_back_in_one_click(product: Product, hand: Hand):
    address = make_offer(product, f"Helfen ({way(hand)})")
    mailbox = f"hilfe-{uuid4().hex[:8]}@example.org"
    page = hand.page
    page.goto(address)
    hand.choose("Ausschank")
    hand.fill("Ihr Name", "Eine Helferin")
    hand.press("Anmelden und Link erhalten")  # without an address: the form comes back as it was
    expect(page.get_by_role("alert")).to_contain_text("E-Mail-Adresse")
    expect(page.get_by_label("Ihr Name")).to_have_value("Eine Helferin")
    expect(page.get_by_role("radio", name="Ausschank")).to_be_checked()
    hand.fill("Ihre E-Mail-Adresse", mailbox)
    hand.press("Anmelden und Link erhalten")
    main(page, "erst mit dem Klick sicher")
    page.goto(product.mail_link(mailbox))
    hand.press("Jetzt verbindlich anmelden")
    main(page, "Ihr Platz ist sicher")
    assert page.context.cookies() == []
    hand.press("Absagen")
    main(page, "Sie haben abgesagt")


def test_the_waiting_list_asks_before_it_gives(product: Product, hand: Hand):
    address = make_offer(product, f"Warten ({way(hand)})")
    page, own = hand.page, []
    for name in ("Erste", "Zweite"):
        mailbox = f"{name.lower()}-{uuid4().hex[:8]}@example.org"
        page.goto(address)
        hand.choose("Aufbau")
        hand.fill("Ihr Name", name)
        hand.fill("Ihre E-Mail-Adresse", mailbox)
        hand.press("Anmelden und Link erhalten")
        page.goto(product.mail_link(mailbox))
        hand.press("Jetzt verbindlich anmelden" if name == "Erste" else "Auf die Warteliste")
        own.append(page.url)
    main(page, "Ihr Platz in der Reihe: 1")
    page.goto(own[0])
    hand.press("Absagen")
    page.goto(own[1])
    main(page, "Ein Platz ist frei")
    hand.press("Platz annehmen")
    main(page, "Ihr Platz ist sicher")


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (320, "dark")])
def test_the_pages_are_accessible(product: Product, visit, width, scheme):
    rules = {"min_age": 16, "needs_consent": True, "max_group": 3, "skills": "Führerschein", "place": "Marktplatz"}
    address = make_offer(product, f"Zugang {width}", latitude=49.124, longitude=8.598, bring="Handschuhe", **rules)
    page = visit(width=width, scheme=scheme).new_page()
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.goto(address)
    page.wait_for_load_state("networkidle")
    findings = judged(page, width)
    page.get_by_role("button", name="Anmelden und Link erhalten").click()
    findings += judged(page, width)  # with everything that is missing
    mailbox = f"zugang-{uuid4().hex[:8]}@example.org"
    page.get_by_role("radio", name="Aufbau").check()
    page.get_by_label("Ihr Name").fill("Alex")
    page.get_by_label("Ihre E-Mail-Adresse").fill(mailbox)
    page.get_by_label("Ihr Geburtsdatum").fill("1990-05-01")
    page.get_by_label("Für wie viele Personen?").fill("1")
    page.get_by_label("Ja, ich kann das").check()
    page.get_by_role("button", name="Anmelden und Link erhalten").click()
    main(page, "erst mit dem Klick sicher")
    findings += judged(page, width)
    page.goto(product.mail_link(mailbox))
    findings += judged(page, width)
    page.get_by_role("button", name="Jetzt verbindlich anmelden").click()
    main(page, "Ihr Platz ist sicher")
    findings += judged(page, width)
    for path in ("/ehrenamt/meine/", "/ehrenamt/gesuch/"):
        page.goto(product.url(CITY, path))
        findings += judged(page, width)
    assert not findings
    assert not [e for e in errors if "422" not in e]


def judged(page: Page, width: int) -> list[str]:
    where = page.url.split("/", 3)[-1][:40]
    found = judge.axe(page) + judge.reflow(page, width) + [f for f in judge.look(page, width) if "target" in f]
    return [f"{where}: {f}" for f in found]
