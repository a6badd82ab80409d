"""Which modules collect ideas, and by what rules. A kind of module joins by its key in `KINDS`.

Its settings form takes `forms.IdeaSettings` as a base; what is not set there has the defaults below.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse

from participation.projects import rooms

if TYPE_CHECKING:
    from participation.projects.models import Module

KINDS = {"ideas", "budget"}
PLACES = ("none", "optional", "required")
DEFAULTS = {"categories": [], "place": "optional", "pictures": True, "rules": ""}


@dataclass(frozen=True)
class Rules:
    """`place`: one of PLACES; "required" asks for a point on the map. `text`: what people read beside the form."""

    place: str = "optional"
    pictures: bool = True
    text: str = ""


def has_ideas(module: Module) -> bool:
    return module.kind in KINDS


def rules_of(module: Module) -> Rules:
    values = {**DEFAULTS, **module.settings}
    place = values["place"]
    return Rules(place if place in PLACES else "optional", bool(values["pictures"]), str(values["rules"]))


def in_ideas(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """`rooms.in_module()` for every kind that collects ideas; other modules are 404."""

    @wraps(view)
    def inner(request: HttpRequest, room: rooms.Room, *args: object, **kwargs: object) -> HttpResponse:
        if not has_ideas(room.module):
            raise Http404
        return view(request, room, *args, **kwargs)

    return rooms.in_module()(inner)
