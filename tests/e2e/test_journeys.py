"""The core tasks to their end: each one without JavaScript, and each one by keyboard alone."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.hands import way
from tests.e2e.people import sign_in

pytestmark = pytest.mark.browser

PASSWORD = "korrekt-pferd-batterie-1"
ARTICLE = "Saalbach: Erster Abschnitt ist vermessen"


def test_find_the_opening_hours(product, hand):
    hand.page.goto(product.url("bruchsal"))
    hand.follow("Alle Öffnungszeiten")
    office = hand.page.locator("li").filter(has=hand.page.get_by_role("heading", name="Bürgerbüro", exact=True))
    expect(office.get_by_role("table")).to_contain_text("Uhr")
    expect(office.locator(".today")).to_have_count(1)


def test_find_a_service_by_searching(product, hand):
    hand.page.goto(product.url("bruchsal"))
    hand.fill("Zum Beispiel: Reisepass", "Reisepass")
    hand.press("Suchen")
    hand.follow("Reisepass")
    expect(hand.page.get_by_role("heading", level=1)).to_contain_text("Reisepass")


def test_read_news_and_comment(product, hand):
    hand.page.goto(product.url("bruchsal"))
    hand.follow(ARTICLE)
    expect(hand.page.get_by_role("heading", level=1)).to_have_text(ARTICLE)
    hand.follow("Anmelden und mitreden")
    hand.fill("E-Mail-Adresse", "buerger@bruchsal.example")
    hand.fill("Passwort", "demo")
    hand.press("Anmelden")
    hand.page.wait_for_url(f"{product.url('bruchsal')}**")
    text = f"Danke für die klare Auskunft zum Ufer ({way(hand)})."
    hand.fill("Ihr Beitrag", text)
    time.sleep(3)  # the form takes nothing that was written faster than a person writes
    hand.press("Beitrag veröffentlichen")
    expect(hand.page.get_by_role("article").filter(has_text=text)).to_contain_text("von Ihnen")


def test_sign_up_with_the_code_from_the_mail(product, hand):
    email = f"neu-{way(hand)}@post.example"
    hand.page.goto(product.url("bretten", "/konto/anmelden/?next=/aktuelles/"))
    hand.follow("Konto anlegen")
    hand.fill("E-Mail-Adresse", email)
    hand.fill("Passwort", PASSWORD)
    hand.press("Konto anlegen")
    hand.fill("Code aus der E-Mail", product.mail_code(email))
    hand.press("Bestätigen")
    hand.page.wait_for_url(f"{product.url('bretten', '/aktuelles/')}**")
    expect(hand.page.locator("header .login")).not_to_contain_text("Anmelden")


def test_report_a_barrier(product, hand):
    text = f"Das Formular lässt sich nicht absenden ({way(hand)})."
    page_path = product.first("bruchsal", "ContentPage")
    hand.page.goto(product.url("bruchsal", page_path))
    hand.follow("Barriere auf dieser Seite melden")
    assert page_path in hand.page.get_by_label("Wo ist das?").input_value()
    hand.press("Meldung absenden")  # nothing said yet: the form comes back, with the reason
    expect(hand.page.get_by_role("alert")).to_contain_text("Bitte beschreiben Sie")
    hand.fill("Was hindert Sie?", text)
    hand.press("Meldung absenden")
    expect(hand.page.get_by_role("heading", level=1)).to_have_text("Danke für Ihre Meldung")


def test_a_change_of_the_home_page_reaches_the_visitor(product, visit):
    visitor = visit().new_page()
    visitor.goto(product.url("bruchsal"))
    editor = sign_in(visit(), product, "chefredaktion@bruchsal.example", "admin")
    editor.get_by_role("link", name="Startseite bearbeiten").click()
    editor.locator("[name=heading]").fill("Bruchsal hilft gern weiter")
    publish(editor)
    visitor.goto(product.url("bruchsal"))
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Bruchsal hilft gern weiter")


def test_news_is_published_and_a_resident_of_another_city_joins_in(product, visit):
    title = "Radweg nach Heidelsheim ist offen"
    editor = sign_in(visit(), product, "chefredaktion@bruchsal.example", "admin")
    editor.get_by_role("link", name="Nachricht schreiben").click()
    name_page(editor, title)
    editor.get_by_role("textbox", name="Kurzfassung").fill("Die letzten 800 Meter sind fertig.")
    add_block(editor, "Diskussion")
    publish(editor)

    resident = visit()
    page = sign_in(resident, product, "buerger@buehl.example", "buehl")
    assert page.url.startswith(product.url("buehl"))
    page.goto(product.url("bruchsal", "/aktuelles/"))
    page.get_by_role("link", name=title).click()
    page.get_by_role("link", name="Anmelden und mitreden").click()  # no password asked: the session of the sign-in host
    page.wait_for_url(f"{product.url('bruchsal')}**")
    page.get_by_label("Ihr Beitrag").fill("Grüße aus Bühl: So einen Weg hätten wir auch gern.")
    time.sleep(3)
    page.get_by_role("button", name="Beitrag veröffentlichen").click()
    expect(page.get_by_role("article").filter(has_text="Grüße aus Bühl")).to_contain_text("von Ihnen")


def test_a_draft_stays_in_its_city(product, visit):
    editor = sign_in(visit(), product, "redaktion@bruchsal.example", "admin")
    editor.get_by_role("link", name="Nachricht schreiben").click()
    name_page(editor, "Geheimer Entwurf zur Brücke")
    editor.get_by_role("button", name="Entwurf speichern").first.click()
    editor.wait_for_url("**/edit/")
    draft = editor.url

    neighbour = sign_in(visit(), product, "redaktion@buehl.example", "admin")
    answer = neighbour.goto(draft)
    assert answer is not None
    assert answer.status in (403, 404)
    neighbour.goto(product.admin_url("/admin/pages/search/?q=Geheimer"))
    expect(neighbour.get_by_text("Geheimer Entwurf")).to_have_count(0)
    visitor = visit().new_page()
    visitor.goto(product.url("bruchsal", "/suche/?q=Geheimer"))
    expect(visitor.get_by_role("main")).not_to_contain_text("Geheimer Entwurf")


def name_page(page: Page, title: str) -> None:
    page.get_by_role("textbox", name="Titel").fill(title)
    page.keyboard.press("Tab")
    expect(page.locator("[name=slug]")).not_to_have_value("")


def publish(page: Page) -> None:
    page.get_by_role("button", name="Mehr Aktionen").click()
    page.get_by_role("button", name="Veröffentlichen", exact=True).click()
    expect(page.locator(".messages")).to_contain_text("veröffentlicht")


def add_block(page: Page, name: str) -> None:
    page.get_by_role("button", name="Einen Block einfügen").last.click()
    page.get_by_role("option", name=name).click()
