"""Builds one portal of the demo from its texts: a page is made once and never touched again."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Callable, Iterable
from typing import Any

from dateutil.relativedelta import relativedelta
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from django.utils.text import slugify
from wagtail.models import Page

from portal.accounts.models import User
from portal.cities.models import City
from portal.content.models import (
    ContentPage,
    DirectoryPage,
    EventIndexPage,
    EventPage,
    HomePage,
    HomeTask,
    LegalPage,
    NewsIndexPage,
    NewsPage,
    PortalPage,
    SectionPage,
    Topic,
)
from portal.library.models import PortalDocument
from portal.offices.models import Office

from . import files, markup, offices, pictures
from .kinds import Event, News, PageText, Portal
from .models import DemoSeed
from .shapes import Shaper
from .texts import services

DAY = {"Mo": 0, "Di": 1, "Mi": 2, "Do": 3, "Fr": 4, "Sa": 5, "So": 6}
INDEXES = {"aktuelles": NewsIndexPage, "veranstaltungen": EventIndexPage}
NAMESPACE = uuid.UUID("6f1c7a52-4d5e-5f0b-9b60-5a1f6c1a7d10")  # the demo's own: makes uuid5 of keys stable


class Dates:
    """When the events of the texts take place, seen from a day."""

    def __init__(self, today: dt.date) -> None:
        self.today = today

    def day(self, event: Event) -> dt.date:
        if isinstance(event.day, int):
            return self.today + dt.timedelta(days=event.day)
        name, weeks = event.day
        return self.today + dt.timedelta(days=(DAY[name] - self.today.weekday()) % 7 + 7 * weeks)

    def start(self, event: Event) -> dt.datetime:
        return at(self.day(event), event.start)

    def end(self, event: Event) -> dt.datetime | None:
        return at(self.day(event), event.end) if event.end else None

    def rule(self, event: Event) -> str:
        """A monthly rule names the weekday of its first date, so that the first date obeys it."""
        if not event.rrule.startswith("FREQ=MONTHLY"):
            return event.rrule
        day = self.day(event)
        nth = (day.day - 1) // 7 + 1
        return f"FREQ=MONTHLY;BYDAY={nth if nth < 5 else -1}{['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'][day.weekday()]}"


class Builder:
    """Two passes: first every page gets its place in the tree, then its text, so that texts can link to any page."""

    def __init__(self, city: City, text: Portal, *, now: dt.datetime, editor: User) -> None:
        self.city, self.text, self.now, self.editor = city, text, now, editor
        self.today = now.date()
        self.dates = Dates(self.today)
        self.offices: dict[str, Office] = {}
        self.home: Page = city.site.root_page
        self.known: dict[str, int] = dict(DemoSeed.objects.filter(city=city).values_list("key", "object_id"))
        self.paths: dict[str, int] = {}
        self.waiting: list[tuple[PortalPage, Callable[[PortalPage], None], str]] = []
        self.shaper = Shaper(self)

    def build(self) -> int:
        """Answers how many pages were made."""
        self.offices = offices.seed_offices(self.city, self.text, self.today, self.editor)
        for section in self.text.sections:
            self._place(section, self._section_type(section))
        for page in (*services.pages(self.text), *self.text.pages):
            self._place(page, DirectoryPage if page.kind == "directory" else ContentPage)
        for news in self.text.news:
            self._add(
                "aktuelles", f"news/{news.slug}", NewsPage, news.title, news.slug, lambda p, n=news: self._news(p, n)
            )
        for event in self.text.events:
            start = self.dates.start(event)
            if not event.months or start.month in event.months:
                self._add(
                    "veranstaltungen", f"event/{event.slug}", EventPage, event.title, event.slug,
                    lambda p, e=event: self._event(p, e),
                )  # fmt: skip
        self._existing()
        for page, write, key in self.waiting:
            page.refresh_from_db(fields=["numchild"])  # its children came after it: an old count breaks the tree
            write(page)
            page.save_revision(user=self.editor, log_action=False).publish(user=self.editor, log_action=False)
            self._remember(key, page)
        return len(self.waiting)

    # --- places in the tree ---------------------------------------------------------------------

    def _section_type(self, section: PageText) -> type[PortalPage]:
        return INDEXES.get(section.path, DirectoryPage if section.kind == "directory" else SectionPage)

    def _place(self, text: PageText, model: type[PortalPage]) -> None:
        parent, _, slug = text.path.rpartition("/")
        self._add(parent, f"{text.kind}/{text.path}", model, text.title, slug, lambda p: self._page(p, text))

    def _add(
        self, parent_path: str, key: str, model: type[PortalPage], title: str, slug: str, write: Callable[[Any], None]
    ) -> None:
        path = f"{parent_path}/{slug}".strip("/")
        if key in self.known:
            if Page.objects.filter(pk=self.known[key]).exists():
                self.paths[path] = self.known[key]
            return
        parent = self.home
        if parent_path:
            if parent_path not in self.paths:
                return  # a person removed the section: its pages stay away, too
            parent = Page.objects.get(pk=self.paths[parent_path])
        if parent.get_children().filter(slug=slug).exists():
            return  # a person made a page at this address: it is theirs
        page = model(
            title=self.fill(title), slug=slug, live=False, owner=self.editor,
            uuid=uuid.uuid5(NAMESPACE, f"{self.city.slug}/{key}"),
            show_in_menus=not parent_path,
        )  # fmt: skip
        parent.add_child(instance=page)
        self.paths[path] = page.pk
        self.waiting.append((page, write, key))

    def _existing(self) -> None:
        """Pages that came with the city and get the demo's text: home and imprint."""
        home = HomePage.objects.get(pk=self.home.pk)
        self.paths[""] = home.pk
        for page in LegalPage.objects.child_of(home).live():
            self.paths.setdefault(page.slug, page.pk)
        if "page/home" not in self.known:
            self.waiting.append((home, self._home, "page/home"))

    def _remember(self, key: str, page: PortalPage) -> None:
        DemoSeed.objects.create(
            city=self.city, key=key, content_type=ContentType.objects.get_for_model(type(page)), object_id=page.pk
        )

    # --- texts ----------------------------------------------------------------------------------

    def fill(self, text: str) -> str:
        return markup.fill(text, name=self.city.name, today=self.today)

    def resolve(self, target: str) -> tuple[str, int] | None:
        if target.startswith("doc:"):
            document = self.document(target[4:])
            return ("document", document.pk) if document else None
        if target.startswith("city:"):
            home = City.objects.filter(slug=target[5:]).values_list("site__root_page_id", flat=True).first()
            return ("page", home) if home else None
        path = target.strip("/")
        if path not in self.paths:
            raise KeyError(f"{self.city.slug}: no page at {path!r}")
        return ("page", self.paths[path])

    def html(self, text: str) -> str:
        return markup.html(self.fill(text), self.resolve)

    def _body(self, page: PortalPage, key: str, parts: Iterable[Any]) -> None:
        children = list(self.shaper.children(parts))
        page.body = json.dumps(  # type: ignore[assignment]
            [_named(child, f"{self.city.slug}/{key}/{i}") for i, child in enumerate(children)]
        )

    def _common(self, page: PortalPage, summary: str, topics: Iterable[str], picture: str) -> None:
        page.summary = self.fill(summary)
        page.search_description = page.summary
        if picture:
            page.picture = pictures.picture(self.city, picture)
            page.picture_alt = pictures.alt_text(picture) if page.picture else ""
        for name in topics:
            page.topics.add(topic(name))

    def office(self, key: str) -> Office | None:
        return self.offices.get(key)

    def _page(self, page: PortalPage, text: PageText) -> None:
        page.icon, page.office = text.icon, self.office(text.office)
        self._common(page, text.summary, text.topics, text.picture)
        self._body(page, text.path, text.body)

    def _home(self, page: HomePage) -> None:
        home = self.text.home
        page.heading, page.frequent = home.heading, home.frequent
        self._common(page, home.summary, (), "")
        page.tasks = [
            HomeTask(title=self.fill(words), link_page_id=self.paths[path], icon=icon)
            for words, path, icon in home.tasks
        ]
        self._body(page, "home", home.body)

    def _news(self, page: NewsPage, news: News) -> None:
        page.date = self.today - dt.timedelta(days=news.days_ago)
        page.author = news.office
        page.offered_to_region = news.offered
        self._common(page, news.summary, (news.topic,), news.picture)
        self._body(page, f"news/{news.slug}", self.shaper.with_talk(news.body, news.talk))

    def _event(self, page: EventPage, event: Event) -> None:
        page.starts_at, page.ends_at = self.dates.start(event), self.dates.end(event)
        page.rrule = self.dates.rule(event)
        page.location, page.organiser = event.place, event.organiser
        page.price, page.access_note = event.price, event.access
        self._common(page, event.summary, (event.topic,), event.picture)
        self._body(page, f"event/{event.slug}", event.body)

    def document(self, name: str) -> PortalDocument | None:
        return files.document(self.city, name, self.text, self.today)


def _named(value: Any, place: str) -> Any:
    """Every block and list item gets an id that follows from its place: the same text gives the same bytes."""
    if isinstance(value, list):
        return [_named(item, f"{place}/{i}") for i, item in enumerate(value)]
    if not isinstance(value, dict):
        return value
    named = {key: _named(item, f"{place}/{key}") for key, item in value.items()}
    if "type" in named and "value" in named:
        named["id"] = str(uuid.uuid5(NAMESPACE, place))
    return named


def at(day: dt.date, clock: str) -> dt.datetime:
    """Local time of that day; "24:00" is the following midnight."""
    hour, minute = (int(part) for part in clock.split(":"))
    return timezone.make_aware(dt.datetime.combine(day, dt.time())) + relativedelta(hours=hour, minutes=minute)


def topic(name: str) -> Topic:
    return Topic.objects.get_or_create(name=name, defaults={"slug": slugify(name)})[0]
