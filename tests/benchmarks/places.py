"""The last place of a shift, and the storm: see tests/volunteering."""

from __future__ import annotations

import statistics
from typing import Any

from tests.operations.installation import ask
from tests.volunteering.test_last_place import run

RUNS, PEOPLE = 20, 500


def last_place(env: dict[str, str]) -> dict[str, Any]:
    """Twenty crowds after each other: runs with exactly one confirmed and a line without gaps, answers 5xx, p95."""
    right, errors, p95 = 0, 0, []
    for _n in range(RUNS):
        statuses, took, found = run(env, PEOPLE, workers=4)
        line = [1, PEOPLE - 1]
        right += found["confirmed"] == found["taken"] == 1 and found["positions"] == line and found["people"] == PEOPLE
        errors += sum(status >= 500 for status in statuses)
        p95.append(statistics.quantiles(took, n=20)[-1])
    return {"right": right, "errors": errors, "p95": statistics.median(p95), "worst": max(p95)}


def storm(env: dict[str, str], operations: int = 20_000, threads: int = 32) -> dict[str, Any]:
    return ask(env, "tests.volunteering.storm", str(operations), str(threads), "1")
