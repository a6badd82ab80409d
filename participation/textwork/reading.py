"""What the pages of a text show, each in a constant number of queries."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.paginator import Page
from django.db.models import Count, QuerySet, Subquery
from django.utils.safestring import SafeString

from participation.comments import hosts
from participation.comments.threads import CountedPaginator
from participation.projects.models import Module

from . import diff
from .addresses import paragraph_url, report_url, suggestion_url
from .models import Paragraph, Suggestion, Version
from .permissions import may_decide, owns

if TYPE_CHECKING:
    from participation.projects.rooms import Room

KIND = "absatz"  # name of paragraphs in discussions
PER_PAGE = 10


@dataclass(frozen=True)
class Line:
    """A paragraph with what stands in its margin."""

    paragraph: Paragraph
    number: int
    url: str
    comments: int
    suggestions: int


def paragraphs_of(version: Version) -> list[Paragraph]:
    return list(Paragraph.objects.filter(version=version).select_related("anchor").order_by("position"))


def document(module: Module, version: Version, *, counted: bool = True) -> list[Line]:
    """Two queries: paragraphs, and the number of comments about all of them."""
    rows = paragraphs_of(version)
    comments = hosts.counts(KIND, [row.anchor.uuid for row in rows]) if counted and rows else {}
    return [
        Line(
            row,
            number,
            paragraph_url(module, row.anchor.uuid),
            comments.get(row.anchor.uuid, 0),
            row.anchor.suggestion_count if counted else 0,
        )
        for number, row in enumerate(rows, 1)
    ]


def find_paragraph(module: Module, anchor: uuid.UUID) -> tuple[Paragraph | None, int | None]:
    """The paragraph as it stands now, or as it last stood, and the id of the current version. One query."""
    published = Version.objects.filter(module=module, number__isnull=False)
    row = (
        Paragraph.objects.filter(anchor__uuid=anchor, anchor__module=module, version__number__isnull=False)
        .select_related("anchor", "version")
        .defer("version__source")
        .annotate(newest=Subquery(published.order_by("-number").values("pk")[:1]))
        .order_by("-version__number")
        .first()
    )
    return row, row.newest if row is not None else None  # type: ignore[attr-defined]


def current_id(module: Module) -> int | None:
    rows = Version.objects.filter(module=module, number__isnull=False)
    return rows.order_by("-number").values_list("pk", flat=True).first()


@dataclass(frozen=True)
class Shown:
    """A suggestion as lists and its own page show it."""

    row: Suggestion
    before: Paragraph | None
    html: SafeString
    url: str
    paragraph_url: str
    report_url: str
    owned: bool
    may_decide: bool


def suggestions_of(module: Module) -> QuerySet[Suggestion]:
    return Suggestion.objects.filter(module=module).readable().select_related("author", "anchor", "city__site")


def show_suggestions(room: Room, rows: Iterable[Suggestion], version: int | None) -> list[Shown]:
    """One query for the wordings. `version`: id of the current one. An open suggestion is compared with the current wording, a decided one with the
    wording its author saw: after it was taken over there would be no difference to see."""
    rows = list(rows)
    wanted = {row.version_id for row in rows} | ({version} if version is not None else set())
    found: dict[tuple[int, int], Paragraph] = {}
    if rows:
        paragraphs = Paragraph.objects.filter(version__in=wanted, anchor__in={row.anchor_id for row in rows})
        found = {(p.version_id, p.anchor_id): p for p in paragraphs}
    budget = diff.Budget()
    shown = []
    for row in rows:
        row.module = room.module
        seen = found.get((row.version_id, row.anchor_id))
        now = found.get((version, row.anchor_id)) if version is not None and row.is_open else None
        before = now or seen
        shown.append(
            Shown(
                row,
                before,
                diff.show(before.text if before else "", row.wording, budget),
                suggestion_url(row),
                paragraph_url(room.module, row.anchor.uuid),
                report_url(row, room.city),
                owns(room.user, row),
                may_decide(room.user, room.plan, row) if room.user is not None else False,
            )
        )
    return shown


def suggestion_page(
    room: Room, rows: QuerySet[Suggestion], number: str | None, version: int | None, count: int
) -> Page[Any]:
    """Rows and wordings: two queries. `count`: how many there are, known from a counter."""
    page = CountedPaginator(rows.order_by("-created_at", "-pk"), PER_PAGE, count).get_page(number)
    page.object_list = show_suggestions(room, page.object_list, version)  # type: ignore[assignment]
    return page


def by_state(module: Module) -> dict[str, int]:
    rows = Suggestion.objects.filter(module=module).readable().order_by().values_list("state")
    return dict(rows.annotate(n=Count("pk")))
