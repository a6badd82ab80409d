"""What the desks read: offers with their numbers, and who comes when. Constant numbers of queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import (
    Case,
    DateTimeField,
    F,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from clubs.volunteering import words
from clubs.volunteering.background import BackgroundCheck
from clubs.volunteering.models import FRESH, Offer, OfferQuerySet, Shift, SignUp
from portal.kit.tables import Table

if TYPE_CHECKING:
    from clubs.volunteering.desk.access import Room

CHIPS = {"draft": "off", "waiting": "warn", "published": "ok", "withdrawn": "off"}
ASK_AFTER = dt.timedelta(days=90)
STATES = {
    "confirmed": "ok", "offered": "info", "waiting": "warn", "consent": "warn", "cancelled": "off", "expired": "off",
}  # fmt: skip


@dataclass(frozen=True)
class Filter:
    """Of the list, from the address; what is hostile or unknown counts as not given."""

    state: str = ""
    kind: str = ""
    club: str = ""
    words: str = ""

    STALE = "veraltet"

    @classmethod
    def of(cls, params: Any) -> Filter:
        state, kind = params.get("stand", ""), params.get("art", "")
        return cls(
            state=state if state in (*Offer.Status.values, cls.STALE) else "",
            kind=kind if kind in Offer.Kind.values else "",
            club=str(params.get("verein", ""))[:80].replace("\x00", ""),
            words=" ".join(str(params.get("q", ""))[:80].replace("\x00", "").split()),
        )

    def apply(self, rows: OfferQuerySet, now: dt.datetime) -> OfferQuerySet:
        if self.state == self.STALE:
            rows = rows.filter(status=Offer.Status.PUBLISHED, confirmed_at__lte=now - ASK_AFTER)
            rows = rows.exclude(ends_at__lt=now)
        elif self.state:
            rows = rows.filter(status=self.state)
        if self.kind:
            rows = rows.filter(kind=self.kind)
        if self.club:
            rows = rows.filter(club__slug=self.club)
        if self.words:
            rows = rows.filter(title__icontains=self.words)
        return rows


def with_numbers(rows: QuerySet[Offer], now: dt.datetime) -> QuerySet[Offer]:
    """`next_at`, `places`, `filled` of the shifts ahead, `in_line`; what is public and soon comes first."""
    ahead = Shift.objects.filter(offer=OuterRef("pk")).ahead(now).order_by()
    line = SignUp.objects.filter(shift__offer=OuterRef("pk"), state=SignUp.State.WAITING, shift__starts_at__gt=now)

    def total(rows: QuerySet[Any], of: str, by: str) -> Coalesce:
        sums = rows.order_by().values(by).annotate(n=Sum(of)).values("n")
        return Coalesce(Subquery(sums[:1], output_field=IntegerField()), 0)

    return rows.annotate(
        next_at=Subquery(ahead.order_by("starts_at").values("starts_at")[:1], output_field=DateTimeField()),
        places=total(ahead, "capacity", "offer"),
        filled=total(ahead, "taken", "offer"),
        in_line=total(line, "places", "shift__offer"),
        rank=Case(
            When(status="waiting", then=Value(0)), When(status="withdrawn", then=Value(2)), default=Value(1),
            output_field=IntegerField(),
        ),
    ).order_by("rank", F("next_at").asc(nulls_last=True), "-created_at", "-pk")  # fmt: skip


def age_of(offer: Offer, now: dt.datetime) -> dict[str, str] | None:
    """A chip for a public offer that nobody confirmed for long."""
    if offer.status != Offer.Status.PUBLISHED or (offer.ends_at is not None and offer.ends_at <= now):
        return None
    if offer.confirmed_at <= now - FRESH:
        return {"label": _("ausgeblendet: zu lange nicht bestätigt"), "kind": "err"}
    if offer.confirmed_at <= now - ASK_AFTER:
        return {"label": _("bitte bestätigen"), "kind": "warn"}
    return None


def state_of(offer: Offer, now: dt.datetime) -> dict[str, str]:
    if offer.status == Offer.Status.PUBLISHED and offer.ends_at is not None and offer.ends_at <= now:
        return {"label": _("vorbei"), "kind": "off"}
    if offer.status == Offer.Status.PUBLISHED and offer.club_hides:
        return {"label": _("ausgeblendet: Verein nicht öffentlich"), "kind": "err"}
    return {"label": str(offer.get_status_display()), "kind": CHIPS[offer.status]}


# --- Who comes ------------------------------------------------------------------------------------------------


@dataclass
class Person:
    """A sign-up as the desk sees it."""

    row: SignUp
    position: int = 0  # in the waiting list
    check: BackgroundCheck | None = None
    check_ok: bool = False

    @property
    def email(self) -> str:
        return self.row.volunteer.email if self.row.volunteer else ""

    @property
    def others(self) -> str:
        return ", ".join(map(str, self.row.others)) if isinstance(self.row.others, list) else ""

    @property
    def chip(self) -> dict[str, str]:
        return {"label": str(self.row.get_state_display()), "kind": STATES[self.row.state]}

    @property
    def attended(self) -> str:
        return {None: "", True: "ja", False: "nein"}[self.row.attended]


@dataclass
class Roll:
    """Who has to do with one shift."""

    shift: Shift
    coming: list[Person] = field(default_factory=list)  # confirmed, and asked to confirm
    line: list[Person] = field(default_factory=list)  # waiting, and waiting for a guardian
    gone: list[Person] = field(default_factory=list)

    @property
    def when(self) -> str:
        return words.when(self.shift)

    @property
    def missing(self) -> int:
        return max(0, self.shift.min_people - self.shift.taken)


def roll_of(shift: Shift) -> Roll:
    return rolls([shift])[0]


def rolls(shifts: Iterable[Shift]) -> list[Roll]:
    """With people, in the order of the shifts: two queries for all of them."""
    found = {shift.pk: Roll(shift) for shift in shifts}
    rows = SignUp.objects.filter(shift__in=list(found)).select_related("volunteer").order_by("shift", "pk")
    people = list(rows)
    checks = checks_for([roll.shift.offer for roll in found.values()], people)
    for row in people:
        roll = found[row.shift_id]
        offer = roll.shift.offer
        person = Person(row, check=checks.get((row.volunteer_id, offer.club_id)))
        last = timezone.localtime(roll.shift.ends_at).date()
        person.check_ok = person.check is not None and person.check.valid_until >= last
        if row.state in (SignUp.State.CONFIRMED, SignUp.State.OFFERED):
            roll.coming.append(person)
        elif row.state in (SignUp.State.WAITING, SignUp.State.CONSENT):
            if row.state == SignUp.State.WAITING:
                person.position = 1 + sum(p.position > 0 for p in roll.line)
            roll.line.append(person)
        else:
            roll.gone.append(person)
    return list(found.values())


def checks_for(offers: list[Offer], people: list[SignUp]) -> dict[tuple[int | None, int | None], BackgroundCheck]:
    if not any(offer.needs_check for offer in offers):
        return {}
    volunteers = {row.volunteer_id for row in people if row.volunteer_id}
    rows = BackgroundCheck.objects.filter(volunteer__in=volunteers).select_related("seen_by")
    return {(row.volunteer_id, row.club_id): row for row in rows}


def day_bounds(day: dt.date) -> tuple[dt.datetime, dt.datetime]:
    """A whole day by the clock on the wall: 23 to 25 hours."""
    zone = timezone.get_default_timezone()
    start = dt.datetime.combine(day, dt.time.min, tzinfo=zone)
    return start, dt.datetime.combine(day + dt.timedelta(days=1), dt.time.min, tzinfo=zone)


def shifts_here(room: Room) -> QuerySet[Shift]:
    rows = Shift.objects.filter(offer__in=room.offers(), is_cancelled=False)
    return rows.select_related("offer__club", "offer__city")


def table_of(offer: Offer) -> Table:
    """Who comes to an offer, for a file: everybody with a place, and those in line."""
    shifts = list(Shift.objects.filter(offer=offer, is_cancelled=False).select_related("offer__club"))
    found = [
        {
            "shift": roll.shift.title or offer.title, "starts_at": roll.shift.starts_at, "ends_at": roll.shift.ends_at,
            "state": str(person.row.get_state_display()), "position": person.position or None, "name": person.row.name,
            "places": person.row.places, "others": person.others, "email": person.email, "age": person.row.age,
            "note": person.row.note, "attended": person.row.attended, "uuid": person.row.uuid,
        }
        for roll in rolls(shifts)
        for person in [*roll.coming, *roll.line]
    ]  # fmt: skip
    return Table(
        "anmeldungen", _("Wer kommt"),
        (
            ("shift", _("Einsatz")), ("starts_at", _("Beginn")), ("ends_at", _("Ende")), ("state", _("Zustand")),
            ("position", _("Platz auf der Warteliste")), ("name", _("Name")), ("places", _("Personen")),
            ("others", _("Weitere Namen")), ("email", _("E-Mail")), ("age", _("Alter")), ("note", _("Hinweis")),
            ("attended", _("War da")), ("uuid", _("Kennung")),
        ),
        found,
    )  # fmt: skip
