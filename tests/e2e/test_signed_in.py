"""What members, moderators and editors see, held to the same bar as public pages: axe, reflow, console."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.e2e import judge
from tests.e2e.people import sign_in

pytestmark = pytest.mark.browser

STATES = [(1280, "light"), (1280, "dark"), (320, "light"), (320, "dark")]
MEMBER = [
    "/konto/",
    "/konto/benachrichtigungen/",
    "/konto/daten/",
    "/konto/loeschen/",
    "/konto/sitzungen/",
    "/konto/abmelden/",
]
ADMIN = {
    "koordination@redi.example": ["/admin/", "/admin/portal/alle/"],
    "verwaltung@bruchsal.example": [
        "/admin/portal/mitglieder/bruchsal/",
        "/admin/portal/stadt/bruchsal/",
        "/admin/portal/pruefung/bruchsal/",
        "/admin/portal/gestaltung/bruchsal/",
        "/admin/portal/protokoll/bruchsal/",
        "/admin/portal/weiterleitungen/bruchsal/",
        "/admin/portal/weiterleitungen/bruchsal/neu/",
    ],
}


def listen(page: Page) -> list[str]:
    """The page's console from now on."""
    heard: list[str] = []
    page.on("console", lambda m: heard.append(f"console: {m.text}") if m.type == "error" else None)
    page.on("pageerror", lambda e: heard.append(f"script: {e}"))
    return heard


@pytest.mark.parametrize(("width", "scheme"), STATES)
def test_pages_of_a_member(product, visit, width, scheme):
    page = sign_in(visit(width=width, scheme=scheme), product, "buerger@bruchsal.example", "bruchsal")
    findings = listen(page)
    discussed = "/aktuelles/saalbach-abschnitt-eins/"
    for path in [*MEMBER, discussed, "/moderation/meine/"]:
        answer = page.goto(product.url("bruchsal", path))
        assert answer is not None
        assert answer.ok, path
        findings += [f"{path}: {f}" for f in judge.axe(page) + judge.reflow(page, width)]
    assert not findings, "\n".join(dict.fromkeys(findings))


@pytest.mark.parametrize(("width", "scheme"), STATES)
def test_pages_of_a_moderator(product, visit, width, scheme):
    page = sign_in(visit(width=width, scheme=scheme), product, "moderation@bruchsal.example", "bruchsal")
    findings = listen(page)
    page.goto(product.url("bruchsal", "/moderation/"))
    case = page.get_by_role("link", name="Bearbeiten").first.get_attribute("href") or ""
    for path in ["/moderation/", case, "/moderation/?stand=entschieden", "/moderation/pausen/", "/moderation/woerter/"]:
        page.goto(product.url("bruchsal", path))
        findings += [f"{path}: {f}" for f in judge.axe(page) + judge.reflow(page, width)]
    assert not findings, "\n".join(dict.fromkeys(findings))


@pytest.mark.parametrize("path", ["/konto/", "/konto/benachrichtigungen/", "/moderation/"])
def test_own_audit_of_pages_behind_the_sign_in(product, visit, path):
    page = sign_in(visit(width=320), product, "moderation@bruchsal.example", "bruchsal")
    page.goto(product.url("bruchsal", path))
    assert judge.keyboard(page) + judge.look(page, 320) == []


@pytest.mark.parametrize(("width", "scheme"), STATES)
@pytest.mark.parametrize("who", ADMIN)
def test_own_screens_of_the_admin(product, visit, who, width, scheme):
    """Ours is what stands in `main`; the frame around it is Wagtail's."""
    page = sign_in(visit(width=width, scheme=scheme), product, who, "admin")
    findings = listen(page)
    for path in ADMIN[who]:
        answer = page.goto(product.admin_url(path))
        assert answer is not None
        assert answer.ok, path
        findings += [f"{path}: {f}" for f in judge.axe(page, within="main")]
    assert not findings, "\n".join(dict.fromkeys(findings))
