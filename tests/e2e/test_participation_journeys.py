"""Participation to its end: each journey without JavaScript, and by keyboard alone."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from portal.demo.facts import CITIES
from tests.e2e.hands import Hand, KeyboardOnly, way
from tests.e2e.people import sign_in
from tests.e2e.product import Product

pytestmark = pytest.mark.browser

Visit = Callable[..., BrowserContext]
TOO_FAST = 3100  # ms; forms take nothing that was written faster than a person writes


def module(product: Product, city: str, kind: str, part: str = "") -> str:
    """The path of a city's module of a kind; `part`: words of its path."""
    return next(path for path in product.inventory[city]["modules"][kind] if part in path)


def join(hand: Hand, product: Product, mailbox: str, city: str) -> None:
    """The person signs in; that journey has its own test."""
    sign_in(hand.page.context, product, f"{mailbox}@{city}.example", city).close()


def heading(page: Page, text: str | re.Pattern[str]) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def idea_for_the_bank(visit: Visit, product: Product, home: str, title: str) -> Page:
    """An idea for Bruchsal that a resident of a city enters; the page stands on it."""
    page = sign_in(visit(js=False), product, f"buerger@{home}.example", "bruchsal")
    page.goto(product.url("bruchsal", f"{module(product, 'bruchsal', 'ideas', 'ein-ufer')}ideen/neu/"))
    page.get_by_label("Überschrift").fill(title)
    page.get_by_label("Beschreibung").fill(f"{title}: kurz beschrieben, damit es alle verstehen.")
    page.get_by_role("button", name="Vorschau ansehen").click()
    page.get_by_role("button", name="Idee veröffentlichen").click()
    heading(page, title)
    return page


def test_an_idea_with_a_place(product, hand):
    path, title = module(product, "bruchsal", "ideas", "ein-ufer"), f"Sitzstufen am Wasser ({way(hand)})"
    join(hand, product, "buerger", "bruchsal")
    hand.page.goto(product.url("bruchsal", path))
    hand.follow("Idee eintragen")
    hand.fill("Überschrift", title)
    hand.press("Vorschau ansehen")  # without a description: the form comes back, with what was typed
    expect(hand.page.get_by_role("alert")).to_contain_text("Bitte beschreiben Sie Ihre Idee")
    expect(hand.page.get_by_label("Überschrift")).to_have_value(title)
    hand.fill("Beschreibung", "Drei breite Stufen, auf denen man den Feierabend verbringt.")
    hand.fill("Ort", "hinter der Brücke")
    if isinstance(hand, KeyboardOnly):
        hand.toggle("Mitte der Karte übernehmen")
        expect(hand.page.get_by_role("status")).to_have_text("Ort ist gewählt.")
    else:
        hand.toggle("Breite und Länge selbst eintragen")
        hand.fill("Breite", "49,1243")
        hand.fill("Länge", "8,5980")
    hand.press("Vorschau ansehen")
    expect(hand.page.get_by_role("main")).to_contain_text("Noch ist nichts veröffentlicht")
    expect(hand.page.get_by_role("article")).to_contain_text("Ort auf der Karte gewählt")
    hand.press("Idee veröffentlichen")
    heading(hand.page, title)
    expect(hand.page.get_by_role("complementary")).to_contain_text("hinter der Brücke")
    hand.follow("Alle Ideen")
    expect(hand.page.get_by_role("link", name=title)).to_be_visible()


