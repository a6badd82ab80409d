"""Places of a shift: the one way in and out, for every page, import and timer.

Order of locks, everywhere: volunteer, then shift; several shifts in the order of their ids. Under the shift's lock first
what is due is settled (offers that ran out, people who move up), then the change is made, then people move up again. So
at every commit no free place stands beside someone waiting whom it fits, and every move up has its letter.

Who can only join the waiting list shares the lock with others who do: hundreds may come for one place at once, and nobody
who changes places is in between.
"""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_scopes import scopes_disabled

from clubs.volunteering import letters
from clubs.volunteering.models import ACTIVE, HOLDING, MAX_GROUP, MAX_PLACES, Offer, Shift, SignUp, Volunteer
from portal.audit.actions import record
from portal.cities import hosts
from portal.delivery.purge import touch
from portal.kit import locks
from portal.kit.refused import Refused

if TYPE_CHECKING:
    from portal.accounts.models import User

State = SignUp.State
# What joining the line and its letter need to know of a shift: a third of the columns, hundreds of times a second
LINE = [
    *(field.name for field in Shift._meta.concrete_fields),
    *(
        f"offer__{name}"
        for name in (
            "uuid", "city", "slug", "title", "status", "club", "provider", "place", "from_home", "skills", "min_age",
            "needs_consent", "max_group",
        )
    ),
    "offer__club__name",
    "offer__club__status",
]  # fmt: skip
ANSWER = dt.timedelta(hours=24)  # a place that became free is kept for the next in line, at most so long


@transaction.atomic
def sign_up(
    shift: Shift, volunteer: Volunteer, *, name: str, places: int = 1, age: int | None = None, note: str = "",
    has_skills: bool = False, guardian_email: str = "", actor: User | None = None, now: dt.datetime | None = None,
) -> SignUp:  # fmt: skip
    """Confirmed where places are free, else on the waiting list; "consent" first where a guardian must agree.

    `age`: years at the shift's start, asked only where the offer's rules need it. Signing up again answers the row that
    stands. Raises Refused with the reason (codes: over, age, skills, group, consent).
    """
    return enter(
        shift, volunteer, name=name, places=places, age=age, note=note, has_skills=has_skills,
        guardian_email=guardian_email, actor=actor, now=now,
    )  # fmt: skip


class _Open(Exception):
    """There is more to do than to join the line."""


def enter(
    shift: Shift, volunteer: Volunteer, *, places: int = 1, now: dt.datetime | None = None, **answers: Any
) -> SignUp:
    """`sign_up` inside the caller's transaction: hundreds may come at once. `shift`: with offer and club, as
    it was read, however long ago."""
    now = now or timezone.now()
    if shift.free < places and locks.can_share():
        with suppress(_Open), transaction.atomic():  # the savepoint: rolled back, it lets go of the shared lock
            return _arrive(stand(shift), volunteer, places, now, only_line=True, **answers)
    return _arrive(lock(shift.pk), volunteer, places, now, only_line=False, **answers)


def _arrive(
    shift: Shift, volunteer: Volunteer, places: int, now: dt.datetime, *, only_line: bool, name: str, age: int | None = None,
    note: str = "", has_skills: bool = False, guardian_email: str = "", actor: User | None = None,
) -> SignUp:  # fmt: skip
    """Under the shift's lock. `only_line`: it is shared. Raises _Open where a place is or becomes free, nothing written."""
    there = _mine_or_due(shift, volunteer, now)
    known = next((pk for pk, who in there if who == volunteer.pk), None)
    if known is not None:
        return SignUp.objects.get(pk=known)
    minor = check(shift, places=places, age=age, has_skills=has_skills, guardian_email=guardian_email, now=now)
    if only_line and (there or shift.free >= places):
        raise _Open
    if there:
        settle(shift, now)
    state = State.CONSENT if minor else State.CONFIRMED if places <= shift.free else State.WAITING
    row = SignUp.objects.create(
        city_id=shift.city_id, shift=shift, volunteer=volunteer, name=name[:80], places=places, note=note[:240],
        age=age, state=state, guardian_email=guardian_email if minor else "", created_at=now, changed_at=now,
    )  # fmt: skip
    if state in HOLDING:
        changed(shift)
    touch(Shift, shift.city_id)
    record(shift.offer.city, "volunteering.sign_up", row, actor=actor, state=state, places=places)
    letters.signed_up(row, shift)
    return row


