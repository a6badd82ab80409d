"""Writes a club's weekly times and dates. Who may is asked by the views (`permissions.may_edit`)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_scopes import scope

from portal.audit.actions import record
from portal.delivery.purge import touch
from portal.kit.refused import Refused
from portal.kit.text import clean

from .times_models import ClubEvent, ClubTime

if TYPE_CHECKING:
    from portal.accounts.models import User

    from .models import Club

TIMES_MAX = 40
EVENTS_MAX = 200  # ahead, of one club
AHEAD = dt.timedelta(days=3 * 366)
LONGEST = dt.timedelta(days=60)


@transaction.atomic
def set_times(club: Club, rows: Iterable[dict[str, Any]], *, actor: User | None) -> list[ClubTime]:
    """All weekly times of a club at once. `rows`: day, starts, ends (time), title, place, note."""
    wanted = list(rows)
    if len(wanted) > TIMES_MAX:
        raise Refused(_("Höchstens %(n)s Zeiten.") % {"n": TIMES_MAX}, code="many")
    for row in wanted:
        if row["ends"] <= row["starts"]:
            raise Refused(_("Das Ende muss nach dem Beginn liegen."), code="order")
    with scope(city=[club.city]):
        ClubTime.objects.filter(club=club).delete()
        made = ClubTime.objects.bulk_create(ClubTime(city=club.city, club=club, **row) for row in wanted)
    record(club.city, "directory.times", club, actor=actor, times=len(made))
    touch(ClubTime, club.city)
    return made


@transaction.atomic
def save_event(
    club: Club, event: ClubEvent | None = None, *, actor: User | None, title: str, starts_at: dt.datetime,
    ends_at: dt.datetime | None = None, place: str = "", text: str = "",
) -> ClubEvent:  # fmt: skip
    """A new date, or a changed one: then its calendar sequence goes up, so that calendars take the change."""
    now = timezone.now()
    title = " ".join(clean(title).split())
    if not title:
        raise Refused({"title": _("Bitte einen Titel angeben.")})
    if ends_at is not None and not starts_at < ends_at <= starts_at + LONGEST:
        raise Refused({"ends_at": _("Das Ende muss nach dem Beginn liegen, höchstens 60 Tage danach.")})
    if starts_at > now + AHEAD or (event is None and starts_at < now - dt.timedelta(days=1)):
        raise Refused({"starts_at": _("Bitte ein Datum in den nächsten drei Jahren.")})
    values = {
        "title": title[:120], "text": clean(text)[:1000], "place": " ".join(clean(place).split())[:160],
        "starts_at": starts_at, "ends_at": ends_at,
    }  # fmt: skip
    with scope(city=[club.city]):
        if event is None:
            if ClubEvent.objects.filter(club=club, starts_at__gt=now).count() >= EVENTS_MAX:
                raise Refused(_("Höchstens %(n)s Termine.") % {"n": EVENTS_MAX}, code="many")
            event = ClubEvent.objects.create(city=club.city, club=club, **values)
            record(club.city, "directory.event", event, actor=actor)
            return event
        event = ClubEvent.objects.select_for_update().get(pk=event.pk, club=club)
        if all(getattr(event, key) == value for key, value in values.items()):
            return event
        for key, value in values.items():
            setattr(event, key, value)
        _changed(event, now)
    record(club.city, "directory.event_change", event, actor=actor)
    return event


@transaction.atomic
def cancel_event(club: Club, event: ClubEvent, *, actor: User | None, cancelled: bool = True) -> ClubEvent:
    """The date stays, marked as cancelled; a second call changes nothing."""
    with scope(city=[club.city]):
        event = ClubEvent.objects.select_for_update().get(pk=event.pk, club=club)
        if event.is_cancelled != cancelled:
            event.is_cancelled = cancelled
            _changed(event, timezone.now())
            record(club.city, "directory.event_cancel", event, actor=actor, cancelled=cancelled)
    return event


def _changed(event: ClubEvent, now: dt.datetime) -> None:
    event.sequence += 1
    event.updated_at = now
    event.save()
