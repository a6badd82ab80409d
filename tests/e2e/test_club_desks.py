"""Every screen of the directory of clubs as its people meet it: accessible, no wider than a phone, usable by keys alone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import judge
from tests.e2e.hands import KeyboardOnly
from tests.e2e.people import sign_in
from tests.e2e.product import Product

pytestmark = pytest.mark.browser

CITY = "bruchsal"
LIST = "/mitmachen/vereinsverzeichnis/"
DESK = "/vereine/verwalten/"
TABLE = (
    "Name;Themen;PLZ;Beschreibung\n"
    "Leseclub am Markt;Bildung und Lesen;76646;Wir lesen.\n"
    "Falscher Verein;Gibt es nicht;7664;Die Postleitzahl ist zu kurz.\n"
)


class Judge:
    """Looks at a screen where it stands: axe on a desk's width (and dark on a phone), reflow on a phone."""

    def __init__(self, page: Page, product: Product, city: str = CITY) -> None:
        self.page, self.product, self.city = page, product, city
        self.findings: list[str] = []

    def open(self, path: str, status: int = 200, dark: bool = False) -> None:
        answer = self.page.goto(self.product.url(self.city, path))
        assert answer is not None
        assert answer.status == status, path
        self.look(path, dark)

    def look(self, name: str, dark: bool = False) -> None:
        found = judge.axe(self.page)
        self.page.set_viewport_size({"width": 320, "height": 900})
        found += judge.reflow(self.page, 320)
        if dark:
            self.page.emulate_media(color_scheme="dark")
            found += judge.axe(self.page)
            self.page.emulate_media(color_scheme="light")
        self.page.set_viewport_size({"width": 1280, "height": 900})
        self.findings += [f"{name}: {each}" for each in found]

    def press(self, words: str, name: str) -> None:
        """The button in the page; what comes then is judged, too."""
        self.page.get_by_role("main").get_by_role("button", name=words, exact=True).first.click()
        self.page.wait_for_load_state()
        self.look(name)

    def verdict(self) -> None:
        assert not self.findings, "\n".join(dict.fromkeys(self.findings))


def address(page: Page, product: Product, words: str, city: str = CITY) -> str:
    """Path of the first club that the directory finds."""
    page.goto(product.url(city, f"{LIST}?q={words}"))
    href = page.locator("#liste .rows h3 a").first.get_attribute("href")
    assert href is not None
    return "/verein/" + href.split("/verein/")[1]


def test_visitors(product: Product, visit):
    page = visit().new_page()
    look = Judge(page, product)
    look.open(LIST, dark=True)
    look.open(f"{LIST}?q=gibtesnicht")
    club = address(page, product, "musik")
    look.open(club)
    look.open(f"{club}anfrage/")
    look.press("Nachricht senden", "message without words")
    page.get_by_label("Ihre Nachricht").fill("Wann ist die nächste Probe?")
    page.get_by_label("Ihr Name").fill("Eine Nachbarin")
    page.get_by_label("Ihre E-Mail-Adresse").fill("nachbarin@example.org")
    page.wait_for_timeout(3100)  # the trap for machines takes nothing that was written within three seconds
    look.press("Nachricht senden", "message sent")
    expect(page.get_by_role("main")).to_contain_text("Ihre Nachricht ist unterwegs")
    for dead in ("stimmt-noch/gefaelscht", "anfrage/beantwortet/gefaelscht"):
        look.open(f"/verein/{dead}/", status=404)
    expect(page.get_by_role("main")).to_contain_text("Dieser Link gilt nicht mehr")
    look.verdict()


def test_clubs(product: Product, visit):
    page = sign_in(visit(), product, f"verein@{CITY}.example", CITY)
    look = Judge(page, product)
    club = address(page, product, "musik")
    for path in ("/verein/meine/", "/verein/eintragen/", f"{club}verlassen/"):
        look.open(path)
    for step in ("", "kontakt/", "logo/", "zeiten/", "staedte/", "personen/"):
        look.open(f"{club}bearbeiten/{step}", dark=step == "")
    look.press("Einladen", "invitation without an address")
    look.open(f"{club}bearbeiten/termine/")
    page.get_by_role("main").locator(".rows h3 a").first.click()
    look.look("one date")
    look.open("/verein/eintragen/")
    look.press("Eintragen", "club without a name")
    look.verdict()


def test_people_without_a_club(product: Product, visit):
    page = sign_in(visit(), product, f"freiwillig@{CITY}.example", CITY)
    look = Judge(page, product)
    club = address(page, product, "musik")
    look.open("/verein/meine/")
    look.open(f"{club}vertreten/")
    look.press("Absenden", "claim without a reason")
    look.open(f"{club}bearbeiten/", status=404)
    look.open("/verein/einladung/gefaelscht/", status=404)
    look.open(DESK, status=404)
    look.verdict()


