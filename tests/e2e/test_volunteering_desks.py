"""Every screen of offers, shifts and hours as its people meet it: accessible, no wider than a phone, usable by keys alone."""

from __future__ import annotations

import datetime as dt
import json
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.people import sign_in
from tests.e2e.product import Product, portal
from tests.e2e.test_club_desks import Judge, Keys

pytestmark = pytest.mark.browser

CITY = "bruchsal"
DESK = "/ehrenamt/verwalten/"
# Links that people get by mail, one of each kind; a shift that is full, one that is over, and hours that wait.
LINKS = """
import datetime as dt, json
from django.urls import reverse
from django.utils import timezone
from django_scopes import scopes_disabled
from clubs.directory.models import Club, member_clubs
from clubs.hours.actions import entries
from clubs.hours import addresses as hours
from clubs.volunteering import addresses
from clubs.volunteering.actions import asks, offers, people, places, requests, saving
from clubs.volunteering.desk_letters import fresh_token
from clubs.volunteering.models import SavedSearch, Shift
from portal.accounts.models import User
from portal.cities.models import City
def person(name):
    mail = name + "@bildschirm.example"
    return people.of_mailbox(city, mail, mail, name=name, until=timezone.now() + dt.timedelta(days=400))
with scopes_disabled():
    city = City.objects.get(slug="bruchsal")
    club = member_clubs(User.objects.get(email="verein@bruchsal.example")).filter(city=city).first()
    offer = offers.create_offer(city, actor=None, kind="shifts", club=club, title="Bildschirme ansehen", max_group=3,
                                min_age=14, needs_consent=True, needs_check=True, place="Rathaus")
    start = timezone.now() + dt.timedelta(days=5)
    shift, late = [offers.add_shift(offer, start + dt.timedelta(days=n), start + dt.timedelta(days=n, hours=2), 2, actor=None)
                   for n in (0, 1)]
    offer = offers.publish(offer, actor=None, trusted=True)
    shift, late = [Shift.objects.select_related("offer__city__site", "city").get(pk=row.pk) for row in (shift, late)]
    sure = places.sign_up(shift, person("sicher"), name="Sicher", age=30, places=2)
    waits = places.sign_up(shift, person("wartet"), name="Wartet", age=30)
    minor = places.sign_up(late, person("jung"), name="Jung", age=15, guardian_email="eltern@bildschirm.example")
    first = places.sign_up(late, person("erste"), name="Erste", age=30, places=2)
    asked = places.sign_up(late, person("gefragt"), name="Gefragt", age=30)
    places.cancel(first)
    ask = asks.ask(city, late, "klick@bildschirm.example", name="Klick", age=30)
    wish = requests.ask(city, "gesuch@bildschirm.example", title="Ich lese vor", text="Gern.", when_note="", interests=[])
    saving.ask(city, "suche@bildschirm.example", "", "daily")
    search = SavedSearch.objects.get(email="suche@bildschirm.example")
    helper = person("stunden")
    row = entries.log_hours(helper, name="Stunden", date=timezone.localdate(), minutes=60, what="Hilfe", club=club, actor=None)
    found = hours.asked_of(row)
    print("LINKS" + json.dumps({
        "confirm": addresses.ask_url(ask), "sure": addresses.sign_up_url(sure, city), "waits": addresses.sign_up_url(waits, city),
        "asked": addresses.sign_up_url(asked, city), "guardian": addresses.guardian_url(minor, city),
        "mine": addresses.mine_url(helper, city), "request": addresses.request_url(wish),
        "search": reverse("finding:saved_confirm", args=[addresses.token("saved.bruchsal", search)]),
        "still": reverse("volunteering_desk:still_true", args=[fresh_token(offer)]),
        "decide": hours.decide_url(found, found.mailboxes()[0]), "log": hours.log_url(helper, city),
        "offer": reverse("volunteering_desk:offer", args=[offer.uuid]), "shift": reverse("volunteering_desk:shift", args=[shift.uuid]),
        "check": reverse("volunteering_desk:check", args=[sure.uuid]), "remove": reverse("volunteering_desk:remove", args=[sure.uuid]),
        "public": addresses.offer_url(offer),
    }))
"""
BEGIN = """
import datetime as dt
from django.utils import timezone
from django_scopes import scopes_disabled
from clubs.volunteering.models import Shift
with scopes_disabled():
    start = timezone.now() - dt.timedelta(hours=3)
    assert Shift.objects.filter(offer__title={title!r}).update(starts_at=start, ends_at=start + dt.timedelta(hours=2)) == 1
"""


