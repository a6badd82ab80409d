"""Logs: one JSON line each, and nothing in them that leads to a person."""

from __future__ import annotations

import io
import json
import logging

import pytest

from portal.operations import logs
from tests.factories import make_user

PRIVATE = ("@bruchsal.example", "geheim", "203.0.113", "2001:db8", "sitzung", "@post.example")


@pytest.fixture
def written(settings):
    """`written()`: the lines since the last call, from both formatters, as production writes them."""
    settings.LOG_REQUESTS = True
    stream = io.StringIO()
    pairs = []
    for name, formatter in (
        ("portal.request", logs.request_formatter()),
        ("django.request", logs.json_formatter()),
        ("", logs.json_formatter()),
    ):
        handler = logging.StreamHandler(stream)
        handler.setFormatter(formatter)
        logger = logging.getLogger(name)
        logger.addHandler(handler)
        pairs.append((logger, handler))

    def read() -> list[dict]:
        text = stream.getvalue()
        stream.seek(0)
        stream.truncate()
        assert not any(word in text for word in PRIVATE), text
        return [json.loads(line) for line in text.splitlines()]

    yield read
    for logger, handler in pairs:
        logger.removeHandler(handler)


def test_a_request_is_one_line_without_the_person(on_host, bruchsal, written):
    member = on_host(bruchsal, make_user("geheim@bruchsal.example"))
    member.get(
        "/suche/?q=geheim&mail=geheim@bruchsal.example",
        headers={"x-forwarded-for": "203.0.113.9", "user-agent": "geheim", "referer": "/geheim/"},
        REMOTE_ADDR="203.0.113.7",
    )
    lines = [line for line in written() if line["event"] == "request"]
    assert len(lines) == 1
    line = lines[0]
    assert set(line) == {"event", "level", "timestamp", "id", "host", "admin", "method", "path", "status", "ms"}
    assert (line["host"], line["method"], line["path"], line["status"]) == ("bruchsal", "GET", "/suche/", 200)


@pytest.mark.parametrize("path", ["/geheim@bruchsal.example/", "/kommentare/geheim/", "/media/geheim.pdf"])
def test_an_address_is_logged_as_its_pattern(on_host, bruchsal, written, path):
    on_host(bruchsal).get(path)
    assert [line["status"] for line in written()] == [404]


def test_an_error_names_the_place_and_no_person(on_host, bruchsal, written, monkeypatch):
    def broken(*_args: object) -> None:
        raise ValueError("nobody.known@post.example asked from 203.0.113.9 and 2001:db8:0:1::7 for /x?token=geheim")

    monkeypatch.setattr("portal.search.views.engine.ask", broken)
    visitor = on_host(bruchsal, raise_request_exception=False)
    assert visitor.get("/suche/?q=geheim").status_code == 500
    lines = written()
    error = next(line for line in lines if "exception" in line)
    assert error["level"] == "error"
    assert "broken" in error["exception"]
    assert "<e-mail>" in error["exception"]
    assert "<address>" in error["exception"]
    assert [line["level"] for line in lines if line["event"] == "request"] == ["error"]


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("from 203.0.113.9:443", "from <address>:443"),
        ("from ::ffff:203.0.113.9", "from ::ffff:<address>"),
        ("from 2001:db8::1 to fe80::1", "from <address> to <address>"),
        ("GET /suche/?q=a&b=c HTTP", "GET /suche/?… HTTP"),
        ("an <geheim.name+x@post.example>", "an <<e-mail>>"),
        ("at 10:15:30, version 8.0.1, 3 of 4", "at 10:15:30, version 8.0.1, 3 of 4"),
    ],
)
def test_cleaning(text, clean):
    assert logs.cleaned(text) == clean


def test_every_library_s_message_is_cleaned(written):
    logging.getLogger("some.library").warning("mail to %s failed", "nobody.known@post.example")
    (line,) = written()
    assert line["event"] == "mail to <e-mail> failed"


def test_a_request_id_comes_back_and_cannot_forge_a_line(on_host, bruchsal, written):
    visitor = on_host(bruchsal)
    assert visitor.get("/", headers={"x-request-id": "abcdef-0123"})["X-Request-ID"] == "abcdef-0123"
    forged = visitor.get("/", headers={"x-request-id": 'x"}{"event": "geheim"'})["X-Request-ID"]
    assert "geheim" not in forged
    assert written()[0]["id"] == "abcdef-0123"


def test_production_sends_no_mail_with_requests_in_it(settings):
    assert not any("AdminEmailHandler" in str(h) for h in settings.LOGGING["handlers"].values())
    assert settings.LOGGING["loggers"]["django"]["propagate"] is False