def test_the_desk_of_the_city(product: Product, visit):
    page = sign_in(visit(), product, f"verwaltung@{CITY}.example", CITY)
    look = Judge(page, product)
    for path in ("", "vereine/", "vereine/?q=gibtesnicht", "anfragen/", "freigaben/", "import/", "regeln/"):
        look.open(DESK + path, dark=path == "freigaben/")
    page.goto(product.url(CITY, f"{DESK}freigaben/"))
    waiting = page.get_by_role("main").locator(".rows h3 a").evaluate_all("all => all.map(a => a.pathname)")
    kinds = {path.split("/")[4]: path for path in waiting}
    assert {"verein", "aenderung", "vertretung"} <= set(kinds)
    for path in kinds.values():
        look.open(path)
    page.goto(product.url(CITY, kinds["aenderung"]))
    look.press("Ablehnen", "refusal without a reason")
    page.goto(product.url(CITY, f"{DESK}vereine/?q=musik"))
    page.get_by_role("main").get_by_role("link", name=re.compile("^Verwalten")).first.click()
    look.look("one club")
    page.get_by_role("link", name="Der Verein ist aufgelöst").click()
    look.look("a club ends")
    look.verdict()


def test_a_table_comes_and_goes(product: Product, visit):
    page = sign_in(visit(), product, f"verwaltung@{CITY}.example", CITY)
    look = Judge(page, product)
    look.open(f"{DESK}import/")
    look.press("Vorschau zeigen", "no file chosen")
    table = {"name": "vereine.csv", "mimeType": "text/csv", "buffer": TABLE.encode()}
    page.get_by_label("Tabelle", exact=True).set_input_files(table)  # type: ignore[arg-type]
    look.press("Vorschau zeigen", "preview")
    expect(page.get_by_role("main")).to_contain_text("Zeilen mit Fehlern")
    look.press("Jetzt übernehmen", "taken over")
    expect(page.get_by_role("status")).to_contain_text("Übernommen")
    look.press("Import zurücknehmen", "taken back")
    expect(page.get_by_role("status")).to_contain_text("zurückgenommen")
    look.verdict()


def test_people_come_and_a_club_moves(product: Product, visit):
    owner = sign_in(visit(), product, f"verein@{CITY}.example", CITY)
    club = address(owner, product, "musik")
    owner.goto(product.url(CITY, f"{club}bearbeiten/personen/"))
    guest = f"buerger@{CITY}.example"
    owner.get_by_label("E-Mail-Adresse").fill(guest)
    look = Judge(owner, product)
    look.press("Einladen", "somebody invited")
    page = sign_in(visit(), product, guest, CITY)
    joining = Judge(page, product)
    page.goto(product.mail_link(guest))
    joining.look("an invitation")
    joining.press("Annehmen", "joined")
    look.open(f"{club}bearbeiten/personen/")
    page.goto(product.url(CITY, f"{club}verlassen/"))
    joining.press("Nicht mehr vertreten", "left")

    desk = sign_in(visit(), product, f"verwaltung@{CITY}.example", CITY)
    desk.goto(product.url(CITY, f"{DESK}vereine/?q=turn"))
    desk.get_by_role("main").get_by_role("link", name=re.compile("^Verwalten")).first.click()
    asking = Judge(desk, product)
    desk.get_by_label("Neue Stadt").select_option(label="Rastatt")
    desk.get_by_label("Begründung").last.fill("Der Verein turnt jetzt dort.")
    asking.press("Andere Stadt fragen", "the other city is asked")
    desk.get_by_role("link", name="Ansehen oder zurückziehen").click()
    asking.look("a hand-over of one's own")
    other = sign_in(visit(), product, "verwaltung@rastatt.example", "rastatt")
    other.goto(product.url("rastatt", f"{DESK}freigaben/"))
    other.get_by_role("region", name="Übergaben zwischen Städten").get_by_role("link").first.click()
    asked = Judge(other, product, "rastatt")
    asked.look("a hand-over")
    asked.press("Ablehnen", "a hand-over refused")
    for each in (look, joining, asking, asked):
        each.verdict()


def test_a_change_goes_live_by_keys_alone(product: Product, visit):
    city, news = "rastatt", "Blasmusik für alle, die gern zuhören oder mitspielen."
    page = sign_in(visit(), product, f"verein@{city}.example", city)
    club = Keys(page, product, city)
    club.go("/verein/meine/")
    club.hand.follow("Bearbeiten")
    mine = page.url.removesuffix("bearbeiten/")
    club.hand.fill("Der Verein in einem Satz", news)
    club.hand.press("Speichern")
    expect(page.get_by_role("status")).to_contain_text("Die Stadt sieht sich die Änderung an")
    expect(page.get_by_role("main")).to_contain_text("Wartet auf die Freigabe durch die Stadt")
    page.goto(mine)
    expect(page.get_by_role("main")).not_to_contain_text(news)
    name = page.get_by_role("heading", level=1).inner_text()

    page = sign_in(visit(), product, f"verwaltung@{city}.example", city)
    desk = Keys(page, product, city)
    desk.go(DESK)
    desk.hand.follow("Freigaben")
    page.get_by_role("region", name="Änderungen").wait_for()
    desk.hand.follow(name)
    expect(page.locator("ins").first).to_be_visible()
    desk.hand.press("Übernehmen")
    expect(page.get_by_role("status")).to_contain_text("Entschieden")
    visitor = visit().new_page()
    visitor.goto(mine)
    expect(visitor.get_by_role("main")).to_contain_text(news)


class Keys:
    def __init__(self, page: Page, product: Product, city: str) -> None:
        self.page, self.product, self.city = page, product, city
        self.hand = KeyboardOnly(page)

    def go(self, path: str) -> None:
        self.page.goto(self.product.url(self.city, path))
