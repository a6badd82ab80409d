"""The shapes of the demo's texts.

Text is written in a small markup: paragraphs divided by blank lines, `## ` and `### ` headings, `- ` and `1. `
lists, `**bold**`, `[words](path)` links to a page of the same portal by its path, `[words](doc:name)` to a
download. `{tag:12}` is the date in twelve days, `{wtag:12}` with its weekday, `{jahr:1}` next year, `{name}` the city.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Block:
    """A block of a body: the name under which portal.blocks knows it, and the demo's own short form of its value."""

    name: str
    value: Any


Body = tuple[str | Block, ...]


@dataclass(frozen=True)
class PageText:
    """A section or content page. `path` has no outer slashes; its last part is the slug."""

    path: str
    title: str
    summary: str
    body: Body = ()
    picture: str = ""
    alt: str = ""
    topics: tuple[str, ...] = ()
    kind: str = "page"
    icon: str = ""
    office: str = ""


@dataclass(frozen=True)
class News:
    slug: str
    days_ago: int
    title: str
    summary: str
    office: str
    body: Body
    topic: str
    picture: str = ""
    alt: str = ""
    offered: bool = False
    talk: bool = False


@dataclass(frozen=True)
class Event:
    """`day`: days from today, or ("Sa", n) for the n-th coming Saturday (0 = the first, today included).

    `months`: made only where the date falls into one of them; empty: in every season.
    """

    slug: str
    day: int | tuple[str, int]
    start: str
    end: str
    title: str
    summary: str
    place: str
    body: Body = ()
    organiser: str = ""
    price: str = "kostenlos"
    access: str = ""
    rrule: str = ""
    topic: str = "Kultur"
    picture: str = ""
    alt: str = ""
    months: tuple[int, ...] = ()


@dataclass(frozen=True)
class Office:
    """`hours`: {"Mo": "8:00-12:00, 14:00-16:00"}; `closed`: (days from today, reason) of an exception."""

    key: str
    name: str
    about: str
    street: str
    phone: str
    mail: str
    hours: dict[str, str]
    room: str = ""
    access: str = ""
    closed: tuple[int, str] | None = None
    tasks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Place:
    """Position as an offset in degrees from the city's centre of facts.py: near the place, not surveyed."""

    name: str
    north: float
    east: float
    text: str


@dataclass(frozen=True)
class Home:
    heading: str
    frequent: str
    summary: str
    tasks: tuple[tuple[str, str, str], ...]  # (words, path, icon): the tiles under the landscape
    body: Body


@dataclass(frozen=True)
class Portal:
    slug: str
    home: Home
    sections: tuple[PageText, ...]
    services: dict[str, str]  # topic of texts.services → this city's own paragraphs
    pages: tuple[PageText, ...]
    news: tuple[News, ...]
    events: tuple[Event, ...]
    offices: tuple[Office, ...]
    places: tuple[Place, ...] = ()
    options: dict[str, Any] = field(default_factory=dict)


def steps(*items: tuple[str, str]) -> Block:
    return Block("steps", items)


def faq(*items: tuple[str, str]) -> Block:
    return Block("faq", items)


def folds(*items: tuple[str, str]) -> Block:
    return Block("accordion", items)


def note(title: str, text: str, tone: str = "info") -> Block:
    """Tones: info, ok, warn."""
    return Block("callout", (title, text, tone))


def quote(text: str, source: str) -> Block:
    return Block("quote", (text, source))


def table(caption: str, head: tuple[str, ...], *rows: tuple[str, ...]) -> Block:
    return Block("table", (caption, head, rows))


def tiles(title: str, *items: tuple[str, str, str]) -> Block:
    """(words, path, icon) each."""
    return Block("link_tiles", (title, items))


def figures(title: str, *items: tuple[str, str, str]) -> Block:
    """(figure, label, basis) each; `*POPULATION` stands for the official count of facts.py."""
    return Block("figures", (title, items))


def news_teaser(title: str, count: int = 4) -> Block:
    return Block("news_teaser", (title, count))


def event_teaser(title: str, count: int = 4) -> Block:
    return Block("event_teaser", (title, count))


def place_map(title: str, *names: str) -> Block:
    """Places of the portal by name; none named: all."""
    return Block("map", (title, names))


def downloads(*names: str) -> Block:
    return Block("downloads", names)


def gallery(title: str, *motifs: tuple[str, str]) -> Block:
    """(motif, alternative text) each."""
    return Block("gallery", (title, motifs))


def contact(office: str) -> Block:
    return Block("contact_card", office)


def hours(office: str) -> Block:
    return Block("opening_hours", office)


def image(motif: str, alt: str, caption: str = "") -> Block:
    return Block("image", (motif, alt, caption))


def follow() -> Block:
    return Block("follow", None)
