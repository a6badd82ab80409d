"""Health: the process lives, the portal can work. Asked under any host, tells strangers nothing."""

from __future__ import annotations

import json

import pytest

from portal.operations import health
from tests.operations.installation import environment, run

ASK = """
import django; django.setup()
from django.test import Client
client = Client(headers={"host": "10.0.0.7:8000"})
for path in ("/healthz", "/readyz"):
    answer = client.get(path)
    print("ANSWER", answer.status_code, answer.content.decode().strip())
"""


@pytest.fixture
def ask(client, db):
    return lambda path: client.get(path, headers={"host": "10.0.0.7:8000"})


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_a_healthy_portal_says_so_under_any_host(ask, path):
    response = ask(path)
    assert response.status_code == 200, response.content
    assert response["Cache-Control"] == "no-store"
    assert not response.cookies


def test_nothing_is_left_behind(ask, settings):
    from pathlib import Path

    ask("/readyz")
    assert not list(Path(settings.MEDIA_ROOT).rglob("readyz-*"))


@pytest.mark.parametrize("name", list(health.CHECKS))
def test_each_failing_check_is_named_without_details(ask, monkeypatch, name):
    def broken() -> None:
        raise RuntimeError("Passwort des Servers")

    monkeypatch.setitem(health.CHECKS, name, broken)
    response = ask("/readyz")
    assert response.status_code == 503
    assert response.json()["checks"] == {n: "failed" if n == name else "ok" for n in health.CHECKS}
    assert "Passwort" not in response.content.decode()
    assert ask("/healthz").status_code == 200


def test_only_reading(client, db):
    assert client.post("/healthz").status_code == 405


def test_static_files_are_missed(settings, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
    settings.STATIC_ROOT = tmp_path
    with pytest.raises(RuntimeError):
        health.static()


@pytest.mark.parametrize("database", ["postgres://portal:geheim@127.0.0.1:1/portal", None])
def test_without_a_database_503_and_with_an_empty_one_too(tmp_path, database):
    """A server that nobody answers from; an SQLite file without tables."""
    done = run(environment(tmp_path, database), "-c", ASK)
    alive, ready = [line for line in done.stdout.splitlines() if line.startswith("ANSWER")]
    assert alive == "ANSWER 200 ok"
    assert ready.startswith("ANSWER 503 ")
    checks = json.loads(ready[11:])["checks"]
    assert checks["migrations"] == "failed"
    assert checks["database"] == ("failed" if database else "ok")
    assert "geheim" not in done.stdout + done.stderr
