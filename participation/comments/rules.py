"""What keeps spam and haste out, without a third party: pace, links, repetition, words.

Refusals are worded for the person and never lose the text: the form shows it again.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from participation.moderation.models import WordList
from portal.kit import text as texts
from portal.kit.refused import Refused

from .models import TEXT_MAX, Comment

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.cities.models import City

    from .models import Thread

MIN_SECONDS = 3  # a person needs longer to write and send
FORM_LIFE = dt.timedelta(hours=24)
NEW_ACCOUNT = dt.timedelta(days=3)
PER_MINUTE, PER_HOUR = 5, 30
NEW_PER_MINUTE, NEW_PER_HOUR = 3, 10
LINKS, NEW_LINKS = 2, 1
DUPLICATE_WINDOW = dt.timedelta(hours=24)
DUPLICATE_LENGTH = 40  # shorter texts ("Danke!") may be repeated in another discussion


def checked_text(value: str) -> str:
    """The text as it will be stored. Raises Refused when it is empty or too long."""
    if len(value) > 4 * TEXT_MAX:  # no work for a megabyte
        raise Refused(_("Bitte höchstens %(n)s Zeichen.") % {"n": TEXT_MAX}, code="long")
    cleaned = texts.clean(value)
    if texts.is_blank(cleaned):
        raise Refused(_("Bitte schreiben Sie einen Text."), code="empty")
    if len(cleaned) > TEXT_MAX:
        raise Refused(
            _("Bitte höchstens %(n)s Zeichen. Ihr Text hat %(m)s.") % {"n": TEXT_MAX, "m": len(cleaned)}, code="long"
        )
    return cleaned


def is_new(user: User, now: dt.datetime) -> bool:
    return now - user.date_joined < NEW_ACCOUNT


def check_links(user: User, value: str, now: dt.datetime) -> None:
    limit = NEW_LINKS if is_new(user, now) else LINKS
    if texts.links(value) > limit:
        raise Refused(
            ngettext(
                "Bitte höchstens einen Link in einem Beitrag.", "Bitte höchstens %(n)s Links in einem Beitrag.", limit
            )
            % {"n": limit},
            code="links",
        )


def check_words(city: City, value: str) -> None:
    row = WordList.objects.filter(city=city).first()
    word = texts.contains_word(value, row.as_list) if row else ""
    if word:
        raise Refused(_("Bitte formulieren Sie ohne das Wort „%(word)s“.") % {"word": word}, code="words")


def check_pace(user: User, now: dt.datetime) -> None:
    """At most so many comments per minute and hour, over all threads of the city; new accounts fewer."""
    minute, hour = (NEW_PER_MINUTE, NEW_PER_HOUR) if is_new(user, now) else (PER_MINUTE, PER_HOUR)
    counts = Comment.objects.filter(author=user, created_at__gt=now - dt.timedelta(hours=1)).aggregate(
        hour=Count("pk"), minute=Count("pk", filter=Q(created_at__gt=now - dt.timedelta(minutes=1)))
    )
    if counts["minute"] >= minute:
        raise Refused(_("Sie schreiben gerade sehr schnell hintereinander. Bitte warten Sie eine Minute."), code="pace")
    if counts["hour"] >= hour:
        raise Refused(_("Sie haben in der letzten Stunde schon viel geschrieben. Bitte warten Sie etwas."), code="pace")


def check_duplicate(user: User, thread: Thread, value: str, now: dt.datetime) -> None:
    recent = Comment.objects.filter(author=user, created_at__gt=now - DUPLICATE_WINDOW).readable()
    mine = texts.fingerprint(value)
    for thread_id, other in recent.values_list("thread_id", "text"):
        if texts.fingerprint(other) == mine and (thread_id == thread.pk or len(value) >= DUPLICATE_LENGTH):
            raise Refused(_("Das haben Sie schon geschrieben."), code="duplicate")


def check_all(city: City, user: User, thread: Thread, value: str, now: dt.datetime | None = None) -> None:
    now = now or timezone.now()
    check_links(user, value, now)
    check_words(city, value)
    check_pace(user, now)
    check_duplicate(user, thread, value, now)