def test_a_vote_in_the_budget(product, visit, hand):
    """The clerk confirms the residence, the resident votes and holds a receipt. One person per way: one ballot each."""
    city, mailbox = "bruchsal", "redaktion" if isinstance(hand, KeyboardOnly) else "chefredaktion"
    path = module(product, city, "budget")
    join(hand, product, mailbox, city)
    hand.page.goto(product.url(city, path))
    expect(hand.page.get_by_role("link", name="Zum Stimmzettel")).to_have_count(0)
    hand.follow("Wohnsitz nachweisen")
    heading(hand.page, "Wohnsitz nachweisen")
    place = hand.page.url

    clerk = sign_in(visit(), product, f"verwaltung@{city}.example", city)
    clerk.goto(place)
    clerk.get_by_role("link", name="Vor Ort bestätigen").click()
    clerk.get_by_label("E-Mail-Adresse des Kontos").fill(f"{mailbox}@{city}.example")
    clerk.get_by_label("Vor- und Nachname").fill(f"Person mit Ausweis {way(hand)}")
    clerk.get_by_label("Straße und Hausnummer").fill("Marktplatz 7")
    clerk.get_by_label("Postleitzahl").fill(next(c["postcode"] for c in CITIES if c["slug"] == city))
    clerk.get_by_label("Ich habe den Ausweis gesehen").check()
    clerk.get_by_role("button", name="Wohnsitz bestätigen").click()
    expect(clerk.get_by_role("alert")).to_have_count(0)

    hand.page.goto(product.url(city, path))
    hand.follow("Zum Stimmzettel")
    hand.press("Weiter: Auswahl prüfen")  # an empty ballot comes back, with the reason
    expect(hand.page.get_by_role("alert")).to_be_visible()
    hand.choose("Nr. ")
    hand.press("Weiter: Auswahl prüfen")
    expect(hand.page.get_by_role("main")).to_contain_text("Danach lässt sich nichts mehr ändern")
    hand.press("Stimmzettel abgeben")
    heading(hand.page, "Ihre Stimme ist abgegeben")
    code = hand.page.locator(".receipt").inner_text().strip()
    assert len(code) >= 12
    hand.follow("Beleg prüfen")
    hand.fill("Code", code)
    hand.press("Prüfen")
    expect(hand.page.get_by_role("main")).to_contain_text("Er liegt in der Urne")
    hand.page.goto(product.url(city, f"{path}abstimmen/"))
    expect(hand.page.get_by_role("main")).to_contain_text("Sie haben schon abgestimmt")


def test_another_wording_for_a_paragraph(product, hand):
    join(hand, product, "buerger", "buehl")
    hand.page.goto(product.url("buehl", module(product, "buehl", "text")))
    hand.follow("Absatz 5" if isinstance(hand, KeyboardOnly) else "Absatz 4")
    hand.follow("Änderung vorschlagen")
    old = hand.page.get_by_label("Ihr Wortlaut").input_value()
    hand.fill("Ihr Wortlaut", f"{old.split(' ', 1)[1]} Das gilt an allen Tagen.")
    hand.fill("Warum?", f"So ist es leichter zu verstehen ({way(hand)}).")
    hand.page.wait_for_timeout(TOO_FAST)
    hand.press("Vorschlag veröffentlichen")
    heading(hand.page, re.compile(r"Vorschlag Nr\. \d+"))
    shown = hand.page.locator("main article")
    expect(shown.locator("del").first).to_contain_text(old.split(" ", 1)[0])
    expect(shown.locator("ins").last).to_contain_text("an allen Tagen")
    expect(shown).to_contain_text("von Ihnen")
    hand.follow("Zum Absatz")
    expect(hand.page.get_by_role("main")).to_contain_text(f"leichter zu verstehen ({way(hand)})")


def test_an_appeal_against_a_decision(product, visit, hand):
    title = f"Verkaufe Gartenstühle ({way(hand)})"
    page = idea_for_the_bank(visit, product, "bruchsal", title)
    moderator = sign_in(visit(), product, "moderation@bruchsal.example", "bruchsal")
    moderator.goto(page.url)
    moderator.get_by_role("link", name="Moderieren").click()
    moderator.get_by_role("button", name="Beitrag aufgreifen").click()
    moderator.get_by_label("Ausblenden mit Begründung").check()
    moderator.get_by_label("Grund", exact=True).select_option(label="Werbung oder Spam")
    moderator.get_by_label("Begründung", exact=True).fill("Das ist ein Verkauf und keine Idee für das Ufer.")
    moderator.get_by_role("button", name="Entscheidung speichern").click()
    expect(moderator.get_by_role("main")).to_contain_text("ausgeblendet")

    join(hand, product, "buerger", "bruchsal")
    hand.page.goto(page.url)
    expect(hand.page.get_by_role("main")).to_contain_text("von der Moderation ausgeblendet")
    hand.follow("Begründung lesen und widersprechen")
    heading(hand.page, "Meine Meldungen und Entscheidungen")
    hand.follow(title)
    expect(hand.page.get_by_role("main")).to_contain_text("Das ist ein Verkauf und keine Idee")
    hand.fill("Warum ist die Entscheidung falsch?", "Die Stühle sollen am Ufer stehen, für alle.")
    hand.press("Widerspruch einlegen")
    expect(hand.page.get_by_role("main")).to_contain_text("Ihr Widerspruch ist eingegangen")
    expect(hand.page.locator("main header .chip")).to_have_text("Widerspruch")
    expect(hand.page.get_by_role("main").get_by_role("button", name="Widerspruch einlegen")).to_have_count(0)


