"""Forgetting people, and mailing them their own link."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from clubs.hours import letters
from clubs.hours.models import Certificate, HourEntry
from clubs.volunteering.models import Volunteer
from portal.audit.actions import record
from portal.delivery.purge import touch
from portal.kit.mailbox import mailbox_of

if TYPE_CHECKING:
    from portal.cities.models import City

LINK_PACE = dt.timedelta(minutes=20)  # a lost link is mailed once in so long


@transaction.atomic
def forget_person(ids: Sequence[int]) -> int:
    """What clubs and cities count stays, without name and words; what nobody confirmed goes. Certificates keep number and
    revocation. Repeating changes nothing."""
    rows = HourEntry.in_region().filter(volunteer__in=ids)
    rows.exclude(state=HourEntry.State.CONFIRMED).delete()
    count = rows.update(volunteer=None, name="", what="")
    papers = Certificate.in_region().filter(volunteer__in=ids).update(volunteer=None, snapshot={})
    touch(HourEntry, None)
    touch(Certificate, None)
    if count or papers:
        record(None, "hours.forget", "hours", actor=None, entries=count, certificates=papers)
    return count


@transaction.atomic
def send_link(city: City, email: str, *, now: dt.datetime | None = None) -> None:
    """Nothing tells the asker whether the address is known."""
    now = now or timezone.now()
    found = Volunteer.in_region().filter(mailbox=mailbox_of(email)).first()
    if found is not None:
        slot = int(now.timestamp() // LINK_PACE.total_seconds())
        letters.own_page(found, city, f"hours.link:{found.uuid}:{slot}")
