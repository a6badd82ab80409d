"""A browser of many hosts for tests: one cookie jar per host, redirects followed across hosts."""

from __future__ import annotations

import re
from html import unescape
from typing import Any
from urllib.parse import urlsplit

from django.core import mail
from django.test import Client

from portal.cities.models import City

SIGNIN = "localhost:8000"


class Browser:
    """`get("http://bruchsal.localhost:8000/")`: what a person's browser does, cookies host-only as browsers keep them."""

    def __init__(self, **environ: Any) -> None:
        self.jars: dict[str, Client] = {}
        self.url = ""
        self.trail: list[str] = []
        self.environ = environ

    def client(self, host: str) -> Client:
        if host not in self.jars:
            self.jars[host] = Client(headers={"host": host}, enforce_csrf_checks=True)
        return self.jars[host]

    def request(self, method: str, url: str, data: dict[str, Any] | None = None, follow: bool = True) -> Any:
        self.trail = []
        for _ in range(12):
            parts = urlsplit(url)
            host = parts.netloc or urlsplit(self.url).netloc
            self.url = f"http://{host}{parts.path}" + (f"?{parts.query}" if parts.query else "")
            self.trail.append(self.url)
            target = parts.path + (f"?{parts.query}" if parts.query else "")
            client = self.client(host)
            response = getattr(client, method)(target or "/", data or {}, **self.environ)
            for morsel in response.cookies.values():
                assert not morsel["domain"], f"{morsel.key} is not host-only"
            if follow and response.status_code in (301, 302, 303):
                method, data, url = "get", None, response["Location"]
                continue
            return response
        raise AssertionError("redirects in a circle: " + " → ".join(self.trail))

    def get(self, url: str, follow: bool = True) -> Any:
        return self.request("get", url, follow=follow)

    def submit(self, response: Any, follow: bool = True, action: str = "", **fields: Any) -> Any:
        """Post the page's form with its hidden fields (csrf token, return address), at its own address."""
        forms = re.findall(r'<form\b[^>]*method="post".*?</form>', response.content.decode(), re.S)
        html = next((f for f in forms if any(f'name="{name}"' in f for name in fields)), forms[0])
        hidden = dict(re.findall(r'<input type="hidden" name="(csrfmiddlewaretoken|next)" value="([^"]*)"', html))
        hidden = {k: unescape(v) for k, v in hidden.items()}
        return self.request("post", action or self.url, {**hidden, **fields}, follow=follow)


def at(city: City | str, path: str = "/") -> str:
    host = city if isinstance(city, str) else city.site.hostname
    return f"http://{host}:8000{path}"


def code_of(address: str) -> str:
    """The code in the newest mail to that address."""
    for message in reversed(mail.outbox):
        if address in message.to and (found := re.search(r"^\s+(\d{4}-\d{4})$", message.body, re.M)):
            return found[1]
    raise AssertionError(f"no code for {address}: {[(m.to, m.subject) for m in mail.outbox]}")


def sign_in(browser: Browser, where: City | str, email: str, password: str = "demo", path: str = "/") -> Any:
    """Sign in by password on the sign-in host and come back to a portal; returns the portal's page."""
    page = browser.get(at(where, f"/konto/anmelden/?next={path}"))
    assert urlsplit(browser.url).netloc == SIGNIN, browser.trail
    return browser.submit(page, login=email, password=password)
