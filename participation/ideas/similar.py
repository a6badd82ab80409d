"""Ideas that say nearly the same: compared by the words of their titles, before a new one is published."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .models import Idea

if TYPE_CHECKING:
    from participation.projects.models import Module

SHOWN = 3
LOOKED_AT = 5000
ENOUGH = 0.33  # share of common words at which two titles are worth a look
SMALL_WORDS = """
    aber alle als am an auch auf aus bei beim das dass dem den der des die ein eine einem einen einer für hier ich im in
    ist kein keine mehr mit nach neue neuer neues nicht noch oder ohne sich sind so statt über um und uns vom von vor wie
    wir wird zu zum zur bitte
"""
STOPWORDS = frozenset(SMALL_WORDS.split())


def stems(title: str) -> set[str]:
    """Telling words of a title, cut to six letters: „Bänke“ and „Bänken“ are one."""
    return {w[:6] for w in re.findall(r"\w+", title.casefold()) if len(w) > 2 and w not in STOPWORDS}


def similar(module: Module, title: str, *, but: int | None = None) -> list[Idea]:
    """Up to three readable ideas of the module, nearest first: two queries."""
    mine = stems(title)
    if not mine:
        return []
    rows = Idea.objects.filter(module=module).readable().exclude(pk=but).order_by("-pk")
    near = []
    for pk, other in rows.values_list("pk", "title")[:LOOKED_AT]:
        theirs = stems(other)
        common = len(mine & theirs)
        if common and common / min(len(mine), len(theirs)) >= ENOUGH:
            near.append((-common / len(mine | theirs), pk))
    ids = [pk for _score, pk in sorted(near)[:SHOWN]]
    found = Idea.objects.select_related("category").in_bulk(ids)
    return [found[pk] for pk in ids]
