"""Hours: written down by the person or by an attendance list, confirmed or refused by the club.

Order of locks: the volunteer, then entries by their ids. Under the volunteer's lock no day holds more than 24 hours over
all cities, however many requests come at once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from clubs.directory.models import Club
from clubs.hours import addresses, letters
from clubs.hours.eligibility import worked
from clubs.hours.models import DAY_MINUTES, NAME_MAX, WHAT_MAX, HourEntry
from clubs.hours.paper import hours_text, is_printable
from clubs.volunteering.models import KEPT, Offer, SignUp, Volunteer
from portal.audit.actions import record
from portal.delivery.purge import touch
from portal.kit.refused import Refused
from portal.kit.text import clean, is_blank

from . import papers

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.cities.models import City

State = HourEntry.State
OLDEST = dt.timedelta(days=3 * 365)  # earlier work is remembered by nobody
MAX_WAITING = 60  # entries of one person that nobody has answered yet
ASK_PACE = dt.timedelta(days=7)  # a club that was asked so recently sees new hours on the same page
ASK_AGAIN = dt.timedelta(days=14)


@transaction.atomic
def log_hours(
    person: Volunteer, *, name: str, date: dt.date | None = None, minutes: int, what: str = "", club: Club | None = None,
    sign_up: SignUp | None = None, expenses: str = "none", actor: User | None, now: dt.datetime | None = None,
) -> HourEntry:  # fmt: skip
    """Write hours down for a public club, or for a sign-up of one's own, and ask for confirmation.

    The same once more answers the row that stands. Raises Refused (codes: name, future, old, minutes, day, club, sign_up,
    waiting, expenses).
    """
    now = now or timezone.now()
    person = lock(person)
    name, what = _name(name), clean(what)[:WHAT_MAX]
    if sign_up is not None:
        row = _of_sign_up(person, sign_up, now)
        known = HourEntry.in_region().filter(sign_up=sign_up).first()
        if known is not None:
            return known
    elif club is not None and club.is_public:
        row = HourEntry(city=club.city, club=club, provider=club.name, date=date)
        if expenses not in Offer.Expenses.values:
            raise Refused(_("Bitte wählen Sie, ob es dafür Geld gab."), code="expenses")
        row.expenses = expenses
    else:
        raise Refused(_("Bitte wählen Sie einen Verein aus der Liste."), code="club")
    row.volunteer, row.name, row.what, row.minutes, row.created_at = person, name, what, minutes, now
    _check_day(row, now)
    mine = HourEntry.in_region().filter(volunteer=person).exclude(state=State.REFUSED)
    same = mine.filter(date=row.date, minutes=minutes, what=what, club=row.club, sign_up=None).first()
    if sign_up is None and same is not None:
        return same
    if mine.filter(state=State.ASKED).count() >= MAX_WAITING:
        text = _(
            "Es warten schon %(n)s Einträge auf eine Bestätigung. Bitte warten Sie, bis die Vereine geantwortet haben."
        )
        raise Refused(text % {"n": MAX_WAITING}, code="waiting")
    _check_sum(person, row.date, minutes)
    row.save(force_insert=True)
    _keep(person, now)
    record(row.city, "hours.log", row, actor=actor, minutes=minutes)
    _ask(row, now)
    return row


@transaction.atomic
def from_attendance(sign_up: SignUp, *, actor: User | None, now: dt.datetime | None = None) -> HourEntry | None:
    """The club's list says that the person came: that is a confirmation. Only one's own hours, not those of a group.

    None where there is nothing to write: nobody is left behind the sign-up, the club refused these hours before, or the
    day already has 24 hours.
    """
    now = now or timezone.now()
    if sign_up.volunteer is None or sign_up.state != SignUp.State.CONFIRMED:
        return None
    person = lock(sign_up.volunteer)
    row = HourEntry.in_region().filter(sign_up=sign_up).first()
    if row is not None:
        if row.state == State.ASKED:
            decide([row], True, by="attendance", actor=actor, now=now)
            row.refresh_from_db()
        return row if row.state == State.CONFIRMED else None
    row = _of_sign_up(person, sign_up, now, over=False)
    if not row.minutes or row.date > timezone.localdate(now) or _sum(person, row.date) + row.minutes > DAY_MINUTES:
        return None
    row.volunteer, row.name, row.created_at = person, (sign_up.name or person.name or _("Ohne Namen"))[:NAME_MAX], now
    row.what = clean(sign_up.shift.title or sign_up.shift.offer.title)[:WHAT_MAX]
    row.state, row.decided_at, row.decided_by = State.CONFIRMED, now, HourEntry.DecidedBy.ATTENDANCE
    row.save(force_insert=True)
    _keep(person, now)
    record(row.city, "hours.attendance", row, actor=actor, minutes=row.minutes)
    return row


@transaction.atomic
def attendance_gone(sign_up: SignUp, *, actor: User | None, now: dt.datetime | None = None) -> None:
    """The list was wrong: hours that rest on nothing else go, and papers that name them are revoked."""
    if sign_up.volunteer is not None:
        lock(sign_up.volunteer)
    for row in HourEntry.in_region().select_related("city").filter(sign_up=sign_up, decided_by="attendance"):
        papers.revoke_with(row, actor=actor, now=now)
        record(row.city, "hours.remove", row, actor=actor, minutes=row.minutes)
        row.delete()


@transaction.atomic
def move_club(club: Club, old: City, new: City) -> int:
    """What still waits for a word waits at the club's new city. What is decided was work in the old one and stays there:
    papers name it and rules for the card count it."""
    waiting = HourEntry.in_region().filter(club=club, city=old, state=State.ASKED)
    held = waiting.select_for_update().order_by("pk").values_list("pk", flat=True)
    count = HourEntry.in_region().filter(pk__in=list(held)).update(city=new)
    if count:
        for city in (old, new):
            touch(HourEntry, city)
            record(city, "hours.move", club, actor=None, entries=count, of=old.slug, to=new.slug)
    return count


@transaction.atomic
def decide(
    rows: Iterable[HourEntry], confirm: bool, *, by: str, actor: User | None, now: dt.datetime | None = None
) -> int:
    """Confirm or refuse what still waits; the first answer counts, repeating changes nothing. `by`: HourEntry.DecidedBy.

    The caller has asked `permissions.may_decide` (or holds the club's link). Answers how many were decided.
    """
    now = now or timezone.now()
    ids = [row.pk for row in rows]
    found = HourEntry.in_region().select_for_update(of=("self",)).select_related("city__site", "volunteer")
    due = list(found.filter(pk__in=ids, state=State.ASKED, volunteer__isnull=False).order_by("pk"))
    told: dict[int, list[HourEntry]] = {}
    for row in due:
        row.state = State.CONFIRMED if confirm else State.REFUSED
        row.decided_at, row.decided_by = now, by
        row.save(update_fields=["state", "decided_at", "decided_by"])
        record(row.city, "hours.confirm" if confirm else "hours.refuse", row, actor=actor, by=by, minutes=row.minutes)
        row.text = f"{hours_text(row.minutes)} h"  # type: ignore[attr-defined]
        told.setdefault(row.volunteer_id, []).append(row)  # type: ignore[arg-type]
    for group in told.values():
        person = group[0].volunteer
        assert person is not None
        letters.decided(person, group, now)
    return len(due)


@transaction.atomic
def correct(row: HourEntry, *, by: str, actor: User | None, now: dt.datetime | None = None) -> bool:
    """Take a confirmation back: it was a mistake. Papers that name these hours are revoked. False: nothing to take back."""
    now = now or timezone.now()
    found = HourEntry.in_region().select_for_update(of=("self",)).select_related("city__site", "volunteer")
    locked = found.filter(pk=row.pk, state=State.CONFIRMED, volunteer__isnull=False).first()
    if locked is None:
        return False
    locked.state, locked.decided_at, locked.decided_by = State.REFUSED, now, by
    locked.save(update_fields=["state", "decided_at", "decided_by"])
    record(locked.city, "hours.correct", locked, actor=actor, minutes=locked.minutes)
    papers.revoke_with(locked, actor=actor, now=now)
    locked.text = f"{hours_text(locked.minutes)} h"  # type: ignore[attr-defined]
    assert locked.volunteer is not None
    letters.decided(locked.volunteer, [locked], now)
    return True


@transaction.atomic
def remove(person: Volunteer, row: HourEntry, *, actor: User | None) -> bool:
    """The person takes an entry away that nobody confirmed."""
    lock(person)
    found = HourEntry.in_region().select_related("city")
    mine = found.filter(pk=row.pk, volunteer=person).exclude(state=State.CONFIRMED).first()
    if mine is None:
        return False
    record(mine.city, "hours.remove", mine, actor=actor, minutes=mine.minutes)
    mine.delete()
    return True


def ask_again(now: dt.datetime | None = None) -> int:
    """Daily: hours that nobody answered for 14 days; each is asked about once more. Answers how many mails went out."""
    now = now or timezone.now()
    rows = HourEntry.in_region().filter(state=State.ASKED, asked_again_at=None, created_at__lte=now - ASK_AGAIN)
    sent = 0
    for pk in list(rows.filter(volunteer__isnull=False).order_by("pk").values_list("pk", flat=True)[:2000]):
        with transaction.atomic():
            found = HourEntry.in_region().select_for_update(of=("self",))
            row = _whole(found).filter(pk=pk, state=State.ASKED, asked_again_at=None).first()
            if row is None:  # asked about together with an older one
                continue
            asked = addresses.asked_of(row)
            if asked is not None:
                sent += letters.please_confirm(asked, row, f"hours.again:{row.uuid}")
                asked.waiting().filter(asked_again_at=None, created_at__lte=now - ASK_AGAIN).update(asked_again_at=now)
            HourEntry.in_region().filter(pk=pk).update(asked_again_at=now)
    return sent


# --- Under the volunteer's lock -----------------------------------------------------------------------------


def lock(person: Volunteer) -> Volunteer:
    return Volunteer.in_region().select_for_update(of=("self",)).get(pk=person.pk)


def _whole(rows: QuerySet[HourEntry]) -> QuerySet[HourEntry]:
    """With everything that a mail about it needs."""
    return rows.select_related("city__site", "club__city__site", "volunteer", "sign_up__shift__offer__city__site")


def _name(name: str) -> str:
    text = " ".join(clean(name).split())
    if is_blank(text) or len(text) > NAME_MAX:
        raise Refused(_("Bitte geben Sie Ihren Namen an, so wie der Verein Sie kennt."), code="name")
    if not is_printable(text):
        text = _(
            "Bitte schreiben Sie Ihren Namen in lateinischer, griechischer oder kyrillischer Schrift, wie im Ausweis."
        )
        raise Refused(text, code="name")
    return text


def _of_sign_up(person: Volunteer, sign_up: SignUp, now: dt.datetime, *, over: bool = True) -> HourEntry:
    """A row with the day, time and offer of a sign-up as they are now; not yet stored."""
    with scopes_disabled():
        related = ("shift__offer__city__site", "shift__offer__club__city__site")
        found = SignUp.objects.select_related(*related).filter(pk=sign_up.pk, volunteer=person).first()
    if found is None or found.state != SignUp.State.CONFIRMED or found.shift.is_cancelled:
        raise Refused(_("Diese Anmeldung gehört nicht zu Ihren Einsätzen."), code="sign_up")
    shift, offer = found.shift, found.shift.offer
    if over and shift.ends_at > now:
        raise Refused(_("Dieser Einsatz ist noch nicht vorbei."), code="future")
    day, minutes = worked(shift.starts_at, shift.ends_at)
    return HourEntry(
        city=offer.city, club=offer.club, provider=offer.provider_name[:120], sign_up=found, date=day,
        minutes=min(minutes, DAY_MINUTES), expenses=offer.expenses,
    )  # fmt: skip


def _check_day(row: HourEntry, now: dt.datetime) -> None:
    today = timezone.localdate(now)
    if row.date is None or row.date > today:
        raise Refused(_("Der Tag darf nicht in der Zukunft liegen."), code="future")
    if row.date < today - OLDEST:
        raise Refused(_("So weit zurück lassen sich keine Stunden eintragen: höchstens drei Jahre."), code="old")
    if not 1 <= row.minutes <= DAY_MINUTES:
        raise Refused(_("Bitte geben Sie eine Zeit von 1 Minute bis 24 Stunden an."), code="minutes")


def _sum(person: Volunteer, day: dt.date) -> int:
    rows = HourEntry.in_region().filter(Q(volunteer=person, date=day) & ~Q(state=State.REFUSED))
    return rows.aggregate(n=Sum("minutes"))["n"] or 0


def _check_sum(person: Volunteer, day: dt.date, minutes: int) -> None:
    known = _sum(person, day)
    if known + minutes > DAY_MINUTES:
        text = _("Ein Tag hat 24 Stunden. Für diesen Tag stehen schon %(known)s Stunden in Ihrer Liste.")
        raise Refused(text % {"known": hours_text(known)}, code="day")


def _keep(person: Volunteer, now: dt.datetime) -> None:
    """Whoever writes hours down wants them kept: the time to forget starts anew."""
    until = now + KEPT
    if until > person.delete_after:
        person.delete_after = until
        person.save(update_fields=["delete_after"])


def _ask(row: HourEntry, now: dt.datetime) -> None:
    """One mail while something waits: what comes within a week is shown behind the same link."""
    asked = addresses.asked_of(row)
    if asked is None:
        return
    recent = Q(created_at__gt=now - ASK_PACE) | Q(asked_again_at__gt=now - ASK_PACE)
    if not asked.waiting().filter(recent).exclude(pk=row.pk).exists():
        letters.please_confirm(asked, row, f"hours.ask:{row.uuid}")
