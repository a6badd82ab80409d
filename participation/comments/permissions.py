"""Who may write, change, delete, like and speak for the city; every no carries its reason."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from participation.moderation.models import Reason
from participation.moderation.permissions import pause_of
from portal.cities.permissions import has_right

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.accounts.models import User
    from portal.cities.models import City

    from .hosts import Host
    from .models import Comment, Thread


@dataclass(frozen=True)
class Verdict:
    """Truthy when allowed; `why` says to the person why not."""

    allowed: bool
    why: str = ""

    def __bool__(self) -> bool:
        return self.allowed


YES = Verdict(True)


def may_write(user: User | AnonymousUser, thread: Thread, host: Host | None = None) -> Verdict:
    """Members may write in an open thread while they are not paused in this city and its host lets them."""
    if not user.is_authenticated or not user.is_active:
        return Verdict(False, _("Bitte melden Sie sich an, um mitzureden."))
    if not thread.switched_on:
        return Verdict(False, _("Hier gibt es keine Diskussion."))
    if not thread.is_open:
        return Verdict(False, _("Diese Diskussion ist geschlossen: %(reason)s") % {"reason": thread.closed_reason})
    pause = pause_of(user, thread.city)
    if pause is not None:
        return Verdict(
            False,
            _("Sie haben bis %(until)s Uhr eine Schreibpause. Grund: %(reason)s. %(statement)s")
            % {
                "until": date_format(timezone.localtime(pause.until), "DATETIME_FORMAT"),
                "reason": Reason(pause.reason).label,
                "statement": pause.statement,
            },
        )
    return host.may_write(user) if host is not None else YES  # type: ignore[arg-type]


def may_reply(parent: Comment) -> Verdict:
    """Only readable comments are answered, and a reply is answered under its root."""
    if not parent.is_visible:
        return Verdict(False, _("Auf diesen Beitrag kann man nicht antworten."))
    if parent.parent is not None and not parent.parent.is_visible:
        return Verdict(False, _("Auf diesen Beitrag kann man nicht mehr antworten."))
    return YES


def may_edit(user: User | AnonymousUser, comment: Comment, now: dt.datetime | None = None) -> Verdict:
    """The author, within 15 minutes by the server's clock, while the comment is readable."""
    if not owns(user, comment):
        return Verdict(False, _("Ändern kann nur, wer den Beitrag geschrieben hat."))
    if not comment.is_visible:
        return Verdict(False, _("Dieser Beitrag lässt sich nicht mehr ändern."))
    if (now or timezone.now()) >= comment.editable_until():
        return Verdict(
            False, _("Ändern geht nur in den ersten 15 Minuten. Sie können den Beitrag löschen oder auf ihn antworten.")
        )
    return YES


def owns(user: User | AnonymousUser, comment: Comment) -> bool:
    return bool(user.is_authenticated and comment.author_id is not None and comment.author_id == user.pk)


def may_delete(user: User | AnonymousUser, comment: Comment) -> Verdict:
    if not owns(user, comment):
        return Verdict(False, _("Löschen kann nur, wer den Beitrag geschrieben hat."))
    if comment.is_deleted:
        return Verdict(False, _("Dieser Beitrag ist schon gelöscht."))
    return YES


def may_like(user: User | AnonymousUser, comment: Comment) -> Verdict:
    if not user.is_authenticated or not user.is_active:
        return Verdict(False, _("Bitte melden Sie sich an."))
    if not comment.is_visible:
        return Verdict(False, _("Dieser Beitrag ist nicht mehr zu sehen."))
    if owns(user, comment):
        return Verdict(False, _("Den eigenen Beitrag kann man nicht als hilfreich markieren."))
    return YES


def may_speak_officially(user: User | AnonymousUser, city: City) -> bool:
    return has_right(user, city, "official")
