"""One sign-in for all hosts: the whole OpenID Connect dance with real redirects across hosts."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.core import mail

from portal.accounts.models import User
from tests.accounts.browser import SIGNIN, Browser, at, code_of, sign_in
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def session_user(browser: Browser, host: str) -> str | None:
    return browser.client(host).session.get("_auth_user_id")


def test_sign_up_by_code_ends_signed_in_on_the_city_host(bruchsal):
    browser = Browser()
    page = browser.get(at(bruchsal, "/konto/anmelden/?next=/impressum/"))
    assert browser.url.startswith(f"http://{SIGNIN}/konto/anmelden/")
    page = browser.get(page.context["signup_url"])
    page = browser.submit(
        page, email="neu@beispiel.example", password1="ein langer satz", display_name="Anwohnerin, Weststadt"
    )
    assert "E-Mail-Adresse bestätigen" in page.content.decode()
    page = browser.submit(page, code=code_of("neu@beispiel.example"))
    assert browser.url == at(bruchsal, "/impressum/"), browser.trail
    assert page.status_code == 200
    user = User.objects.get(email="neu@beispiel.example")
    assert session_user(browser, "bruchsal.localhost:8000") == str(user.pk)
    assert user.display_name == "Anwohnerin, Weststadt"
    assert user.home_city == bruchsal


def test_second_portal_signs_in_silently(bruchsal, buehl, resident):
    browser = Browser()
    sign_in(browser, bruchsal, resident.email)
    assert browser.url == at(bruchsal)
    browser.get(at(buehl, "/konto/anmelden/?next=/impressum/"))
    assert browser.url == at(buehl, "/impressum/")
    assert session_user(browser, "buehl.localhost:8000") == str(resident.pk)
    keys = {host: browser.client(host).cookies[settings.SESSION_COOKIE_NAME].value for host in browser.jars}
    assert len(set(keys.values())) == 3  # sign-in host and two portals: a session each


def test_cookies_are_host_only_http_only_and_lax(bruchsal, resident):
    browser = Browser()
    sign_in(browser, bruchsal, resident.email)
    for client in browser.jars.values():
        for cookie in (c for c in client.cookies.values() if c.value):
            assert not cookie["domain"]
            assert cookie["httponly"]
            assert cookie["samesite"] == "Lax"


def test_session_fixation_gets_a_new_key(bruchsal, resident):
    browser = Browser()
    client = browser.client("bruchsal.localhost:8000")
    session = client.session  # makes one, as a planted cookie would
    session["x"] = 1
    session.save()
    planted = client.cookies[settings.SESSION_COOKIE_NAME].value
    sign_in(browser, bruchsal, resident.email)
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != planted


def test_signing_out_on_one_portal_ends_this_browser_everywhere(bruchsal, buehl, resident):
    browser, other = Browser(), Browser()
    sign_in(browser, bruchsal, resident.email)
    browser.get(at(buehl, "/konto/anmelden/"))
    sign_in(other, bruchsal, resident.email)
    page = browser.get(at(bruchsal, "/konto/abmelden/"))
    browser.submit(page)
    assert browser.url == at(bruchsal, "/konto/abgemeldet/")
    for host in ("bruchsal.localhost:8000", "buehl.localhost:8000", SIGNIN):
        assert session_user(browser, host) is None
    page = browser.get(at(buehl, "/konto/anmelden/"))
    assert browser.url.startswith(f"http://{SIGNIN}/konto/anmelden/")  # really asked again
    assert session_user(other, "bruchsal.localhost:8000") == str(resident.pk)  # another device stays


def test_everywhere_ends_other_devices_too(bruchsal, resident):
    browser, other = Browser(), Browser()
    sign_in(browser, bruchsal, resident.email)
    sign_in(other, bruchsal, resident.email)
    browser.submit(browser.get(at(bruchsal, "/konto/abmelden/")), everywhere="1")
    assert session_user(other, "bruchsal.localhost:8000") is None
    assert session_user(other, SIGNIN) is None


def test_login_by_mailed_code(bruchsal, resident):
    browser = Browser()
    page = browser.get(at(bruchsal, "/konto/anmelden/?next=/impressum/"))
    page = browser.get(page.context["request_login_code_url"])
    page = browser.submit(page, email=resident.email)
    page = browser.submit(page, code="0000-0000")
    assert "Dieser Code stimmt nicht" in page.content.decode()
    browser.submit(page, code=code_of(resident.email).replace("-", " "))
    assert browser.url == at(bruchsal, "/impressum/")


def test_expired_code_is_a_clear_page(bruchsal, resident, settings):
    settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT = -1
    browser = Browser()
    page = browser.get(f"http://{SIGNIN}/konto/anmelden/code/")
    page = browser.submit(page, email=resident.email)
    assert page.status_code == 200
    assert session_user(browser, SIGNIN) is None


def test_password_reset_by_code(redi, resident):
    browser = Browser()
    page = browser.get(f"http://{SIGNIN}/konto/passwort/vergessen/")
    page = browser.submit(page, email=resident.email)
    page = browser.submit(page, code=code_of(resident.email))
    assert "Neues Passwort" in page.content.decode()
    page = browser.submit(page, password1="ganz neuer satz", password2="ganz neuer satz")
    assert page.status_code == 200
    resident.refresh_from_db()
    assert resident.check_password("ganz neuer satz")


def test_password_change_ends_sessions_of_other_devices(bruchsal, resident):
    browser, other = Browser(), Browser()
    sign_in(browser, bruchsal, resident.email)
    sign_in(other, bruchsal, resident.email)
    page = browser.get(f"http://{SIGNIN}/konto/passwort/")
    browser.submit(page, oldpassword="demo", password1="ganz neuer satz", password2="ganz neuer satz")
    assert browser.url.endswith("/konto/")
    assert other.get(f"http://{SIGNIN}/konto/", follow=False).status_code == 302


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 400),
        ("?state=x&code=y", 400),
        ("?error=access_denied", 400),
        ("?state=" + "x" * 3000, 400),
    ],
)
def test_broken_way_back_is_a_page_not_an_error(bruchsal, on_host, query, status):
    response = on_host(bruchsal).get(f"/konto/anmelden/zurueck/{query}")
    assert response.status_code == status
    assert "Noch einmal anmelden" in response.content.decode()


def test_cancelled_sign_in_says_so(bruchsal):
    browser = Browser()
    browser.get(at(bruchsal, "/konto/anmelden/"))
    state = browser.trail[1].split("state=")[1].split("&")[0]
    response = browser.get(at(bruchsal, f"/konto/anmelden/zurueck/?error=access_denied&state={state}"))
    assert response.status_code == 400
    assert "Anmeldung abgebrochen" in response.content.decode()


def test_code_of_one_portal_is_worth_nothing_on_another(bruchsal, buehl, resident):
    browser = Browser()
    sign_in(browser, bruchsal, resident.email)
    browser.get(at(buehl, "/konto/anmelden/"), follow=False)
    begin = browser.client("buehl.localhost:8000").get("/konto/anmelden/")
    back = browser.client(SIGNIN).get(begin["Location"].split(SIGNIN)[1])["Location"]
    stolen = back.split("code=")[1].split("&")[0]
    browser.client("bruchsal.localhost:8000").cookies.pop(settings.SESSION_COOKIE_NAME)
    mine = browser.client("bruchsal.localhost:8000").get("/konto/anmelden/")["Location"]
    state = mine.split("state=")[1].split("&")[0]
    response = browser.client("bruchsal.localhost:8000").get(f"/konto/anmelden/zurueck/?state={state}&code={stolen}")
    assert response.status_code == 400
    assert session_user(browser, "bruchsal.localhost:8000") is None


def test_way_back_works_once(bruchsal, resident):
    browser = Browser()
    sign_in(browser, bruchsal, resident.email)
    client = browser.client("bruchsal.localhost:8000")
    client.cookies.pop(settings.SESSION_COOKIE_NAME)
    begin = client.get("/konto/anmelden/")
    back = browser.client(SIGNIN).get(begin["Location"].split(SIGNIN)[1])["Location"]
    path = back.split("localhost:8000")[1]
    cookie = client.cookies["anmeldung"].value
    assert client.get(path).status_code == 302
    client.cookies.pop(settings.SESSION_COOKIE_NAME)
    client.cookies["anmeldung"] = cookie
    assert client.get(path).status_code == 400


def test_provider_refuses_without_pkce_or_with_a_foreign_address(bruchsal, resident):
    browser = Browser()
    sign_in(browser, bruchsal, resident.email)
    client = browser.client("bruchsal.localhost:8000")
    client.cookies.pop(settings.SESSION_COOKIE_NAME)
    good = client.get("/konto/anmelden/")["Location"].split(SIGNIN)[1]
    provider = browser.client(SIGNIN)
    assert provider.get(good).status_code == 302
    for bad in (
        good.replace("code_challenge_method=S256", "code_challenge_method=plain"),
        good.replace("code_challenge=", "x="),
        good.replace("bruchsal.localhost%3A8000%2F", "boese.example%2F"),
        good.replace("client_id=portal%3Abruchsal.localhost", "client_id=portal%3Anichts"),
        good.replace("response_type=code", "response_type=token"),
    ):
        response = provider.get(bad)
        assert response.status_code in (200, 400)
        assert "Location" not in response
        assert "Diese Anmeldung ist ungültig" in response.content.decode()


def test_prompt_login_asks_again(bruchsal, resident):
    browser = Browser()
    sign_in(browser, bruchsal, resident.email)
    client = browser.client("bruchsal.localhost:8000")
    client.cookies.pop(settings.SESSION_COOKIE_NAME)
    page = browser.get(client.get("/konto/anmelden/")["Location"] + "&prompt=login")
    assert "/konto/bestaetigen/" in browser.url
    browser.submit(page, password="demo")
    assert browser.url == at(bruchsal), browser.trail


def test_editor_reaches_the_admin_silently_and_a_resident_does_not(bruchsal, resident):
    editor = make_user("redaktion@bruchsal.example", bruchsal, "editor")
    browser = Browser()
    sign_in(browser, bruchsal, editor.email)
    page = browser.get("http://redaktion.localhost:8000/admin/")
    assert browser.url == "http://redaktion.localhost:8000/admin/"
    assert page.status_code == 200
    browser = Browser()
    sign_in(browser, bruchsal, resident.email)
    page = browser.get("http://redaktion.localhost:8000/admin/")
    assert page.status_code == 403
    assert "Hier arbeitet die Redaktion" in page.content.decode()


def test_wagtails_own_sign_in_is_closed(bruchsal):
    browser = Browser()
    browser.get("http://redaktion.localhost:8000/admin/login/")
    assert browser.url.startswith(f"http://{SIGNIN}/konto/anmelden/")
    response = browser.client("redaktion.localhost:8000").post("/admin/login/", {"username": "a", "password": "b"})
    assert response.status_code in (302, 403)


def test_deleted_account_cannot_sign_in(bruchsal, resident):
    from portal.accounts.actions import delete_account

    browser = Browser()
    sign_in(browser, bruchsal, resident.email)
    delete_account(resident, actor=resident)
    assert session_user(browser, "bruchsal.localhost:8000") is None
    page = sign_in(Browser(), bruchsal, "buerger@bruchsal.example")
    assert "E-Mail-Adresse oder Passwort stimmen nicht" in page.content.decode()


def test_unknown_and_known_addresses_answer_alike(bruchsal, resident):
    bodies = []
    for address in (resident.email, "niemand@beispiel.example"):
        for path, fields in (
            ("/konto/passwort/vergessen/", {"email": address}),
            ("/konto/anmelden/code/", {"email": address}),
            ("/konto/anmelden/", {"login": address, "password": "falsch"}),
            ("/konto/registrieren/", {"email": address, "password1": "ein langer satz"}),
        ):
            browser = Browser()
            page = browser.submit(browser.get(f"http://{SIGNIN}{path}"), **fields)
            text = page.content.decode().replace(address, "X")
            bodies.append(
                (path, page.status_code, browser.url, __import__("re").sub(r'value="[A-Za-z0-9]{64}"', "", text))
            )
    half = len(bodies) // 2
    assert bodies[:half] == bodies[half:]
    assert mail.outbox  # both are told by mail, where only the owner reads it
