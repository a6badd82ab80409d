"""What an app says of its contributions so that they can be reported and moderated.

Any installed app may bring a `moderation_adapters.py` with a list `ADAPTERS` of `Moderatable`; whoever moderates finds
them by name and knows none of the apps.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from django.dispatch import Signal

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.cities.models import City


# kind, uuids, old, new: these contributions belong to city `new` from now on; told inside the transaction of the change
moved = Signal()


@dataclass(frozen=True)
class Content:
    """One contribution as moderation sees it. `before`: what it answers to, as (author, text), for the context."""

    kind: str
    uuid: uuid.UUID
    city_id: int
    author: User | None
    title: str
    text: str
    url: str
    created_at: dt.datetime
    hidden: bool = False
    gone: bool = False  # deleted by its author: nothing left to decide
    official: bool = False
    public: bool = True  # False: its page is not to be seen, so nobody outside can report it
    before: tuple[str, str] | None = None
    thread_url: str = ""  # where a moderator closes the whole discussion
    guest: UUID | None = None  # of participation.guests: an author without an account
    involved: tuple[int, ...] = ()  # ids of all cities whose portals show it (a joint project); empty: its own only


class Moderatable(Protocol):
    """`kind`: stored with cases and part of addresses, never rename it. `label`: "Kommentar"."""

    kind: str
    label: str

    def load(self, city: City, uuids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Content]:
        """The city's contributions with these ids, in a constant number of queries; missing ones are left out."""

    # Optional, for contents of joint projects: home(object_uuid, shown_in: City) -> City | None, the city whose desk
    # decides on what that portal shows, in constant queries. Without it, `load_shown` asks city by city.

    def hide(self, city: City, object_uuid: uuid.UUID, *, reason: str, actor: User | None) -> None:
        """Take it out of sight, through the app's own action; repeating changes nothing."""

    def show(self, city: City, object_uuid: uuid.UUID, *, actor: User | None) -> None:
        """Bring it back; repeating changes nothing."""