def _mine_or_due(shift: Shift, volunteer: Volunteer, now: dt.datetime) -> list[tuple[int, int]]:
    """(sign-up, person): the person's own that stands, and offers that ran out. Mostly none, so it costs no ORM."""
    states = ", ".join(f"'{state}'" for state in ACTIVE)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id, volunteer_id FROM volunteering_signup WHERE shift_id = %s AND "  # noqa: S608
            f"(volunteer_id = %s AND state IN ({states}) OR state = 'offered' AND offered_until <= %s)",
            [shift.pk, volunteer.pk, connection.ops.adapt_datetimefield_value(now)],
        )
        return cursor.fetchall()


def check(
    shift: Shift, *, places: int, age: int | None, has_skills: bool, guardian_email: str, now: dt.datetime
) -> bool:
    """May somebody with these answers sign up? True: a guardian has to agree first. Raises Refused with the reason."""
    offer = shift.offer
    if offer.status != Offer.Status.PUBLISHED or shift.is_cancelled:
        raise Refused(_("Dieser Einsatz findet nicht statt."), code="over")
    if offer.club_hides:  # who holds a place keeps it
        raise Refused(
            _("Dieses Angebot ist zurzeit nicht öffentlich. Anmelden kann man sich deshalb nicht."), code="over"
        )
    if shift.starts_at <= now:
        raise Refused(_("Dieser Einsatz hat schon begonnen. Anmelden kann man sich nicht mehr."), code="over")
    if not 1 <= places <= min(offer.max_group, MAX_GROUP):
        raise Refused(
            ngettext(
                "Bitte melden Sie nur sich selbst an.", "Bitte melden Sie höchstens %(n)s Personen an.", offer.max_group
            )
            % {"n": offer.max_group},
            code="group",
        )
    if offer.skills and not has_skills:
        raise Refused(_("Dafür braucht es: %(what)s.") % {"what": offer.skills}, code="skills")
    if not asks_age(offer):
        return False
    if age is None or not 0 <= age <= 120:
        raise Refused(_("Bitte geben Sie Ihr Geburtsdatum an."), code="age")
    if age < offer.min_age:
        raise Refused(
            _("Am Tag des Einsatzes muss man mindestens %(n)s Jahre alt sein.") % {"n": offer.min_age}, code="age"
        )
    if age < 18 and offer.needs_consent:
        if not guardian_email:
            raise Refused(
                _("Unter 18 Jahren müssen Ihre Eltern einverstanden sein. Bitte geben Sie deren E-Mail-Adresse an."),
                code="consent",
            )
        return True
    return False


def asks_age(offer: Offer) -> bool:
    """Only where a rule needs it: somebody may be too young for this."""
    return offer.min_age > 0 or offer.needs_consent


@transaction.atomic
def consent(row: SignUp, agrees: bool, *, now: dt.datetime | None = None) -> SignUp:
    """A guardian's word: the young person takes a place now, or stands in line from now on."""
    now = now or timezone.now()
    shift = lock(row.shift_id)
    row = again(row)
    if row.state != State.CONSENT:
        return row
    if not agrees:
        return _end(row, shift, State.CANCELLED, "guardian", None, now)
    settle(shift, now)
    open_now = not shift.is_cancelled and shift.starts_at > now
    if not open_now:
        return _end(row, shift, State.CANCELLED, "shift", None, now)
    # The row keeps its number: who asked earlier stands earlier in line
    row.state = State.CONFIRMED if row.places <= shift.free else State.WAITING
    row.guardian_email, row.guardian_agreed_at, row.changed_at = "", now, now
    row.save(update_fields=["state", "guardian_email", "guardian_agreed_at", "changed_at"])
    changed(shift)
    record(shift.offer.city, "volunteering.consent", row, actor=None, state=row.state)
    letters.signed_up(row, shift)
    return row


@transaction.atomic
def accept(row: SignUp, *, actor: User | None = None, now: dt.datetime | None = None) -> SignUp:
    """Take the place that was offered. Raises Refused (code "late") when its time has run out."""
    now = now or timezone.now()
    shift = lock(row.shift_id)
    settle(shift, now)
    row = again(row)
    if row.state == State.CONFIRMED:
        return row
    if row.state != State.OFFERED:
        raise Refused(_("Dieses Angebot gilt nicht mehr. Der Platz ging an die nächste Person."), code="late")
    row.state, row.offered_until, row.changed_at = State.CONFIRMED, None, now
    row.save(update_fields=["state", "offered_until", "changed_at"])
    changed(shift)
    record(shift.offer.city, "volunteering.accept", row, actor=actor)
    letters.signed_up(row, shift)
    return row