def test_a_survey_with_a_break(product, hand):
    """Without an account: begin, have the link mailed, go on, confirm."""
    email = f"umfrage-{way(hand)}@post.example"
    hand.page.goto(product.url("ettlingen", module(product, "ettlingen", "poll")))
    hand.press("Umfrage beginnen")
    hand.press("Weiter")  # the first one must be answered
    expect(hand.page.get_by_role("alert")).to_be_visible()
    hand.choose("selten")
    hand.press("Weiter")
    hand.choose("dauert zu lange")
    hand.press("Später weitermachen")
    hand.fill("E-Mail-Adresse", email)
    hand.press("Link per E-Mail schicken")
    expect(hand.page.get_by_role("main")).to_contain_text("ist unterwegs")

    hand.page.goto(product.mail_link(email))
    while "Antworten prüfen" not in hand.page.title():
        hand.press("Weiter")
    expect(hand.page.get_by_role("main")).to_contain_text("selten")
    expect(hand.page.get_by_role("main")).to_contain_text("dauert zu lange")
    hand.fill("Ihre E-Mail-Adresse", email)
    hand.press("Jetzt absenden")
    heading(hand.page, "Bitte bestätigen Sie")
    hand.page.goto(product.mail_link(email))
    hand.press("Jetzt bestätigen")
    heading(hand.page, "Danke")


def test_an_idea_without_an_account(product, hand):
    path, title = module(product, "bruchsal", "ideas", "ein-ufer"), f"Ein Wasserspender ({way(hand)})"
    email = f"idee-{way(hand)}@post.example"
    hand.page.goto(product.url("bruchsal", path))
    hand.follow("Idee eintragen")
    hand.fill("Überschrift", title)
    hand.fill("Beschreibung", "Trinkwasser für alle, die am Bach spazieren gehen.")
    hand.press("Vorschau ansehen")
    hand.fill("Ihre E-Mail-Adresse", email)
    hand.press("Link zur Bestätigung anfordern")
    heading(hand.page, "Bitte bestätigen Sie")
    hand.page.goto(product.url("bruchsal", path))
    expect(hand.page.get_by_role("link", name=title)).to_have_count(0)  # not before it is confirmed
    hand.page.goto(product.mail_link(email))
    expect(hand.page.get_by_role("main")).to_contain_text(title)
    hand.press("Jetzt bestätigen")
    heading(hand.page, title)
    assert hand.page.context.cookies() == []


def test_the_desk_answers_and_the_author_reads_it(product, visit, hand):
    title, reason = f"Licht am Uferweg ({way(hand)})", "Drei Leuchten stehen im Entwurf, mit warmem Licht."
    author = idea_for_the_bank(visit, product, "stutensee", title)
    join(hand, product, "verwaltung", "bruchsal")
    hand.page.goto(author.url)
    hand.follow("Beantworten")
    hand.choose("teilweise angenommen")
    hand.fill("Im Namen von", "Tiefbauamt")
    hand.press("Antwort veröffentlichen")  # a decision needs a reason
    expect(hand.page.get_by_role("alert")).to_be_visible()
    hand.fill("Begründung", reason)
    hand.press("Antwort veröffentlichen")
    expect(hand.page.get_by_role("main")).to_contain_text("1 Beitrag ist beantwortet")

    author.reload()
    answer = author.get_by_role("article").filter(has_text=reason)
    expect(answer).to_contain_text("Tiefbauamt, Bruchsal")
    expect(answer).to_contain_text("teilweise angenommen")
    author.goto(product.url("bruchsal", "/konto/benachrichtigungen/"))
    expect(author.get_by_role("main")).to_contain_text(title)


def test_an_idea_for_a_joint_project_stands_on_both_portals(product, hand):
    path, title = module(product, "buehl", "ideas", "radschnellweg"), f"Rastplatz mit Pumpe ({way(hand)})"
    join(hand, product, "buerger", "rastatt")
    hand.page.goto(product.url("rastatt", path))
    hand.follow("Idee eintragen")
    expect(hand.page.get_by_role("complementary")).to_contain_text("Alle beteiligten Städte sehen dieselbe Ideenliste")
    hand.fill("Überschrift", title)
    hand.fill("Beschreibung", "Eine Bank, eine Pumpe, etwas Schatten: mehr braucht es nicht.")
    hand.press("Vorschau ansehen")
    hand.press("Idee veröffentlichen")
    heading(hand.page, title)
    hand.page.goto(product.url("buehl", path))
    hand.follow(title)
    assert hand.page.url.startswith(product.url("buehl"))
    heading(hand.page, title)
    expect(hand.page.get_by_role("main")).to_contain_text("Rastatt")
