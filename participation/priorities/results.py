"""What came out: sums over all people, never a single person's row. At most two queries.

Order. A mean of two ratings says less than a mean of two hundred, so ratings and pairs are ordered by the lower end of
Wilson's score interval (95 %; E. B. Wilson 1927) of their share: the mean divided by 5, or the share of comparisons won
with a draw as half a win. A proposal with few ratings does not lead by luck. For ratings the interval is on the safe
side: a value between 0 and 1 never varies more than a yes-or-no with the same mean. Points are ordered by their sum,
because everybody hands out the same number.

Pairs need no model of strengths (Bradley and Terry 1952): `pairing` asks every pair equally often, so every proposal
meets every other one equally often, and the plain share of wins already is fair and can be explained in one sentence.

While people still weigh, results of fewer than `MIN_PEOPLE` are held back: with one or two people they would tell what
each of them chose.
"""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import F
from django.utils import timezone
from django_scopes import scopes_disabled

from participation.projects.models import Access

from .models import STARS, Method, Option, Pair, Tally

if TYPE_CHECKING:
    from participation.projects.models import Module

FEATURE = "weigh"
MIN_PEOPLE = 5
Z = 1.959964  # 95 %, two-sided


@dataclass(frozen=True)
class Line:
    """One option. `value`: mean rating, points, or percent won; `people`: ratings, givers or decided comparisons."""

    option: Option
    value: float
    people: int
    share: float  # 0 to 1, for the length of a bar
    bound: float  # what the order goes by

    @property
    def whole(self) -> int:
        return round(self.value)


def wilson(share: float, n: int) -> float:
    """Lower end of Wilson's interval for a share of n cases; 0 without cases."""
    if n <= 0:
        return 0.0
    centre = share + Z * Z / (2 * n)
    margin = Z * math.sqrt(share * (1 - share) / n + Z * Z / (4 * n * n))
    return max(0.0, (centre - margin) / (1 + Z * Z / n))


def lines(module: Module, options: list[Option] | None = None) -> list[Line]:
    """Every option of the module, the most important one first; without weights in the desk's order."""
    if options is None:
        options = list(Option.objects.filter(module=module))
    method = module.setting("method")
    found = _pairs(module, options) if method == Method.PAIRWISE else _weights(module, options, method)
    return sorted(found, key=lambda line: (-line.bound, -line.value, line.option.position, line.option.pk))


def _weights(module: Module, options: list[Option], method: str) -> list[Line]:
    rows = Tally.objects.filter(module=module, method=method)
    sums = {row.option_id: (row.total, row.people) for row in rows}
    found, most = [], max((total for total, _people in sums.values()), default=0)
    for option in options:
        total, people = sums.get(option.pk, (0, 0))
        if method == Method.RATING:
            mean = total / people if people else 0.0
            found.append(Line(option, mean, people, mean / STARS, wilson(mean / STARS, people)))
        else:
            found.append(Line(option, float(total), people, total / most if most else 0.0, float(total)))
    return found


def _pairs(module: Module, options: list[Option]) -> list[Line]:
    won: dict[int, float] = {}
    met: dict[int, int] = {}
    for pair in Pair.objects.filter(module=module):
        decided = pair.first_count + pair.second_count + pair.equal_count
        for pk, wins in ((pair.first_id, pair.first_count), (pair.second_id, pair.second_count)):
            won[pk] = won.get(pk, 0.0) + wins + pair.equal_count / 2
            met[pk] = met.get(pk, 0) + decided
    found = []
    for option in options:
        n = met.get(option.pk, 0)
        share = won.get(option.pk, 0.0) / n if n else 0.0
        found.append(Line(option, 100 * share, n, share, wilson(share, n)))
    return found


def is_over(module: Module, now: dt.datetime | None = None) -> bool:
    """Nobody weighs now or later."""
    now = now or timezone.now()
    with scopes_disabled():
        windows = Access.objects.filter(module=module, feature=FEATURE).select_related("phase")
        return all(access.phase.is_over(now) for access in windows)


def may_see(module: Module, *, over: bool, has_weighed: bool, people: int) -> bool:
    """After the phase everybody; before, if the setting says so, those who have weighed, from `MIN_PEOPLE` on."""
    if over:
        return True
    return module.setting("results") == "after_own" and has_weighed and people >= MIN_PEOPLE


def people_of(module: Module) -> int:
    """How many people have weighed: the module's counter, fresh."""
    return type(module).objects.filter(pk=module.pk).values_list(F("contribution_count"), flat=True).get()