@transaction.atomic
def cancel(
    row: SignUp, *, by: str = "person", actor: User | None = None, reason: str = "", now: dt.datetime | None = None
) -> SignUp:
    """Give the place back; the next in line is asked in the same transaction. Repeating changes nothing.

    `reason`: of the desk, for the person's letter; it is not kept."""
    now = now or timezone.now()
    shift = lock(row.shift_id)
    settle(shift, now)
    row = again(row)
    if not row.is_active:
        return row
    if by == "person" and shift.starts_at <= now:
        raise Refused(_("Der Einsatz hat schon begonnen; absagen geht nicht mehr."), code="over")
    row = _end(row, shift, State.CANCELLED, by, actor, now, reason)
    settle(shift, now)
    return row


@transaction.atomic
def resize(row: SignUp, places: int, *, actor: User | None = None, now: dt.datetime | None = None) -> SignUp:
    """A group becomes smaller or, where places are free, larger. Raises Refused (code "group" or "full")."""
    now = now or timezone.now()
    shift = lock(row.shift_id)
    settle(shift, now)
    row = again(row)
    if not row.is_active:
        raise Refused(_("Diese Anmeldung gilt nicht mehr."), code="over")
    if not 1 <= places <= min(max(shift.offer.max_group, row.places), MAX_GROUP):
        raise Refused(_("Höchstens %(n)s Personen je Anmeldung.") % {"n": shift.offer.max_group}, code="group")
    if row.state in HOLDING and places - row.places > shift.free:
        raise Refused(_("So viele Plätze sind nicht mehr frei."), code="full")
    row.places, row.others, row.changed_at = places, row.others[: places - 1], now
    row.save(update_fields=["places", "others", "changed_at"])
    changed(shift)
    record(shift.offer.city, "volunteering.resize", row, actor=actor, places=places)
    settle(shift, now)
    return row


@transaction.atomic
def set_capacity(shift: Shift, capacity: int, *, actor: User | None, now: dt.datetime | None = None) -> list[SignUp]:
    """More places: the next in line are asked. Fewer than taken: the latest go back to the waiting list, where they
    stand before everyone who came after them; each gets a letter. Answers who went back."""
    now = now or timezone.now()
    if not 0 <= capacity <= MAX_PLACES:
        raise Refused(_("Bitte eine Zahl von 0 bis %(n)s.") % {"n": MAX_PLACES}, code="capacity")
    shift = lock(shift.pk)
    settle(shift, now)
    back = displaced(shift, capacity)
    for row in back:
        row.state, row.offered_until, row.changed_at = State.WAITING, None, now
        row.save(update_fields=["state", "offered_until", "changed_at"])
    shift.capacity = capacity
    shift.save(update_fields=["capacity"])
    changed(shift)
    record(shift.offer.city, "volunteering.capacity", shift, actor=actor, capacity=capacity, back=len(back))
    for row in back:
        letters.displaced(row, shift)
    settle(shift, now)
    return back


def displaced(shift: Shift, capacity: int) -> list[SignUp]:
    """Who would go back to the waiting list if the shift had so many places: the latest first."""
    back: list[SignUp] = []
    taken = shift.taken
    for row in SignUp.objects.filter(shift=shift).holding().order_by("-pk"):
        if taken <= capacity:
            break
        back.append(row)
        taken -= row.places
    return back


@transaction.atomic
def cancel_shift(shift: Shift, *, actor: User | None, reason: str = "", now: dt.datetime | None = None) -> int:
    """The shift does not take place: everyone is told once, nobody waits any more. Answers how many were told."""
    now = now or timezone.now()
    shift = lock(shift.pk)
    if shift.is_cancelled:
        return 0
    rows = list(SignUp.objects.filter(shift=shift).active().select_related("volunteer"))
    SignUp.objects.filter(pk__in=[row.pk for row in rows]).update(
        state=State.CANCELLED, ended_by="shift", offered_until=None, guardian_email="", changed_at=now
    )
    shift.is_cancelled, shift.sequence = True, shift.sequence + 1
    shift.save(update_fields=["is_cancelled", "sequence"])
    touch(SignUp, shift.city_id)
    changed(shift)
    record(shift.offer.city, "volunteering.cancel_shift", shift, actor=actor, people=len(rows))
    for row in rows:
        letters.shift_cancelled(row, shift, reason)
    return len(rows)


