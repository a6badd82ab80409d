"""From the demo's short form of a block to the stored form that portal.blocks reads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from portal.blocks.registry import entries

from . import pictures
from .kinds import Block

if TYPE_CHECKING:
    from .builder import Builder

Child = dict[str, Any]
POPULATION, AGS = "*POPULATION", "*AGS"


class Shaper:
    """One method per block, named like it; a block that is not installed is left out."""

    def __init__(self, builder: Builder) -> None:
        self.builder = builder
        self.installed = {entry.name for entry in entries()}

    def children(self, parts: Iterable[str | Block]) -> Iterator[Child]:
        for part in parts:
            if isinstance(part, str):
                yield {"type": "text", "value": self.builder.html(part)}
                continue
            shape: Callable[[Any], Any] | None = getattr(self, part.name, None)
            if shape is None or part.name not in self.installed:
                continue
            value = shape(part.value)
            if value is not None:
                yield {"type": part.name, "value": value}

    def with_talk(self, body: Iterable[str | Block], talk: bool) -> list[str | Block]:
        return [*body, Block("discussion", "")] if talk else list(body)

    # --- words ----------------------------------------------------------------------------------

    def _items(self, pairs: Sequence[tuple[str, str]]) -> list[Child]:
        return [_item({"title": self.builder.fill(title), "text": self.builder.html(text)}) for title, text in pairs]

    def steps(self, pairs: Sequence[tuple[str, str]]) -> Child:
        return {"title": "So geht es", "items": self._items(pairs)}

    def accordion(self, pairs: Sequence[tuple[str, str]]) -> Child:
        return {"title": "", "items": self._items(pairs)}

    def faq(self, pairs: Sequence[tuple[str, str]]) -> Child:
        return {"title": "Fragen und Antworten", "items": self._items(pairs)}

    def callout(self, value: tuple[str, str, str]) -> Child:
        title, text, tone = value
        return {"tone": tone, "title": self.builder.fill(title), "text": self.builder.html(text)}

    def quote(self, value: tuple[str, str]) -> Child:
        return {"text": value[0], "source": value[1], "role": ""}

    def table(self, value: tuple[str, tuple[str, ...], Sequence[tuple[str, ...]]]) -> Child:
        caption, head, rows = value
        return {
            "caption": caption, "columns": [_item(cell) for cell in head], "numeric": False,
            "rows": [_item([_item(cell) for cell in row]) for row in rows],
        }  # fmt: skip

    def figures(self, value: tuple[str, Sequence[tuple[str, str, str]]]) -> Child:
        title, items = value
        return {"title": title, "items": [_item(self._figure(*item)) for item in items]}

    def _figure(self, value: str, label: str, basis: str) -> Child:
        city = self.builder.city
        if value == POPULATION:
            value = f"{city.population or 0:,}".replace(",", ".")
            day = city.population_date
            basis = f"{day:%d.%m.%Y}, {city.population_basis}" if day else city.population_basis
        elif value == AGS:
            value = city.ags or ""
        return {"value": value, "unit": "", "label": label, "basis": basis}

    # --- pictures and files ---------------------------------------------------------------------

    def _picture(self, motif: str, caption: str = "") -> Child | None:
        image = pictures.picture(self.builder.city, motif)
        if image is None:
            return None
        return {"image": image.pk, "alt_text": pictures.alt_text(motif), "decorative": False, "caption": caption}

    def image(self, value: tuple[str, str, str]) -> Child | None:
        return self._picture(value[0], value[2])

    def gallery(self, value: tuple[str, Sequence[tuple[str, str]]]) -> Child | None:
        title, motifs = value
        found = [p for motif, _words in motifs if (p := self._picture(motif)) is not None]
        return {"title": title, "pictures": [_item(p) for p in found]} if len(found) > 1 else None

    def downloads(self, names: Sequence[str]) -> Child | None:
        found = [d for name in names if (d := self.builder.document(name)) is not None]
        items = [_item({"document": d.pk, "title": "", "accessible": d.filename.endswith(".pdf")}) for d in found]
        return {"title": "Zum Herunterladen", "items": items} if items else None

    # --- links and lists ------------------------------------------------------------------------

    def link_tiles(self, value: tuple[str, Sequence[tuple[str, str, str]]]) -> Child:
        title, items = value
        tiles = []
        for words, path, icon in items:
            target = self.builder.resolve(path)
            if target:
                tiles.append(_item({"title": self.builder.fill(words), "page": target[1], "url": "", "icon": icon}))
        return {"title": title, "tiles": tiles}

    def news_teaser(self, value: tuple[str, int]) -> Child:
        return {"title": value[0], "count": value[1]}

    event_teaser = news_teaser
    region_teaser = news_teaser

    def follow(self, _value: None) -> Child:
        return {"title": "Diese Seite verfolgen"}

    def discussion(self, question: str) -> Child:
        return {"intro": "", "question": question}

    # --- places ---------------------------------------------------------------------------------

    def _office(self, key: str) -> Child | None:
        office = self.builder.office(key)
        return {"office": str(office.uuid)} if office else None

    contact_card = _office
    opening_hours = _office

    def map(self, value: tuple[str, Sequence[str]]) -> Child | None:
        title, names = value
        city = self.builder.city
        places = [p for p in self.builder.text.places if not names or p.name in names]
        if not places:
            return None
        return {
            "title": title, "offices": False,
            "places": [
                _item({
                    "name": p.name, "address": f"{p.name}, {city.name}", "text": p.text, "page": None,
                    "latitude": round(city.latitude + p.north, 4), "longitude": round(city.longitude + p.east, 4),
                })
                for p in places
            ],
        }  # fmt: skip


def _item(value: Any) -> Child:
    """ListBlock's stored form; the builder adds the id."""
    return {"type": "item", "value": value}
