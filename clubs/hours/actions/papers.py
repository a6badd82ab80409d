"""Certificates: issued from confirmed hours, revoked when one of them turns out wrong."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clubs.hours import addresses, seal
from clubs.hours.models import Certificate, HourEntry
from clubs.hours.paper import is_printable
from clubs.volunteering.models import Volunteer
from portal.audit.actions import record
from portal.kit.refused import Refused

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.cities.models import City

MAX_ROWS = 1500  # of one paper
MAX_PAPERS = 200  # of one person


def plain(name: str) -> str:
    return " ".join(name.casefold().split())


@transaction.atomic
def issue(
    person: Volunteer, city: City, start: dt.date, end: dt.date, *, name: str, actor: User | None,
    now: dt.datetime | None = None,
) -> Certificate:  # fmt: skip
    """Certify the confirmed hours from `start` to `end`, in all cities, under the very name that the clubs confirmed.

    The same period with the same hours on the same day is the same paper. Raises Refused (codes: period, none, name, many).
    """
    now = now or timezone.now()
    today = timezone.localdate(now)
    if not dt.date(2000, 1, 1) <= start <= end <= today:
        raise Refused(_("Bitte geben Sie einen Zeitraum an, der heute oder früher endet."), code="period")
    person = Volunteer.in_region().select_for_update(of=("self",)).get(pk=person.pk)
    rows = HourEntry.in_region().filter(volunteer=person, state=HourEntry.State.CONFIRMED, date__range=(start, end))
    found = [r for r in rows.select_related("city").order_by("date", "pk") if plain(r.name) == plain(name)]
    if not found:
        raise Refused(_("In diesem Zeitraum gibt es unter diesem Namen keine bestätigten Stunden."), code="none")
    if not is_printable(found[-1].name):
        text = _(
            "Diesen Namen kann der Nachweis nicht zeigen. Bitte tragen Sie Stunden mit Ihrem Namen wie im Ausweis ein."
        )
        raise Refused(text, code="name")
    if len(found) > MAX_ROWS:
        raise Refused(
            _("Das sind zu viele Einträge für einen Nachweis. Bitte wählen Sie einen kürzeren Zeitraum."), code="many"
        )
    papers = Certificate.in_region().filter(volunteer=person)
    snapshot = contents(found, city, start, end, today)
    for known in papers.filter(revoked_at=None, starts_on=start, ends_on=end):
        if {**known.snapshot, "number": ""} == snapshot:
            return known
    if papers.count() >= MAX_PAPERS:
        raise Refused(_("Sie haben schon sehr viele Nachweise. Bitte verwenden Sie einen davon."), code="many")
    number = uuid.uuid4()
    snapshot["number"] = str(number)
    facts = seal.Facts(
        number, today, start, end, snapshot["minutes"], len(found), seal.name_check(number, snapshot["name"]),
        seal.initials(snapshot["name"]),
    )  # fmt: skip
    row = Certificate.objects.create(
        city=city, uuid=number, volunteer=person, starts_on=start, ends_on=end, snapshot=snapshot,
        signature=seal.pack(facts), issued_at=now,
    )  # fmt: skip
    record(city, "hours.certify", row, actor=actor, entries=len(found), minutes=snapshot["minutes"])
    return row


def contents(rows: list[HourEntry], city: City, start: dt.date, end: dt.date, today: dt.date) -> dict[str, Any]:
    """Everything the paper says, as plain values; `number` is filled in by `issue`."""
    sums: dict[tuple[str, str], int] = {}
    for row in rows:
        key = (row.provider, row.city.name)
        sums[key] = sums.get(key, 0) + row.minutes
    ordered = sorted(sums.items(), key=lambda item: (-item[1], item[0]))
    return {
        "number": "",
        "name": rows[-1].name,
        "from": start.isoformat(),
        "to": end.isoformat(),
        "issued": today.isoformat(),
        "portal": city.portal_name,
        "check": addresses.check_prefix(city),
        "minutes": sum(row.minutes for row in rows),
        "sums": [{"club": club, "city": town, "minutes": minutes} for (club, town), minutes in ordered],
        "rows": [
            {
                "id": str(row.uuid),
                "date": row.date.isoformat(),
                "club": row.provider,
                "city": row.city.name,
                "what": " ".join(row.what.split()),
                "minutes": row.minutes,
            }
            for row in rows
        ],
    }


@transaction.atomic
def revoke(paper: Certificate, *, actor: User | None, now: dt.datetime | None = None) -> bool:
    """From now on the check page says "revoked". False: it was already."""
    rows = Certificate.in_region().filter(pk=paper.pk, revoked_at=None)
    if not rows.update(revoked_at=now or timezone.now()):
        return False
    record(paper.city, "hours.revoke", paper, actor=actor)
    return True


def revoke_with(entry: HourEntry, *, actor: User | None, now: dt.datetime | None = None) -> int:
    """Papers that name an entry which is not true any more."""
    count = 0
    rows = Certificate.in_region().select_related("city").filter(volunteer=entry.volunteer_id, revoked_at=None)
    for paper in rows.exclude(volunteer=None):
        if any(row["id"] == str(entry.uuid) for row in paper.snapshot.get("rows", ())):
            count += revoke(paper, actor=actor, now=now)
    return count
