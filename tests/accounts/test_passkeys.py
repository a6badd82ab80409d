"""Passkeys in a real Chromium with a virtual authenticator, under the strict policy; and the way there without script."""

from __future__ import annotations

import pytest

from tests.e2e.conftest import chromium, product, visit  # noqa: F401  (fixtures)
from tests.e2e.people import sign_in

pytestmark = pytest.mark.browser

DEVICE = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


def test_passkey_is_made_and_signs_in_on_a_portal(product, visit):  # noqa: F811
    context = visit()
    # Nobody else signs in as this resident: a passkey is asked for from then on
    page = sign_in(context, product, "buerger@gaggenau.example", "bruchsal")
    problems: list[str] = []
    page.on("console", lambda m: problems.append(m.text) if m.type == "error" else None)
    device = context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    page.goto(product.url("redi", "/konto/sicherheit/passkeys/neu/"))
    if "/bestaetigen/" in page.url:
        page.get_by_label("Passwort").fill("demo")
        page.locator("main form button.btn").first.click()
    page.get_by_label("Zum Anmelden ohne Passwort").check()
    page.get_by_role("button", name="Passkey anlegen").click()
    page.wait_for_url("**/konto/sicherheit/notfallcodes/")

    page.goto(product.url("bruchsal", "/konto/abmelden/"))
    page.get_by_role("button", name="Abmelden", exact=True).click()
    page.wait_for_url("**/konto/abgemeldet/")
    page.goto(product.url("buehl", "/konto/anmelden/?next=/impressum/"))
    page.get_by_role("button", name="Mit Passkey anmelden").click()
    page.wait_for_url(product.url("buehl", "/impressum/"))
    assert not problems, problems

    # a device that refuses is told in words
    device.send("WebAuthn.disable")
    page.goto(product.url("buehl", "/konto/abmelden/"))
    page.get_by_role("button", name="Abmelden", exact=True).click()
    page.wait_for_url("**/konto/abgemeldet/")
    page.goto(product.url("buehl", "/konto/anmelden/"))
    page.evaluate(
        "() => { navigator.credentials.get = () => Promise.reject(new DOMException('no', 'NotAllowedError')) }"
    )
    page.get_by_role("button", name="Mit Passkey anmelden").click()
    page.get_by_text("Das Gerät hat keinen Passkey bestätigt").wait_for()


def test_without_script_everything_but_passkeys_is_there(product, visit):  # noqa: F811
    context = visit(width=320, js=False)
    page = context.new_page()
    page.goto(product.url("bruchsal", "/konto/anmelden/?next=/impressum/"))
    assert page.get_by_role("link", name="Code per E-Mail schicken").is_visible()
    assert not page.get_by_role("button", name="Mit Passkey anmelden").is_visible()
    page.get_by_role("link", name="Code per E-Mail schicken").click()
    page.get_by_label("E-Mail-Adresse").fill("buerger@rastatt.example")
    page.get_by_role("button", name="Code schicken").click()
    code = product.mail_code("buerger@rastatt.example")
    page.get_by_label("Code aus der E-Mail").fill(code)
    page.get_by_role("button", name="Bestätigen").click()
    page.wait_for_url(product.url("bruchsal", "/impressum/"))
