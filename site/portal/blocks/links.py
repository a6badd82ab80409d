"""Blocks that lead on: tiles, this page as a feed."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from django.contrib.staticfiles import finders
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .base import LINKS, TAKE_PART, PageChooser, Struct
from .loading import page_url

ICON_NAMES = {
    "id": _("Ausweis"), "home": _("Haus"), "build": _("Bauen"), "child": _("Kind"), "school": _("Schule"), "rings": _("Heirat"),
    "car": _("Auto"), "bike": _("Fahrrad"), "bin": _("Abfall"), "drop": _("Wasser"), "leaf": _("Natur"), "tree": _("Baum"),
    "lamp": _("Laterne"), "tools": _("Werkzeug"), "hands": _("Ehrenamt"), "people": _("Menschen"), "heart": _("Herz"),
    "chat": _("Gespräch"), "flag": _("Melden"), "calendar": _("Kalender"), "clock": _("Uhr"), "pin": _("Ort"), "phone": _("Telefon"),
    "mail": _("Brief"), "euro": _("Geld"), "bank": _("Rathaus"), "book": _("Buch"), "file": _("Formular"), "search": _("Suche"),
    "globe": _("Welt"), "star": _("Stern"), "info": _("Hinweis"), "play": _("Video"), "rss": _("Feed"), "thermo": _("Messwert"),
}  # fmt: skip


@cache
def icon_choices() -> tuple[tuple[str, Any], ...]:
    """The named icons that the sprite really has."""
    path = finders.find("themes/icons.svg")
    if not isinstance(path, str):
        return tuple(ICON_NAMES.items())
    with open(path, encoding="utf-8") as sprite:
        known = set(re.findall(r'<symbol[^>]*\bid="([a-z0-9-]+)"', sprite.read()))
    return tuple((key, name) for key, name in ICON_NAMES.items() if key in known or not known)


class Tile(Struct):
    """One way on: a page of the portal, or an address."""

    title = blocks.CharBlock(
        label=_("Beschriftung"),
        required=False,
        max_length=80,
        help_text=_("Am besten als Tätigkeit: „Ausweis beantragen“. Leer: der Titel der Seite."),
    )
    page = PageChooser(label=_("Seite"), required=False)
    url = blocks.CharBlock(
        label=_("oder Adresse"),
        required=False,
        max_length=300,
        help_text=_("Mit https:// oder als Pfad dieses Portals: /suche/"),
    )
    icon = blocks.ChoiceBlock(label=_("Zeichen"), choices=icon_choices, default="info", search_index=False)

    def clean(self, value: Any) -> Any:
        result = super().clean(value)
        url = (result.get("url") or "").strip()
        if url and not safe_url(url):
            self.refuse(url=_("Bitte eine Adresse mit https:// oder einen Pfad angeben, der mit / beginnt."))
        if not self.is_deferred_validation:
            if bool(result.get("page")) == bool(url):
                self.refuse(page=_("Bitte entweder eine Seite oder eine Adresse angeben."))
            if url and not result["title"]:
                self.refuse(title=_("Bitte sagen, wohin der Verweis führt."))
        return result

    class Meta:
        label = _("Kachel")
        icon = "link"
        section = False


def safe_url(url: str) -> bool:
    """An https/http/mailto/tel address or a path of this host; no other scheme, no //host."""
    return bool(
        re.match(r"(https?://[^\s\"'<>\\]+|/(?![/\\])[^\s\"'<>\\]*|mailto:[^\s\"'<>\\]+|tel:[+0-9 ()/-]+)\Z", url)
    )


class LinkTilesBlock(Struct):
    title = blocks.CharBlock(
        label=_("Überschrift"), required=False, max_length=120, default=_("Was möchten Sie erledigen?")
    )
    tiles = blocks.ListBlock(Tile(), label=_("Kacheln"), min_num=1, max_num=24)

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        tiles = []
        for tile in value["tiles"]:
            url = page_url(tile["page"], context.get("city")) if tile["page"] else tile["url"] or ""
            if url and safe_url(url):
                tiles.append({"title": tile["title"] or tile["page"].title, "url": url, "icon": tile["icon"]})
        context["tiles"] = tiles
        return context

    class Meta:
        label = _("Kacheln")
        icon = "link"
        group = LINKS
        template = "blocks/link_tiles.html"
        description = _("Einstiege mit Zeichen: „Was möchten Sie erledigen?“")
        preview_value = {
            "title": _("Was möchten Sie erledigen?"),
            "tiles": [
                {"title": _("Ausweis beantragen"), "url": "/", "icon": "id"},
                {"title": _("Wohnung anmelden"), "url": "/", "icon": "home"},
                {"title": _("Sperrmüll bestellen"), "url": "/", "icon": "bin"},
                {"title": _("Schaden melden"), "url": "/", "icon": "lamp"},
            ],
        }


def _address(name: str, *args: Any) -> str:
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


class FollowBlock(Struct):
    """Follow this page without a newsletter: the portal's feeds for everyone, a button for members."""

    title = blocks.CharBlock(label=_("Überschrift"), required=False, max_length=120, default=_("Diese Seite verfolgen"))

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        page, frame = context.get("page"), context.get("frame") or {}
        context["feeds"] = list(frame.get("feed_urls") or ())
        if context.get("preview"):
            context["feeds"] = [{"title": _("Nachrichten als RSS"), "url": "#"}]
        # Only a member (context: lazy, None for anonymous visitors) gets a form, and with it a token
        member = context.get("member")
        if member and page is not None and page.pk:
            context["follow_url"] = _address("notifications:follow", page.pk)
        return context

    class Meta:
        label = _("Diese Seite verfolgen")
        icon = "view"
        group = TAKE_PART
        template = "blocks/follow.html"
        description = _("Neuigkeiten ohne Newsletter: als RSS oder Atom, für Angemeldete auch als Benachrichtigung.")
        preview_value = {"title": _("Diese Seite verfolgen")}
