"""Fifty members post at the same moment, each of them twice, to four workers."""

from __future__ import annotations

import time

from tests import servers
from tests.comments.crowd import PEOPLE
from tests.comments.test_crowd import at_once
from tests.comments.test_crowd import crowd as inside

__all__ = ["PEOPLE", "measure"]


def measure(env: dict[str, str]) -> tuple[int, float, int]:
    """Comments that were stored exactly once, seconds until the last answer, answers 5xx."""
    world = inside(env, "prepare")
    people = world["people"] * 2
    forms = [
        {"text": f"Gleichzeitig {number % PEOPLE:02}", "marke": person["mark"], "website": ""}
        for number, person in enumerate(people)
    ]
    with servers.portal_server(env, workers=4) as port:
        started = time.perf_counter()
        answers = at_once(port, world, f"/kommentare/{world['thread']}/schreiben/", forms, people)
        seconds = time.perf_counter() - started
    texts = inside(env, "tally")["texts"]
    return sum(texts.count(text) == 1 for text in set(texts)), seconds, sum(status >= 500 for status in answers)
