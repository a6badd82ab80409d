"""Comments as moderation sees them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_scopes import scopes_disabled

from participation.moderation.registry import Content

from . import actions
from .addresses import permalink
from .hosts import Host, host_of, hosts_of
from .models import Comment

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.cities.models import City


class CommentAdapter:
    kind = actions.KIND
    label = gettext_lazy("Kommentar")

    def load(self, city: City, uuids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Content]:
        rows = Comment.objects.filter(city=city, uuid__in=list(uuids)).select_related(
            "author", "thread__page", "parent__author"
        )
        with scopes_disabled():  # the thread of a joint project may belong to another of its cities
            found = {row.thread_id: row.thread for row in rows}
            hosts = hosts_of(found.values())
        return {row.uuid: self._content(row, hosts.get(row.thread_id)) for row in rows}

    def home(self, object_uuid: uuid.UUID, shown_in: City) -> City | None:
        """The city whose desk decides on a comment that this portal shows; None when it does not show it."""
        with scopes_disabled():
            row = Comment.objects.filter(uuid=object_uuid).select_related("city", "thread__page").first()
            host = host_of(row.thread) if row else None
        return row.city if row and host and shown_in.pk in {c.pk for c in host.cities} else None

    def _content(self, row: Comment, host: Host | None) -> Content:
        parent = row.parent
        return Content(
            kind=self.kind,
            uuid=row.uuid,
            city_id=row.city_id,
            author=row.author,
            title=_("Kommentar zu „%(page)s“") % {"page": host.title if host else ""},
            text=row.text,
            url=permalink(row),
            created_at=row.created_at,
            hidden=row.status == Comment.Status.HIDDEN,
            gone=row.is_deleted,
            official=row.is_official,
            public=row.thread.switched_on and host is not None and host.public,
            before=(parent.author_name, parent.text) if parent is not None and parent.is_visible else None,
            thread_url=reverse("comments:close", args=[row.thread.uuid]),
            involved=tuple(city.pk for city in host.cities) if host is not None else (),
        )

    def hide(self, city: City, object_uuid: uuid.UUID, *, reason: str, actor: User | None) -> None:
        actions.hide_comment(city, Comment.objects.get(city=city, uuid=object_uuid), reason=reason, actor=actor)

    def show(self, city: City, object_uuid: uuid.UUID, *, actor: User | None) -> None:
        actions.show_comment(city, Comment.objects.get(city=city, uuid=object_uuid), actor=actor)


ADAPTERS = [CommentAdapter()]
