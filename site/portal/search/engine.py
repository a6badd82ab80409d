"""One question, one answer: hits in order, filters with counts, a page of results with highlighted snippets.

At most 1,000 hits are looked at, without their texts, in one query; sorting, filtering and counting happen here, so a
filter's number is always what one gets by clicking it. Two more queries fetch what the page shows.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from django.conf import settings
from django.core.paginator import Page as ResultPage
from django.core.paginator import Paginator
from django.db.models import Q
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled
from wagtail.search.backends import get_search_backend

from portal.cities import hosts
from portal.cities.models import City
from portal.delivery.restrictions import private_paths

from . import german
from .models import SearchEntry, SearchEntryQuerySet
from .registry import kinds

log = logging.getLogger(__name__)
MOST = 1000
PER_PAGE = 10
SNIPPET = 220  # characters
SUGGESTIONS = 8


@dataclass(frozen=True)
class Question:
    """What the address says, bounded and cleaned by `forms`."""

    text: str = ""
    region: bool = False
    kinds: tuple[str, ...] = ()
    cities: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    page: int = 1

    @property
    def terms(self) -> list[str]:
        return german.query_terms(self.text)


@dataclass
class Answer:
    page: ResultPage
    total: int
    results: list[dict[str, Any]]
    groups: list[dict[str, Any]]
    loose: bool = False  # not every word was found: any of them was enough
    capped: bool = False
    hint: str = ""


def ask(city: City, question: Question) -> Answer:
    asked = question.terms
    with scopes_disabled():  # the region's entries are public; the portal's own are filtered by city
        entries = SearchEntry.of_region() if question.region else SearchEntry.of_portal(city)
        loose = False
        found = look(entries, asked, "and") if asked else []
        if not found and len(asked) > 1:
            found = look(entries, asked, "or")
            loose = bool(found)
        ranked = rank(found, asked)
        facets, shown = narrow(ranked, question)
        page = Paginator(shown, PER_PAGE).get_page(question.page)
        results = details(city, list(page.object_list), asked)
        hint = "" if found or not asked else spelling(entries, question.text)
    return Answer(
        page=page,
        total=len(shown),
        results=results,
        groups=groups_of(facets, {t["slug"]: t["title"] for entry in ranked for t in entry.topics}, question),
        loose=loose,
        capped=len(found) >= MOST,
        hint=hint,
    )


def look(entries: SearchEntryQuerySet, asked: list[str], operator: str) -> list[SearchEntry]:
    """Hits in the backend's order of relevance. A search server that is down is replaced by the database."""
    names = [name for name in ("default", "db") if name in settings.WAGTAILSEARCH_BACKENDS]
    for name in names:
        try:
            backend = get_search_backend(name)
            return list(backend.search(" ".join(asked), entries.light(), operator=operator)[:MOST])
        except Exception:
            if name == names[-1]:
                raise
            log.warning("the search server does not answer, the database does", exc_info=True)
    return []


def rank(found: list[SearchEntry], asked: list[str]) -> list[SearchEntry]:
    """Titles first: all words in the title, then some, then the text; within that the backend's order."""

    def tier(entry: SearchEntry) -> int:
        titled = entry.title_terms.split()
        hits = sum(1 for word in asked if word in titled)
        if hits == len(asked):
            return 0 if len(titled) == len(asked) else 1
        begun = sum(1 for word in asked if any(t.startswith(word) or t.endswith(word) for t in titled))
        return 2 if begun == len(asked) else 3 if hits or begun else 4

    return [entry for _n, entry in sorted(enumerate(found), key=lambda pair: (tier(pair[1]), pair[0]))]


def narrow(ranked: list[SearchEntry], question: Question) -> tuple[dict[str, Counter], list[SearchEntry]]:
    """Counts per filter value, each under the other filters; and the hits that pass all of them."""
    slugs = {host.city.pk: host.city.slug for host in hosts.every()}
    wanted = {"art": set(question.kinds), "stadt": set(question.cities), "thema": set(question.topics)}
    counts: dict[str, Counter] = {name: Counter() for name in wanted}
    shown = []
    for entry in ranked:
        values = {
            "art": {entry.kind},
            "stadt": {slugs.get(entry.city_id, "")},
            "thema": {t["slug"] for t in entry.topics},
        }
        missed = [name for name, chosen in wanted.items() if chosen and not chosen & values[name]]
        for name, counter in counts.items():
            if not missed or missed == [name]:
                counter.update(values[name])
        if not missed:
            shown.append(entry)
    return counts, shown