def expire_due(now: dt.datetime | None = None) -> int:
    """Every minute: places that were offered and not taken go to the next in line."""
    now = now or timezone.now()
    with scopes_disabled():
        due = SignUp.objects.filter(state=State.OFFERED, offered_until__lte=now)
        shifts = sorted(set(due.values_list("shift_id", flat=True)[:500]))
        for pk in shifts:
            with transaction.atomic():
                settle(lock(pk), now)
    return len(shifts)


# --- Under the shift's lock ---------------------------------------------------------------------------------


def lock(pk: int) -> Shift:
    """The shift as it is now, held alone until the end of the transaction, with its offer, club and city."""
    locks.hold(locks.Space.SHIFT, pk, alone=True)
    with scopes_disabled():
        shift = Shift.objects.select_for_update(of=("self",)).select_related("offer__club").get(pk=pk)
    return _with_city(shift)


def stand(shift: Shift) -> Shift:
    """The shift as it is now, the lock shared with others who stand in line: its places cannot change meanwhile. What a
    change of the offer's words would alter is as it was read."""
    locks.hold(locks.Space.SHIFT, shift.pk, alone=False)
    offer = shift.offer
    with connection.cursor() as cursor:  # without the ORM: see `LINE`
        cursor.execute(
            "SELECT s.capacity, s.taken, s.is_cancelled, s.starts_at, o.status, c.status FROM volunteering_shift s "
            "JOIN volunteering_offer o ON o.id = s.offer_id LEFT JOIN directory_club c ON c.id = o.club_id WHERE s.id = %s",
            [shift.pk],
        )
        shift.capacity, shift.taken, shift.is_cancelled, shift.starts_at, offer.status, club = cursor.fetchone()
    if offer.club is not None:
        offer.club.status = club
    return _with_city(shift)


def _with_city(shift: Shift) -> Shift:
    shift.city = shift.offer.city = hosts.city_of(shift.city_id)
    return shift


def again(row: SignUp) -> SignUp:
    with scopes_disabled():
        return SignUp.objects.select_related("volunteer").get(pk=row.pk)


def changed(shift: Shift) -> None:
    """The trigger has counted: read it, and forget pages that show the number of places."""
    shift.taken = Shift.objects.filter(pk=shift.pk).values_list("taken", flat=True).get()
    touch(Shift, shift.city_id)


def settle(shift: Shift, now: dt.datetime) -> None:
    """Offers that ran out end; free places are offered to those who wait, in order; whom a place does not fit (a group)
    lets the next one go first. Nothing moves once the shift has begun."""
    rows = SignUp.objects.filter(shift=shift)
    for row in list(rows.filter(state=State.OFFERED, offered_until__lte=now).select_related("volunteer")):
        _end(row, shift, State.EXPIRED, "time", None, now)
    if shift.is_cancelled or shift.starts_at <= now or shift.free == 0:
        return
    for row in list(rows.waiting().filter(places__lte=shift.free).select_related("volunteer")[:MAX_PLACES]):
        if shift.free == 0:
            break
        if row.places > shift.free:
            continue
        row.state, row.changed_at, row.offered_until = State.OFFERED, now, answer_until(shift, now)
        row.save(update_fields=["state", "changed_at", "offered_until"])
        changed(shift)
        record(shift.offer.city, "volunteering.offer_place", row, actor=None)
        letters.place_offered(row, shift)


def answer_until(shift: Shift, now: dt.datetime) -> dt.datetime:
    """A day, but never more than half the time that is left: the one after must have a chance, too."""
    return now + min(ANSWER, (shift.starts_at - now) / 2)


def _end(
    row: SignUp, shift: Shift, state: str, by: str, actor: User | None, now: dt.datetime, reason: str = ""
) -> SignUp:
    row.state, row.ended_by, row.offered_until, row.guardian_email, row.changed_at = state, by, None, "", now
    row.save(update_fields=["state", "ended_by", "offered_until", "guardian_email", "changed_at"])
    changed(shift)
    record(shift.offer.city, "volunteering.end", row, actor=actor, state=state, by=by)
    letters.ended(row, shift, reason)
    return row


def position(row: SignUp) -> int:
    """Place in the waiting list, from 1, without gaps; 0: not waiting."""
    if row.state != State.WAITING:
        return 0
    return SignUp.objects.filter(shift=row.shift_id, state=State.WAITING, pk__lte=row.pk).count()
