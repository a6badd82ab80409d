"""Three hundred residents vote at the same moment, a tenth of them twice, while a clerk enters paper; four workers."""

from __future__ import annotations

from tests.budgets.test_crowd import expected, run

__all__ = ["PEOPLE", "measure"]

PEOPLE = 300


def measure(env: dict[str, str]) -> tuple[int, int, float, int]:
    """Ballots cast online, votes that differ from what was sent or recounted, seconds until the last answer, answers 5xx."""
    _world, answers, seconds, found = run(env, PEOPLE, workers=4)
    votes = expected(PEOPLE)
    wrong = sum(a != b for a, b in zip(found["votes"], votes, strict=True)) + (found["published"] != votes)
    return found["online"], wrong + len(found["problems"]), seconds, sum(status >= 500 for status in answers)
