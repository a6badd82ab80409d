"""What the public pages read: one offer with its shifts, a person's own sign-ups. Region-wide on purpose, by name."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django_scopes import scopes_disabled

from clubs.directory.people_models import HandOver

from . import addresses, words
from .models import ACTIVE, Ask, Offer, OfferHidden, Shift, SignUp, Volunteer

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.cities.models import City

SHIFTS_PER_PAGE = 40


@dataclass(frozen=True)
class ShiftRow:
    """A shift as the offer's page shows it. `own`: the person's own sign-up, with its address."""

    shift: Shift
    when: str
    duration: str
    chip: dict[str, str]
    waiting: int
    own: SignUp | None = None
    own_url: str = ""


def offer_of(city: City, slug: str, now: dt.datetime) -> Offer | None:
    """A public offer that this portal shows: its own, or another city's that is shared and not hidden here."""
    rows = Offer.shown_in(city, now).select_related("club__city__site", "city__site", "volunteer")
    return rows.filter(slug=slug).first()


def offer_elsewhere(city: City, slug: str, path: str, now: dt.datetime) -> str:
    """For an offer that `offer_of` does not find: where it stands since its club left this city. Not for what this portal
    hides on purpose."""
    with scopes_disabled():
        hidden = OfferHidden.objects.filter(city=city).values("offer")
        found = Offer.everywhere().public(now).filter(slug=slug).exclude(pk__in=hidden)
        offer = found.select_related("city__site").first()
    return followed(city, offer, path) if offer is not None else ""


def followed(city: City, offer: Offer, path: str) -> str:
    """The same path on the portal of the offer's city, if its club belonged to `city` once; else ""."""
    if offer.city_id == city.pk or not HandOver.left(offer.club_id, city):
        return ""
    return addresses.absolute(offer.city, path)


def shifts_of(offer: Offer, now: dt.datetime) -> QuerySet[Shift]:
    """Shifts ahead, with the number of sign-ups that wait."""
    with scopes_disabled():
        rows = Shift.objects.filter(offer=offer).ahead(now)
        waiting = Count("sign_ups", filter=Q(sign_ups__state=SignUp.State.WAITING))
        return rows.annotate(waiting=waiting).order_by("starts_at", "pk")


def rows_of(shifts: list[Shift], user: User | None) -> list[ShiftRow]:
    own = own_of(shifts, user)
    return [
        ShiftRow(
            shift=shift, when=words.when(shift), duration=words.duration(shift),
            chip=words.places(shift.free, shift.waiting),  # type: ignore[attr-defined]
            waiting=shift.waiting,  # type: ignore[attr-defined]
            own=own.get(shift.pk), own_url=path_of(own[shift.pk]) if shift.pk in own else "",
        )
        for shift in shifts
    ]  # fmt: skip


def own_of(shifts: list[Shift], user: User | None) -> dict[int, SignUp]:
    if user is None:
        return {}
    with scopes_disabled():
        rows = SignUp.objects.filter(shift__in=[s.pk for s in shifts], volunteer__user=user).active()
        return {row.shift_id: row for row in rows}


def path_of(row: SignUp) -> str:
    """The personal page of a sign-up, on any portal that shows it to this person."""
    from django.urls import reverse

    return reverse("volunteering:sign_up", args=[addresses.token("signup", row)])


def clashes(shift: Shift, whose: Q) -> list[Shift]:
    """Other shifts at the same time that the person has signed up for. `whose`: a filter of sign-ups."""
    with scopes_disabled():
        rows = SignUp.objects.filter(whose, state__in=ACTIVE).exclude(shift=shift.pk)
        rows = rows.filter(shift__starts_at__lt=shift.ends_at, shift__ends_at__gt=shift.starts_at)
        return [row.shift for row in rows.select_related("shift__offer__city")[:5]]


def clashes_of_mailbox(shift: Shift, mailbox: str) -> list[Shift]:
    return clashes(shift, Q(volunteer__mailbox=mailbox)) if mailbox else []


def clashes_of_user(shift: Shift, user: User) -> list[Shift]:
    return clashes(shift, Q(volunteer__user=user))


# --- Behind a personal link ---------------------------------------------------------------------------------


def ask_behind(city: City, token: str) -> Ask | None:
    """A link belongs to the portal where it was asked for."""
    key = addresses.read("ask", token)
    if key is None:
        return None
    with scopes_disabled():
        rows = Ask.objects.filter(uuid=key, city=city)
        return rows.select_related("shift__offer__city__site", "shift__offer__club", "city").first()


def ask_elsewhere(city: City, token: str, path: str) -> str:
    """A link of this portal whose sign-up left with the club: its address now; "" for every other link."""
    key = addresses.read("ask", token)
    if key is None:
        return ""
    with scopes_disabled():
        row = Ask.objects.filter(uuid=key).select_related("shift__offer__city__site").first()
    if row is None or row.city_id != row.shift.offer.city_id:
        return ""
    return followed(city, row.shift.offer, path)


def sign_up_elsewhere(kind: str, city: City, token: str, path: str) -> str:
    """The same for "signup" and "guardian"."""
    row = _sign_up(kind, token)
    return followed(city, row.shift.offer, path) if row is not None else ""


def sign_up_behind(city: City, token: str, user: User | None) -> SignUp | None:
    """On the portal of the shift's city, on the one where it was asked for, and to the person's own account anywhere."""
    row = _sign_up("signup", token)
    if row is None or row.city_id == city.pk:
        return row
    if user is not None and row.volunteer is not None and row.volunteer.user_id == user.pk:
        return row
    with scopes_disabled():
        return row if Ask.objects.filter(sign_up=row, city=city).exists() else None


def consent_behind(city: City, token: str) -> SignUp | None:
    row = _sign_up("guardian", token)
    return row if row is not None and row.city_id == city.pk else None


def _sign_up(kind: str, token: str) -> SignUp | None:
    key = addresses.read(kind, token)
    if key is None:
        return None
    with scopes_disabled():
        rows = SignUp.objects.filter(uuid=key)
        return rows.select_related("shift__offer__city__site", "shift__offer__club", "volunteer").first()


def person_behind(kind: str, city: City, token: str) -> Volunteer | None:
    """`kind`: "volunteer" (the page) or "feed" (the calendar). A link opens on the portal that handed it out."""
    key = addresses.read(f"{kind}.{city.slug}", token)
    return Volunteer.in_region().filter(uuid=key).first() if key is not None else None


def sign_ups_of(person: Volunteer) -> QuerySet[SignUp]:
    """Of one person, over all cities."""
    with scopes_disabled():
        rows = SignUp.objects.filter(volunteer=person)
        return rows.select_related("shift__offer__city__site", "shift__offer__club").order_by("shift__starts_at", "pk")


def own_rows(person: Volunteer, city: City, *, is_member: bool) -> dict[str, list[dict[str, Any]]]:
    """ "ahead" and "past" (the last 50) of a person; links lead to the portal that may show the row."""
    now = timezone.now()
    ahead, past = [], []
    for row in sign_ups_of(person):
        here = is_member or row.city_id == city.pk
        shift = row.shift
        item = {
            "title": shift.offer.title, "task": shift.title, "when": words.when(shift), "row": row,
            "city": shift.offer.city, "url": path_of(row) if here else addresses.sign_up_url(row, shift.offer.city),
            "place": shift.offer.place, "provider": shift.offer.provider_name,
        }  # fmt: skip
        (ahead if row.is_active and shift.ends_at > now else past).append(item)
    return {"ahead": ahead, "past": past[::-1][:50]}
