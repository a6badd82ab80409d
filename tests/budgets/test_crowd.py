"""Everybody votes in the same moment, some twice, while a clerk enters paper: real workers of the real server.

Nobody has voted before, so the first ballots also race to freeze the list.
"""

from __future__ import annotations

import http.client
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from urllib.parse import urlencode

import pytest

from tests import servers
from tests.budgets.crowd import COSTS, PAPERS
from tests.operations.installation import ask, environment, migrate, portal

INSIDE = "tests.budgets.crowd"
TOKEN = "t" * 32  # the CSRF secret: cookie and field agree
Job = tuple[str, dict[str, Any], str]  # path, form, session


def choice_of(number: int) -> list[int]:
    """Two or three proposals that fit into 100 euros: indexes of COSTS."""
    return [(0, 1, 2), (0, 5), (1, 4), (2, 3), (0, 1, 4)][number % 5]


def jobs_of(world: dict[str, Any]) -> list[Job]:
    """Every person once; every tenth a second time, half of those with the same form, half with another one."""
    jobs: list[Job] = []
    people = world["people"]
    for number, person in enumerate(people):
        v = [world["ideas"][i] for i in choice_of(number)]
        form = {"schritt": "abgeben", "marke": person["mark"], "v": v}
        jobs.append((world["vote"], form, person["session"]))
        if number % 10 == 0:
            again = {**form, "marke": person["mark"] if number % 20 else person["other"]}
            jobs.append((world["vote"], again, person["session"]))
    for number in range(PAPERS):
        form = {"register": str(number), "v": [world["ideas"][number % len(COSTS)]]}
        jobs += [(world["paper"], form, world["clerk"])] * 2
    return jobs


def at_once(port: int, world: dict[str, Any], jobs: list[Job]) -> tuple[list[int], float]:
    gate = Barrier(len(jobs) + 1)

    def send(job: Job) -> int:
        path, form, session = job
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
        headers = {
            "Host": f"{world['host']}:{port}",
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": f"{world['cookie']}={session}; {world['csrf']}={TOKEN}",
        }
        body = urlencode({**form, "csrfmiddlewaretoken": TOKEN}, doseq=True)
        gate.wait()
        connection.request("POST", path, body, headers)
        answer = connection.getresponse()
        answer.read()
        connection.close()
        return answer.status

    with ThreadPoolExecutor(len(jobs)) as pool:
        sent = [pool.submit(send, job) for job in jobs]
        gate.wait()
        started = time.perf_counter()
        answers = [job.result() for job in sent]
    return answers, time.perf_counter() - started


def run(env: dict[str, str], people: int, workers: int) -> tuple[dict[str, Any], list[int], float, dict[str, Any]]:
    world = ask(env, INSIDE, "prepare", str(people))
    with servers.portal_server(env, workers=workers) as port:
        answers, seconds = at_once(port, world, jobs_of(world))
    return world, answers, seconds, ask(env, INSIDE, "tally", str(people))


def expected(people: int) -> list[int]:
    votes = Counter(index for number in range(people) for index in choice_of(number))
    for number in range(PAPERS):
        votes[number % len(COSTS)] += 1
    return [votes[index] for index in range(len(COSTS))]


def check(folder: Any, database: str | None, workers: int, people: int = 40) -> None:
    env = environment(folder, database)
    migrate(env)
    portal(env, "collectstatic", "--noinput", "--verbosity", "0")
    _world, answers, _seconds, found = run(env, people, workers)
    assert set(answers) <= {200, 302, 403, 422}, Counter(answers)
    votes = expected(people)
    assert found == {
        "boxes": 1, "options": len(COSTS), "voters": people, "people": people, "online": people, "paper": PAPERS,
        "slips": PAPERS, "problems": [], "votes": votes, "published": votes, "audit": people,
    }  # fmt: skip
    # papers: once taken, once refused; people: everybody has a receipt, a second form none
    counts = Counter(answers)
    assert (counts[302], counts[422]) == (PAPERS, PAPERS)
    assert counts[403] == len(range(0, people, 20))


@pytest.mark.sqlite
def test_forty_at_once_on_sqlite_with_two_workers(tmp_path):
    check(tmp_path, None, workers=2)


@pytest.mark.postgres
def test_forty_at_once_on_postgresql_with_four_workers(tmp_path):
    with servers.postgres_server() as database:
        check(tmp_path, database, workers=4)