@pytest.fixture(scope="module")
def links(product: Product) -> dict[str, str]:
    """Paths on the portal."""
    made = json.loads(portal(product.var, product.port, "shell", "-c", LINKS).split("LINKS", 1)[1])
    return {name: "/" + url.split("/", 3)[3] if "://" in url else url for name, url in made.items()}


def test_the_desk_of_a_club(product: Product, visit, links):
    page = sign_in(visit(), product, f"verein@{CITY}.example", CITY)
    look = Judge(page, product)
    for path in ("", "?stand=draft", "?q=gibtesnicht", "neu/", "tagesplan/", "tagesplan/?tag=2026-01-01"):
        look.open(DESK + path, dark=path == "")
    look.open(f"{DESK}neu/")
    look.press("Weiter", "form of shifts")
    kind = page.url.rsplit("/", 2)[0] + "/"
    look.press("Entwurf speichern", "offer without a title")
    for name in ("regular", "flexible"):
        look.open("/" + kind.split("/", 3)[3] + f"{name}/")
    shift = links["shift"]
    parts = ("aendern/", "wiederholen/", "absagen/", "nachricht/", "eintragen/", "plaetze/")
    for path in (links["offer"], links["offer"] + "?zeit=vorbei", links["offer"] + "aendern/", links["offer"] + "zurueckziehen/",
                 links["offer"] + "einsatz/", links["check"], links["remove"], shift, *(shift + part for part in parts)):  # fmt: skip
        look.open(path, dark=path == shift)
    page.get_by_label("Plätze", exact=True).and_(page.locator("input")).fill("1")
    look.press("Weiter", "who waits again")
    expect(page.get_by_role("main")).to_contain_text("Wer bei einem Platz wieder warten muss")
    for path, button in (("nachricht/", "Nachricht senden"), ("eintragen/", "Eintragen")):
        page.goto(product.url(CITY, shift + path))
        look.press(button, f"{path} without words")
    look.open("/stunden/vereine/")
    look.open(f"{DESK}freigabe/", status=404)
    look.verdict()


def test_the_desk_of_the_city(product: Product, visit, links):
    page = sign_in(visit(), product, f"verwaltung@{CITY}.example", CITY)
    look = Judge(page, product)
    paths = ("", "freigabe/", "andere-staedte/", "andere-staedte/?stand=ausgeblendet", "zahlen/", "alle-staedte/")
    for path in paths:
        look.open(DESK + path)
    page.goto(product.url(CITY, f"{DESK}freigabe/"))
    page.get_by_role("main").locator("li h2 a").first.click()
    look.look("one that waits")
    look.press("Zurückgeben", "returned without a reason")
    page.goto(product.url(CITY, f"{DESK}?art=request"))
    page.get_by_role("main").locator("table a").first.click()
    look.look("a person's request")
    look.open("/stunden/verwalten/")
    look.open("/stunden/verwalten/karte/")
    page.get_by_label("Stunden", exact=True).fill("")
    look.press("Speichern", "rule without hours")
    look.verdict()


def test_people_with_an_account(product: Product, visit):
    page = sign_in(visit(), product, f"freiwillig@{CITY}.example", CITY)
    look = Judge(page, product)
    look.open("/ehrenamt/meine/")
    own = (
        page.get_by_role("main")
        .locator('a[href*="/ehrenamt/anmeldung/"]')
        .evaluate_all("all => all.map(a => a.pathname)")
    )
    assert len(own) > 2
    for path in ("/stunden/", "/stunden/?stadt=gibtesnicht", "/stunden/nachweis/", "/stunden/eintragen/?q=gibtesnicht", own[0],
                 "/ehrenamt/suchen/", "/ehrenamt/gesuch/"):  # fmt: skip
        look.open(path)
    look.press("Gesuch einreichen", "request without words")
    look.open("/stunden/eintragen/?q=a")
    page.get_by_role("main").locator(".rows a").last.click()
    look.look("hours for a club")
    look.press("Eintragen und um Bestätigung bitten", "hours without a time")
    look.open(DESK, status=404)
    look.verdict()


