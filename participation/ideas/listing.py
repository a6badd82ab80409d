"""Lists of ideas: filters and order in the address, counts beside them. Hostile values count as not given.

Three queries of its own, however many ideas: categories, tallies, one page of rows (a text search counts once more).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participation.comments.threads import CountedPaginator
from portal.blocks import backdrop
from portal.kit.text import clean

from .hosting import rules_of
from .models import CHIPS, PER_PAGE, SORTS, Category, Idea, IdeaQuerySet, Support

if TYPE_CHECKING:
    from participation.projects.models import Module
    from participation.projects.rooms import Room
    from portal.cities.models import City

STATES = {
    "neu": Idea.State.NEW,
    "pruefung": Idea.State.REVIEW,
    "angenommen": Idea.State.ACCEPTED,
    "teilweise": Idea.State.PARTLY,
    "abgelehnt": Idea.State.REJECTED,
}
SORT_TITLES = {
    "neu": gettext_lazy("Neueste"),
    "unterstuetzt": gettext_lazy("Meist unterstützt"),
    "diskutiert": gettext_lazy("Meist diskutiert"),
    "nummer": gettext_lazy("Nummer"),
}
DEFAULT_SORT = "neu"
VIEWS = ("karte", "liste")
SEARCH_MAX = 100
PAGES_MAX = 10_000


@dataclass(frozen=True)
class Chosen:
    """What the address asks for, checked."""

    words: str = ""
    category: Category | None = None
    state: str = ""
    city: City | None = None
    sort: str = DEFAULT_SORT
    view: str = "karte"

    @classmethod
    def of(cls, query: QueryDict, categories: list[Category], cities: list[City]) -> Chosen:
        words = " ".join(clean(query.get("q", "")[: 4 * SEARCH_MAX]).split())[:SEARCH_MAX]
        state, sort, view = query.get("stand", ""), query.get("sort", ""), query.get("ansicht", "")
        return cls(
            words,
            next((c for c in categories if str(c.uuid) == query.get("thema")), None),
            state if state in STATES else "",
            next((c for c in cities if c.slug == query.get("stadt")), None) if len(cities) > 1 else None,
            sort if sort in SORTS else DEFAULT_SORT,
            view if view in VIEWS else "karte",
        )

    def params(self, **changes: str) -> str:
        """The address of this choice with some of it changed, as a query string; what is usual is left out."""
        values = {
            "q": self.words,
            "thema": str(self.category.uuid) if self.category else "",
            "stand": self.state,
            "stadt": self.city.slug if self.city else "",
            "sort": "" if self.sort == DEFAULT_SORT else self.sort,
            "ansicht": "" if self.view == "karte" else self.view,
            **changes,
        }
        found = urlencode({k: v for k, v in values.items() if v})
        return f"?{found}" if found else ""

    def narrowed(self, rows: IdeaQuerySet) -> IdeaQuerySet:
        if self.category is not None:
            rows = rows.filter(category=self.category)
        if self.state:
            rows = rows.filter(state=STATES[self.state])
        if self.city is not None:
            rows = rows.filter(city=self.city)
        if self.words:
            number = self.words.removeprefix("Nr.").strip()
            asked = Q(title__icontains=self.words) | Q(text__icontains=self.words) | Q(place__icontains=self.words)
            if number.isascii() and number.isdigit() and len(number) < 9:
                asked |= Q(number=int(number))
            rows = rows.filter(asked)
        return rows


def ideas_of(module: Module) -> IdeaQuerySet:
    """Readable ideas of a module."""
    return Idea.objects.filter(module=module).readable()


def categories_of(module: Module) -> list[Category]:
    return list(Category.objects.filter(module=module))


def list_context(request: HttpRequest, room: Room) -> dict[str, Any]:
    """What `ideas/parts/overview.html` needs; for any module that collects ideas."""
    categories = categories_of(room.module)
    chosen = Chosen.of(request.GET, categories, room.plan.cities)
    mapped = rules_of(room.module).place != "none"
    if not mapped:
        chosen = replace(chosen, view="liste")
    tallies = list(
        ideas_of(room.module).order_by().values_list("category_id", "state", "city_id").annotate(n=Count("pk"))
    )
    rows = chosen.narrowed(ideas_of(room.module)).select_related("author", "category").sorted_by(chosen.sort)
    found = _page(rows, request.GET.get("seite"), None if chosen.words else _total(tallies, chosen))
    ideas = list(found.object_list)
    found.object_list = ideas
    names = {city.pk: city.name for city in room.plan.cities} if room.plan.is_joint else {}
    supported = _supported(room, ideas)
    for idea in ideas:
        idea.city_name = names.get(idea.city_id, "")  # type: ignore[attr-defined]
        idea.supported = idea.pk in supported  # type: ignore[attr-defined]
    placed = [idea for idea in ideas if idea.is_placed]
    return {
        "found": found,
        "chosen": chosen,
        "total": sum(n for *_keys, n in tallies),
        "facets": _facets(chosen, categories, room.plan.cities if room.plan.is_joint else [], tallies),
        "active": sum(map(bool, (chosen.category, chosen.state, chosen.city))),
        "sorts": [{"title": title, "value": key, "current": key == chosen.sort} for key, title in SORT_TITLES.items()],
        "reset_url": f"{room.url}{chosen.params(q='', thema='', stand='', stadt='', sort='')}",
        "views": [
            {"title": _("Karte und Liste"), "icon": "pin", "url": f"{room.url}{chosen.params(ansicht='')}", "current": chosen.view == "karte"},
            {"title": _("Nur Liste"), "icon": "list", "url": f"{room.url}{chosen.params(ansicht='liste')}", "current": chosen.view == "liste"},
        ]
        if mapped
        else [],
        "drawing": backdrop.draw([(i.latitude, i.longitude) for i in placed], [str(i.number) for i in placed]),  # type: ignore[misc]
        "placed_count": len(placed),
        "points_query": chosen.params(sort="", ansicht=""),
        "legend": [(Idea.State(state).label, chip) for state, chip in CHIPS.items()],
        "may_submit": room.may("submit"),
        "may_support": room.may("support"),
        "asks_submit": room.asks_for("submit"),
        "asks_support": room.asks_for("support"),
    }  # fmt: skip


def _supported(room: Room, ideas: list[Idea]) -> set[int]:
    if room.user is None or not ideas:
        return set()
    rows = Support.objects.filter(idea__in=[i.pk for i in ideas], user=room.user)
    return set(rows.values_list("idea_id", flat=True))


def _page(rows: QuerySet[Idea], number: str | None, count: int | None) -> Page:
    paginator = Paginator(rows, PER_PAGE) if count is None else CountedPaginator(rows, PER_PAGE, count)  # type: ignore[arg-type]
    wanted = int(number) if number and number.isascii() and number.isdigit() and len(number) < 6 else 1
    return paginator.get_page(min(max(wanted, 1), PAGES_MAX))


Tally = tuple[int | None, str, int, int]


def _matches(tally: Tally, chosen: Chosen, *, but: str = "") -> bool:
    category, state, city, _n = tally
    return (
        (but == "thema" or chosen.category is None or category == chosen.category.pk)
        and (but == "stand" or not chosen.state or state == STATES[chosen.state])
        and (but == "stadt" or chosen.city is None or city == chosen.city.pk)
    )


def _total(tallies: list[Tally], chosen: Chosen) -> int:
    return sum(t[3] for t in tallies if _matches(t, chosen))


def _facets(
    chosen: Chosen, categories: list[Category], cities: list[City], tallies: list[Tally]
) -> list[dict[str, Any]]:
    def options(name: str, position: int, choices: list[tuple[str, str, Any]], now: str) -> list[dict[str, Any]]:
        counts: dict[Any, int] = {}
        for tally in tallies:
            if _matches(tally, chosen, but=name):
                counts[tally[position]] = counts.get(tally[position], 0) + tally[3]
        every = [{"value": "", "label": _("Alle"), "checked": not now}]
        return every + [
            {
                "value": value,
                "label": label,
                "checked": value == now,
                "count": "" if chosen.words else counts.get(key, 0),
            }
            for value, label, key in choices
            if counts.get(key, 0) or value == now
        ]

    groups = []
    if categories:
        names = [(str(c.uuid), c.name, c.pk) for c in categories]
        now = str(chosen.category.uuid) if chosen.category else ""
        groups.append(
            {"title": _("Thema"), "name": "thema", "type": "radio", "options": options("thema", 0, names, now)}
        )
    states = [(key, str(state.label), state.value) for key, state in STATES.items()]
    groups.append(
        {"title": _("Stand"), "name": "stand", "type": "radio", "options": options("stand", 1, states, chosen.state)}
    )
    if cities:
        named = [(c.slug, c.name, c.pk) for c in cities]
        now = chosen.city.slug if chosen.city else ""
        groups.append(
            {"title": _("Stadt"), "name": "stadt", "type": "radio", "options": options("stadt", 2, named, now)}
        )
    return groups


POINTS_MAX = 20_000


def points(module: Module, chosen: Chosen) -> str:
    """JSON: [number, latitude, longitude, chip] of every readable idea with a place, five decimals (about a metre).

    Written by hand, for 5,000 of them cost twice as much through floats and lists; `chip` is one of our own words.
    """
    rows = chosen.narrowed(ideas_of(module)).placed().order_by("number")
    values = rows.values_list("number", "latitude", "longitude", "state")[:POINTS_MAX].iterator(chunk_size=POINTS_MAX)
    line = {state: f'[%d,%.5f,%.5f,"{chip}"]' for state, chip in CHIPS.items()}
    return f'{{"points":[{",".join(line[state] % (number, lat, lon) for number, lat, lon, state in values)}]}}'
