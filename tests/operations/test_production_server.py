"""The server of production as visitors see it: hosts, headers, cookies, files. Plain requests, no browser."""

from __future__ import annotations

import http.client
import re

import brotli
import pytest

from tests import servers
from tests.operations.installation import portal
from tests.operations.production import ADMIN, SIGNIN, safe

CITY = "www.bruchsal.internal"
PLACE = ("--latitude", "49.1243", "--longitude", "8.598")


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    env = safe(tmp_path_factory.mktemp("production"))
    portal(env, "upgrade")
    portal(env, "add-city", "re@di", "--slug", "redi", "--hostname", SIGNIN, "--alliance", *PLACE)
    portal(env, "add-city", "Bruchsal", "--slug", "bruchsal", "--hostname", CITY, "--ags", "08215009", *PLACE)
    with servers.portal_server(env, workers=1) as port:
        yield port


@pytest.fixture
def get(server):
    def ask(path: str, host: str = CITY, *, method: str = "GET", https: bool = True, **headers: str):
        connection = http.client.HTTPConnection("127.0.0.1", server, timeout=30)
        sent = {"Host": host, "X-Forwarded-For": "203.0.113.9"} | {k.replace("_", "-"): v for k, v in headers.items()}
        if https:
            sent["X-Forwarded-Proto"] = "https"
        connection.request(method, path, headers=sent)
        answer = connection.getresponse()
        answer.body = answer.read()
        connection.close()
        return answer

    return ask


def test_health_needs_no_https_and_no_known_host(get):
    for path in ("/healthz", "/readyz"):
        assert get(path, "10.0.0.7:8000", https=False).status == 200


def test_plain_http_is_sent_to_https(get):
    answer = get("/suche/", https=False)
    assert answer.status == 301
    assert answer.getheader("Location") == f"https://{CITY}/suche/"


@pytest.mark.parametrize(
    "host", ["fremd.internal", "127.0.0.1", f"x.{CITY}", f"{CITY}.fremd.internal", "localhost", "[::1]", "a b"]
)
@pytest.mark.parametrize("path", ["/", "/suche/", "/admin/", "/konto/anmelden/"])
def test_a_host_nobody_owns_gets_a_plain_404(get, host, path):
    answer = get(path, host)
    assert answer.status in (400, 404)
    assert "text/plain" in answer.getheader("Content-Type")
    assert b"Bruchsal" not in answer.body
    assert not answer.getheader("Set-Cookie")


def test_the_city_s_host_has_no_admin_and_the_admin_s_host_no_portal(get):
    assert get("/admin/").status == 404
    assert get("/impressum/", ADMIN).status == 404
    answer = get("/admin/", ADMIN)
    assert answer.status == 302
    assert "/konto/anmelden/" in answer.getheader("Location")


@pytest.mark.parametrize("path", ["/", "/impressum/", "/suche/", "/gibt-es-nicht/"])
def test_security_headers(get, path):
    for _ in range(2):  # made, then from the page cache
        answer = get(path)
        policy = answer.getheader("Content-Security-Policy")
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert answer.getheader("Strict-Transport-Security") == "max-age=63072000; includeSubDomains"
        assert answer.getheader("X-Content-Type-Options") == "nosniff"
        assert answer.getheader("Referrer-Policy") == "strict-origin-when-cross-origin"
        assert answer.getheader("Cross-Origin-Opener-Policy") == "same-origin"
        assert answer.getheader("X-Frame-Options") == "SAMEORIGIN"
        assert not answer.getheader("Set-Cookie")


def test_the_admin_has_a_policy_of_its_own(get):
    answer = get("/admin/", ADMIN)
    assert "default-src" in answer.getheader("Content-Security-Policy")
    assert "no-store" in answer.getheader("Cache-Control")


def test_cookies_belong_to_one_host(get):
    answer = get("/konto/anmelden/", SIGNIN)
    assert answer.status == 200
    cookies = answer.headers.get_all("Set-Cookie")
    assert cookies
    for cookie in cookies:
        assert cookie.startswith("__Host-")
        facts = {part.strip().lower() for part in cookie.split(";")[1:]}
        assert {"secure", "httponly", "path=/", "samesite=lax"} <= facts
        assert not any(fact.startswith("domain") for fact in facts)


def test_static_files_are_hashed_immutable_and_small(get):
    html = get("/").body.decode()
    found = set(re.findall(r'(?:href|src)="(/static/[^"#?]+\.(?:css|js))"', html))
    assert found
    for path in found:
        assert re.search(r"\.[0-9a-f]{12}\.(css|js)$", path), path
        plain = get(path, Accept_Encoding="identity")
        assert plain.status == 200
        assert "immutable" in plain.getheader("Cache-Control")
        assert int(re.search(r"max-age=(\d+)", plain.getheader("Cache-Control"))[1]) >= 31_536_000
        assert plain.getheader("Vary") == "Accept-Encoding"
        packed = get(path, Accept_Encoding="br, gzip")
        assert packed.getheader("Content-Encoding") == "br"
        assert brotli.decompress(packed.body) == plain.body
        assert get(path, Accept_Encoding="gzip").getheader("Content-Encoding") == "gzip"
    assert get("/static/../site/config/settings/base.py").status in (400, 404)
    assert get("/static/staticfiles.json").status in (200, 404)


def test_nothing_of_the_demo_is_there(get):
    for path in ("/demo/mail/", "/demo/gestaltung/"):
        assert get(path, SIGNIN).status == 404


def test_odd_requests_are_answered_plainly(get):
    assert get("/" + "x" * 5000).status == 414
    assert get("/?a=%00").status == 400
    assert get("/", Cookie="a=" + "x" * 20_000).status in (400, 431)
