"""Where a browser may be sent, whose address is counted, what visitors carry away."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import RequestFactory

from portal.accounts import provider
from portal.accounts.adapter import client_address
from portal.accounts.places import is_own_url, own_path
from tests.accounts.browser import SIGNIN, Browser, at, sign_in

pytestmark = pytest.mark.django_db

FOREIGN = [
    "https://boese.example/", "//boese.example/", "/\\boese.example", "\\\\boese.example", "http:boese.example", "javascript:alert(1)",
    "http://bruchsal.localhost.boese.example/", "http://bruchsal.localhost:8000@boese.example/", "http://boese.example\\@localhost:8000/",
    " //boese.example", "\t//boese.example", "http:///boese.example", "https:///boese.example", "///boese.example", "http://localhost:9999/",
    "ftp://localhost:8000/", "https://localhost:8000/", "data:text/html,x", "/\n/boese.example",
]  # fmt: skip


@pytest.mark.parametrize("url", FOREIGN)
def test_no_foreign_return_address(bruchsal, resident, url):
    request = RequestFactory().get("/", headers={"host": "bruchsal.localhost:8000"})
    assert own_path(request, url, "/sicher/") == "/sicher/"
    assert not is_own_url(url)


@pytest.mark.parametrize("url", ["https://boese.example/", "//boese.example/", "/\\boese.example"])
def test_open_redirect_through_the_whole_way(bruchsal, resident, url):
    browser = Browser()
    sign_in(browser, bruchsal, resident.email, path=url)
    assert browser.url == at(bruchsal)
    browser = Browser()
    page = browser.get(f"http://{SIGNIN}/konto/anmelden/?next={url}")
    browser.submit(page, login=resident.email, password="demo")
    assert browser.url == f"http://{SIGNIN}/konto/"


def test_return_to_the_very_place(bruchsal, buehl):
    request = RequestFactory().get("/", headers={"host": "bruchsal.localhost:8000"})
    assert own_path(request, "/aktuelles/x/?seite=2#kommentare") == "/aktuelles/x/?seite=2#kommentare"
    assert own_path(request, "http://bruchsal.localhost:8000/a/") == "/a/"
    assert own_path(request, "http://buehl.localhost:8000/a/") == "/"
    assert own_path(request, "/konto/anmelden/?next=/konto/anmelden/") == "/"
    assert is_own_url("http://buehl.localhost:8000/a/")


@pytest.mark.parametrize(
    ("proxies", "header", "expected"),
    [
        (0, "1.2.3.4", "9.9.9.9"),  # nobody is trusted: the header is a claim
        (1, "1.2.3.4", "1.2.3.4"),
        (1, "6.6.6.6, 1.2.3.4", "1.2.3.4"),  # what the visitor put in front does not count
        (2, "6.6.6.6, 1.2.3.4, 10.0.0.1", "1.2.3.4"),
        (2, "1.2.3.4", "9.9.9.9"),  # came around a proxy
        (1, "", "9.9.9.9"),
        (1, "<script>", "9.9.9.9"),
        (1, "[2001:db8::1]:443", "2001:db8::1"),
    ],
)
def test_client_address(settings, proxies, header, expected):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    request = RequestFactory().get("/", REMOTE_ADDR="9.9.9.9", headers={"x-forwarded-for": header})
    assert client_address(request) == expected


def guess(page_of: Browser, forwarded: str) -> int:
    client = page_of.client(SIGNIN)
    client.get("/konto/anmelden/")
    data = {
        "login": f"a{guess.n}@x.example",
        "password": "falsch",
        "csrfmiddlewaretoken": client.cookies["csrftoken"].value,
    }
    guess.n += 1
    response = client.post("/konto/anmelden/", data, headers={"x-forwarded-for": forwarded})
    return (
        429 if response.status_code == 429 or "Zu viele Versuche" in response.content.decode() else response.status_code
    )


guess.n = 0


def test_rate_limit_counts_the_real_address(redi, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    browser = Browser()
    answers = [guess(browser, f"6.6.6.{n}, 1.2.3.4") for n in range(12)]  # forges a new address every time
    assert answers[0] == 200
    assert answers[-1] == 429
    assert guess(browser, "1.2.3.5") == 200  # a neighbour is not locked out


def test_rate_limit_per_account(redi, resident):
    answers = []
    for n in range(7):
        browser = Browser(REMOTE_ADDR=f"10.0.0.{n}")
        page = sign_in(browser, "bruchsal.localhost", resident.email, password="falsch")
        answers.append("Zu viele Versuche" in page.content.decode())
    assert answers[0] is False
    assert answers[-1] is True


def test_visitors_get_no_cookie(bruchsal, on_host):
    for path in ("/", "/impressum/", "/konto/abgemeldet/", "/konto/geloescht/"):
        response = on_host(bruchsal).get(path)
        assert response.status_code == 200
        assert not response.cookies, path


def test_sign_in_pages_are_private_and_may_end_on_own_hosts(bruchsal, on_host):
    response = on_host("localhost").get("/konto/anmelden/")
    assert "no-store" in response["Cache-Control"]
    policy = response["Content-Security-Policy"]
    assert "http://bruchsal.localhost:8000" in policy.split("form-action")[1].split(";")[0]
    assert "unsafe-inline" not in policy
    html = response.content.decode()
    assert " style=" not in html
    assert " onclick=" not in html


def test_discovery_names_only_what_there_is(bruchsal, on_host):
    data = on_host("localhost").get("/konto/.well-known/openid-configuration").json()
    assert data["issuer"] == "http://localhost:8000/konto"
    assert data["authorization_endpoint"] == "http://localhost:8000/konto/oidc/authorize"
    assert "device_authorization_endpoint" not in data
    for path in ("device", "device/code", "userinfo", "logout"):
        assert on_host("localhost").get(f"/konto/oidc/{path}").status_code == 404
    assert on_host("localhost").get("/konto/.well-known/jwks.json").json()["keys"][0]["kty"] == "RSA"


def test_production_refuses_without_a_key(settings):
    settings.DEMO, settings.IDP_OIDC_PRIVATE_KEY = False, ""
    provider.private_key.cache_clear()
    with pytest.raises(ImproperlyConfigured):
        provider.private_key()
    provider.private_key.cache_clear()


def test_demo_key_is_for_its_owner_only(tmp_path):
    pem = provider._demo_key(tmp_path / "key.pem")
    assert pem.startswith("-----BEGIN PRIVATE KEY")
    assert (tmp_path / "key.pem").stat().st_mode & 0o777 == 0o600
    assert provider._demo_key(tmp_path / "key.pem") == pem


def test_new_port_reaches_sites_and_clients(bruchsal, settings):
    from allauth.idp.oidc.models import Client
    from wagtail.models import Site

    from portal.accounts.actions import sync_hosts

    settings.PUBLIC_PORT = 8123
    sync_hosts(port=8123)
    assert set(Site.objects.values_list("port", flat=True)) == {8123}
    client = Client.objects.get(pk="portal:bruchsal.localhost")
    assert client.redirect_uris == "http://bruchsal.localhost:8123/konto/anmelden/zurueck/"


@pytest.mark.parametrize(
    "path", ["/konto/anmelden/", "/konto/registrieren/", "/konto/anmelden/code/", "/konto/passwort/vergessen/"]
)
@pytest.mark.parametrize(
    "bad",
    ["x" * 5000, "\x00", "\ud83d".encode("utf-8", "surrogatepass").decode("latin-1"), "a@b", "'\"><svg onload=1>"],
)
def test_hostile_input_is_a_clear_answer(redi, path, bad):
    browser = Browser()
    page = browser.get(f"http://{SIGNIN}{path}")
    page = browser.submit(page, login=bad, email=bad, password=bad, password1=bad, display_name=bad, next=bad)
    assert page.status_code in (200, 400, 422, 429)
    assert "<svg onload" not in page.content.decode()


def test_without_token_no_form_is_taken(redi, on_host):
    from django.test import Client

    client = Client(headers={"host": SIGNIN}, enforce_csrf_checks=True)
    assert client.post("/konto/anmelden/", {"login": "a@b.example", "password": "x"}).status_code == 403
    assert client.post("/konto/abmelden/").status_code == 403