def groups_of(counts: dict[str, Counter], names: dict[str, str], question: Question) -> list[dict[str, Any]]:
    """For components/facets.html; a chosen value stays visible when nothing is left of it."""
    known, towns = kinds(), {host.city.slug: host.city.name for host in hosts.every()}
    groups = []
    for title, name, chosen, label in (
        (_("Art"), "art", question.kinds, lambda key: str(known[key].label) if key in known else ""),
        (_("Stadt"), "stadt", question.cities if question.region else (), lambda key: towns.get(key, "")),
        (_("Thema"), "thema", question.topics, lambda key: names.get(key, "")),
    ):
        if name == "stadt" and not question.region:
            continue
        values = [(v, n) for v, n in counts[name].most_common(12) if label(v)]
        values += [(v, 0) for v in chosen if v not in dict(values) and label(v)]
        if values:
            options = [{"value": v, "label": label(v), "count": n, "checked": v in chosen} for v, n in values]
            groups.append({"title": title, "name": name, "type": "checkbox", "options": options})
    return groups


def visible(entries: SearchEntryQuerySet) -> SearchEntryQuerySet:
    """A second lock beside the index: never a page that is not live or lies in a private branch."""
    seen = Q(page__isnull=True) | Q(page__live=True)
    for path in private_paths():
        seen &= ~Q(page__path__startswith=path)
    return entries.filter(seen)


def details(city: City, entries: list[SearchEntry], asked: list[str]) -> list[dict[str, Any]]:
    rows = {
        row.pk: row
        for row in visible(SearchEntry.of_region().filter(pk__in=[e.pk for e in entries]).defer("terms", "parts"))
    }
    home = {host.city.pk: host for host in hosts.every()}
    known = kinds()
    results = []
    for entry in entries:
        row, host = rows.get(entry.pk), home.get(entry.city_id)
        if row is None or host is None:
            continue
        text = snippet(row, asked)
        kind = known.get(row.kind)
        own = row.city_id == city.pk
        results.append(
            {
                "kind": kind.label if kind else "",
                "icon": kind.icon if kind else "file",
                "title": row.title,
                "url": row.url if own else hosts.absolute(host.site.hostname, row.url),
                "text": text,
                "words": marked(f"{row.title} {text}", asked),
                "date": row.date,
                "city": None if own else host.city.name,
                "topics": row.topics,
            }
        )
    return results


def marked(text: str, asked: list[str]) -> list[str]:
    """The words of the text, as written, that answer the question: for the `highlight` filter, which escapes."""
    return list(dict.fromkeys(w for w in german.words(text) if german.matches(w, asked)))[:40]


def snippet(row: SearchEntry, asked: list[str]) -> str:
    """The summary if it answers, else the place in the text that does, cut at words."""
    if row.summary and any(german.matches(w, asked) for w in german.words(row.summary)):
        return row.summary[:400]
    text = row.text
    for found in re.finditer(r"[^\W_]+", text[:20_000]):
        if german.matches(found.group(), asked):
            start = max(0, found.start() - SNIPPET // 3)
            start = text.find(" ", start) + 1 if start else 0
            end = min(len(text), start + SNIPPET)
            end = text.rfind(" ", start, end) if end < len(text) else end
            return f"{'… ' if start else ''}{text[start:end].strip()}{' …' if end < len(text) else ''}"
    return (row.summary or text)[:SNIPPET].strip()


def spelling(entries: SearchEntryQuerySet, text: str) -> str:
    """The question with its unknown words replaced by the nearest words of titles; "" when none is near."""
    vocabulary: dict[str, str] = {}
    for title in entries.values_list("title", flat=True)[:3000]:
        for word in german.words(title):
            vocabulary.setdefault(german.fold(word), word)
    better, changed = [], False
    for word in german.words(text[: german.MAX_QUERY])[: german.MAX_WORDS]:
        folded = german.fold(word)
        near = [] if folded in vocabulary or len(folded) < 4 else get_close_matches(folded, vocabulary, 1, 0.75)
        better.append(vocabulary[near[0]] if near else word)
        changed = changed or bool(near)
    return " ".join(better) if changed else ""


def suggest(city: City, text: str) -> list[dict[str, str]]:
    """Titles with a word that begins with each word typed so far; one query."""
    asked = [german.fold(w) for w in german.words(text[:100])[:6]]
    if not asked or len("".join(asked)) < 2:
        return []
    known = kinds()
    with scopes_disabled():
        entries = visible(SearchEntry.of_portal(city))
        for word in asked:
            # title_terms are stems: compare with the beginning of what was typed, then look closely
            entries = entries.filter(title_terms__contains=german.stem(word)[:5])
        rows = list(entries.only("title", "url", "kind", "title_terms").order_by("title")[:200])
    found = []
    for row in rows:
        folded = [german.fold(w) for w in german.words(row.title)]
        if all(any(f.startswith(word) for f in folded) for word in asked):
            first = bool(folded) and folded[0].startswith(asked[0])
            found.append(
                (
                    not first,
                    len(row.title),
                    {
                        "title": row.title,
                        "url": row.url,
                        "kind": str(known[row.kind].label) if row.kind in known else "",
                    },
                )
            )
    return [row for _first, _length, row in sorted(found, key=lambda f: f[:2])[:SUGGESTIONS]]
