"""Fifty people press "send" at the same moment, each of them twice, against real workers of the real server."""

from __future__ import annotations

import http.client
import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from urllib.parse import urlencode

import pytest

from tests import servers
from tests.comments.crowd import PEOPLE
from tests.operations.installation import environment, migrate

TOKEN = "t" * 32  # the CSRF secret: cookie and field agree


def run(env: dict[str, str], *args: str) -> str:
    done = subprocess.run(
        [sys.executable, *args], env=env, cwd=servers.ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-4000:]
    return done.stdout


def crowd(env: dict[str, str], verb: str) -> dict:
    out = run(env, "-m", "tests.comments.crowd", verb)
    return json.loads(next(line for line in out.splitlines() if line.startswith("CROWD"))[5:])


def at_once(port: int, world: dict, path: str, forms: list[dict], senders: list[dict]) -> list[int]:
    """Send all forms in the same instant; the status codes."""
    gate = Barrier(len(forms))

    def send(job: tuple[dict, dict]) -> int:
        form, person = job
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        headers = {
            "Host": f"{world['host']}:{port}",
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": f"{world['cookie']}={person['session']}; {world['csrf']}={TOKEN}",
        }
        body = urlencode({**form, "csrfmiddlewaretoken": TOKEN})
        connection.connect()
        gate.wait()
        connection.request("POST", path, body, headers)
        answer = connection.getresponse()
        answer.read()
        connection.close()
        return answer.status

    with ThreadPoolExecutor(len(forms)) as pool:
        return list(pool.map(send, zip(forms, senders, strict=True)))


def check(folder, database: str | None, workers: int) -> None:
    env = environment(folder, database)
    migrate(env)
    run(env, "site/manage.py", "collectstatic", "--noinput", "--verbosity", "0")
    world = crowd(env, "prepare")
    people = world["people"] * 2
    forms = [
        {"text": f"Gleichzeitig {n % PEOPLE:02}", "marke": person["mark"], "website": ""}
        for n, person in enumerate(people)
    ]
    with servers.portal_server(env, workers=workers) as port:
        posted = at_once(port, world, f"/kommentare/{world['thread']}/schreiben/", forms, people)
        liked = at_once(
            port, world, f"/kommentare/beitrag/{world['comment']}/hilfreich/", [{"an": "1"}] * len(people), people
        )
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        connection.request("GET", world["page"], headers={"Host": f"{world['host']}:{port}"})
        page = connection.getresponse().read().decode()
    assert set(posted) == {302}, sorted(posted)
    assert set(liked) == {302}, sorted(liked)
    assert crowd(env, "tally") == {
        "texts": [f"Gleichzeitig {n:02}" for n in range(PEOPLE)],
        "comment_count": PEOPLE + 1,
        "root_count": PEOPLE + 1,
        "like_count": PEOPLE,
        "likes": PEOPLE,
        "audit": PEOPLE + 1,
    }
    assert f"{PEOPLE + 1} Beiträge" in page  # the visitors' copy is the new one


@pytest.mark.sqlite
def test_fifty_at_once_on_sqlite_with_two_workers(tmp_path):
    check(tmp_path, None, workers=2)


@pytest.mark.postgres
def test_fifty_at_once_on_postgresql_with_four_workers(tmp_path):
    with servers.postgres_server() as database:
        check(tmp_path, database, workers=4)
