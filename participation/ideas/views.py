"""Reading ideas: the list with its map, one idea, points as data, a feed. Foreign and unknown ids are 404."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from participation.answers.reading import answers_about
from participation.moderation.permissions import may_moderate
from participation.projects import rooms
from portal.blocks import backdrop
from portal.blocks.policy import allow
from portal.blocks.templatetags.blocks import HALF, photo_data
from portal.cities import hosts
from portal.kit.text import excerpt

from . import listing
from .addresses import KIND, address, idea_url
from .hosting import in_ideas, rules_of
from .models import Idea, Support
from .permissions import may_delete, may_edit

FEED_ITEMS = 30


def find(room: rooms.Room, key: uuid.UUID) -> Idea:
    """An idea of this module, whatever became of it; 404 otherwise."""
    rows = Idea.objects.filter(module=room.module, uuid=key)
    found = rows.select_related("author", "category", "picture", "city__site").first()
    if found is None:
        raise Http404
    found.module = room.module
    return found


def map_context(request: HttpRequest, room: rooms.Room) -> dict[str, Any]:
    """What the map script is told: where to look first (south, west, north, east), and whose tiles it may load."""
    tiles = getattr(settings, "MAP_TILE_URL", "")
    if tiles.startswith("https://"):
        allow(request, "img-src", "/".join(tiles.split("/")[:3]))
    project, cities = room.project, room.plan.cities
    box = (project.south, project.west, project.north, project.east)
    if project.south is None:
        box = (
            min(c.south for c in cities), min(c.west for c in cities),
            max(c.north for c in cities), max(c.east for c in cities),
        )  # fmt: skip
    return {"tiles": tiles, "map_box": ",".join(f"{n:.5f}" for n in box if n is not None)}


@require_http_methods(["GET", "HEAD"])
def show(request: HttpRequest, room: rooms.Room) -> HttpResponse:
    return render(request, "ideas/list.html", overview(request, room))


def overview(request: HttpRequest, room: rooms.Room) -> dict[str, Any]:
    """Context of `ideas/parts/overview.html` and its frame: for every kind of module that collects ideas."""
    return room.context(
        room.module.title,
        **listing.list_context(request, room),
        **map_context(request, room),
        here=request.get_full_path(),
        sign_in_url=rooms.sign_in_url(request.get_full_path()),
        messages=rooms.messages_of(request),
    )


@in_ideas
@require_http_methods(["GET", "HEAD"])
def points(request: HttpRequest, room: rooms.Room) -> HttpResponse:
    """Every place of the list, as data for the map; the same filters as the list."""
    chosen = listing.Chosen.of(request.GET, listing.categories_of(room.module), room.plan.cities)
    return HttpResponse(listing.points(room.module, chosen), content_type="application/json")


@in_ideas
@require_http_methods(["GET", "HEAD"])
def number(request: HttpRequest, room: rooms.Room, number: int) -> HttpResponse:
    """By its number: leads to the idea; the map script asks for what its card shows."""
    found = listing.ideas_of(room.module).filter(number=number).first() if number < 2**31 else None
    if found is None:
        raise Http404
    found.module = room.module
    if not request.headers.get("Accept", "").startswith("application/json"):
        return HttpResponseRedirect(idea_url(found))
    return JsonResponse(
        {
            "title": found.title,
            "url": idea_url(found),
            "meta": _("Nr. %(number)s · %(state)s") % {"number": found.number, "state": found.get_state_display()},
            "text": excerpt(found.text, 140),
        }
    )


@in_ideas
@require_http_methods(["GET", "HEAD"])
def idea(request: HttpRequest, room: rooms.Room, idea: uuid.UUID) -> HttpResponse:
    return render(request, "ideas/idea.html", idea_context(request, room, find(room, idea)))


def idea_context(request: HttpRequest, room: rooms.Room, found: Idea, **extra: Any) -> dict[str, Any]:
    title = found.title if found.is_visible else _("Idee Nr. %(number)s") % {"number": found.number}
    supported = room.user is not None and Support.objects.filter(idea=found, user=room.user).exists()
    picture = photo_data(found.picture, HALF) if found.is_visible and found.picture else None
    return room.context(
        title,
        (title, ""),
        idea=found,
        supported=supported,
        picture=picture,
        drawing=backdrop.draw([(found.latitude, found.longitude)], [str(found.number)])  # type: ignore[list-item]
        if found.is_visible and found.is_placed
        else None,
        answers=answers_about(KIND, found.uuid) if not found.is_deleted else [],
        may_support=room.may("support"),
        asks_support=room.asks_for("support"),
        may_edit=may_edit(room.user, found, room.now),
        may_delete=may_delete(room.user, found),
        mine=found.is_by(room.user),
        moderates=room.user is not None and may_moderate(room.user, found.city),
        discusses=room.module.spec.feature("comment") is not None,
        rules=rules_of(room.module),
        here=request.get_full_path(),
        sign_in_url=rooms.sign_in_url(request.get_full_path()),
        messages=rooms.messages_of(request),
        **extra,
    )


@in_ideas
@require_http_methods(["GET", "HEAD"])
def feed(request: HttpRequest, room: rooms.Room) -> HttpResponse:
    """The newest ideas of the module as RSS 2.0."""
    host = room.city.site.hostname
    out = Rss201rev2Feed(
        title=f"{room.module.title} – {room.project.title}",
        link=hosts.absolute(host, room.url),
        description=room.project.purpose or room.module.title,
        language="de",
        feed_url=hosts.absolute(host, address("feed", room.module)),
        ttl="60",
    )
    for item in listing.ideas_of(room.module).sorted_by("neu")[:FEED_ITEMS]:
        item.module = room.module
        out.add_item(
            title=item.title,
            link=hosts.absolute(host, idea_url(item)),
            description=excerpt(item.text, 400),
            unique_id=f"urn:uuid:{item.uuid}",
            unique_id_is_permalink=False,
            pubdate=item.created_at,
        )
    return HttpResponse(out.writeString("utf-8"), content_type="application/rss+xml; charset=utf-8")