def test_people_with_a_link(product: Product, visit, links):
    page = visit().new_page()
    look = Judge(page, product)
    for name in (
        "confirm",
        "sure",
        "waits",
        "asked",
        "guardian",
        "mine",
        "request",
        "search",
        "still",
        "decide",
        "log",
    ):
        look.open(links[name])
    page.goto(product.url(CITY, links["asked"]))
    look.press("Platz annehmen", "taken")
    expect(page.get_by_role("main")).to_contain_text("Ihr Platz ist sicher")
    page.goto(product.url(CITY, links["guardian"]))
    look.press("Ja, ich bin einverstanden", "a guardian agreed")
    page.goto(product.url(CITY, links["sure"]))
    look.press("Absagen", "cancelled")
    forged = ("anmeldung/bestaetigen", "anmeldung", "einverstaendnis", "gesuch/bestaetigen", "meine", "suchen/bestaetigen",
              "suchen/abbestellen", "verwalten/stimmt-noch")  # fmt: skip
    for path in (
        *(f"/ehrenamt/{kind}/gefaelscht/" for kind in forged),
        "/stunden/bestaetigen/gefaelscht/",
        "/stunden/pruefen/gefaelscht/",
    ):
        look.open(path, status=404)
    for path in ("/stunden/", "/ehrenamt/meine/", "/ehrenamt/meine/gesendet/", "/stunden/pruefen/", "/ehrenamt/daten/"):
        look.open(path)
    assert page.context.cookies() == []
    look.verdict()


def test_from_an_offer_to_its_hours_by_keys_alone(product: Product, visit):
    """A club asks, somebody signs up, comes, and the hours stand in the log; others are confirmed by the club."""
    city, title = "rastatt", f"Stühle tragen {uuid4().hex[:6]}"
    page = sign_in(visit(), product, f"verein@{city}.example", city)
    club = Keys(page, product, city)
    club.go(DESK)
    club.hand.follow("Neues Angebot")
    club.hand.press("Weiter")
    club.hand.fill("Titel", title)
    club.hand.press("Entwurf speichern")
    told(page, "Legen Sie jetzt die Einsätze an")
    club.hand.follow("Einsatz anlegen")
    type_day(page, "Datum", dt.date.today() + dt.timedelta(days=4))  # three days from now they help elsewhere
    type_clock(page, "Beginn", "10:00")
    type_clock(page, "Ende", "12:00")
    club.hand.fill("Plätze", "2")
    club.hand.press("Anlegen")
    told(page, "Angelegt")
    club.hand.press("Veröffentlichen")
    told(page, "Das Angebot ist öffentlich")
    own = page.url

    helper = sign_in(visit(), product, f"freiwillig@{city}.example", city)
    page.goto(own)
    helper.goto(page.get_by_role("link", name="Öffentliche Seite").evaluate("a => a.href"))
    helper.get_by_role("main").get_by_role("button", name="anmelden").click()
    expect(helper.get_by_role("main")).to_contain_text("Ihr Platz ist sicher")
    page.reload()
    club.hand.follow("10:00")
    expect(page.get_by_role("region", name="Wer kommt")).to_contain_text("Freiwillige aus Rastatt")

    portal(product.var, product.port, "shell", "-c", BEGIN.format(title=title))
    page.reload()
    club.hand.choose("war da")
    club.hand.press("Anwesenheit speichern")
    told(page, "Gespeichert")
    expect(page.get_by_role("radio", name="war da")).to_be_checked()
    helper.goto(product.url(city, "/stunden/"))
    expect(helper.locator(".rows li", has_text=title).first).to_contain_text("bestätigt")

    club.go("/stunden/vereine/")
    waiting = page.get_by_role("checkbox").count()
    assert waiting
    club.hand.press("Bestätigen")
    told(page, "bestätigt")
    expect(page.get_by_role("main")).to_contain_text("Nichts zu bestätigen")


def told(page: Page, words: str) -> None:
    expect(page.get_by_role("status").first).to_contain_text(words)


def type_day(page: Page, label: str, day: dt.date) -> None:
    """As the browser's field takes it, in the order of its language."""
    focus(page, label)
    page.keyboard.type(f"{day:%m%d%Y}")
    expect(page.get_by_label(label, exact=True)).to_have_value(f"{day:%Y-%m-%d}")


def type_clock(page: Page, label: str, clock: str) -> None:
    hour = int(clock[:2])
    focus(page, label)
    page.keyboard.type(f"{(hour + 11) % 12 + 1:02}{clock[3:]}{'AM' if hour < 12 else 'PM'}")
    expect(page.get_by_label(label, exact=True)).to_have_value(clock)


def focus(page: Page, label: str) -> None:
    """By Tab: a date's field has several stops of its own."""
    for _ in range(60):
        if page.evaluate("words => document.activeElement.labels?.[0]?.innerText.startsWith(words) ?? false", label):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not reach {label!r}")
