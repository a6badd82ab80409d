"""Links to confirm hours without an account. A link is bound to the club (or the offer of the city) and to the mailbox it
was sent to: it ends after 30 days, and at once when that mailbox does not speak for the club any more."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core import signing
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django_scopes import scopes_disabled

from clubs.directory.models import Club, ClubMember
from clubs.directory.people_models import HandOver
from clubs.volunteering import addresses as volunteering
from clubs.volunteering.models import Offer, Volunteer
from portal.cities import hosts
from portal.kit.mailbox import mailbox_of

from .models import HourEntry

if TYPE_CHECKING:
    from portal.cities.models import City

SALT = "clubs.hours.decide"
LIFE = 30 * 24 * 3600  # seconds


@dataclass(frozen=True)
class Asked:
    """Who is asked to confirm: a club, or whoever answers for an offer without a club."""

    row: Club | Offer

    @property
    def kind(self) -> str:
        return "c" if isinstance(self.row, Club) else "o"

    @property
    def name(self) -> str:
        return self.row.name if isinstance(self.row, Club) else self.row.provider_name

    def mailboxes(self) -> list[str]:
        """Addresses that speak for it now: the contact address, else the club's leading people, else all its people."""
        if self.row.contact_email:
            return [self.row.contact_email]
        if isinstance(self.row, Offer):
            return []
        with scopes_disabled():
            people = ClubMember.objects.filter(club=self.row, user__is_active=True).order_by("pk")
            found = list(people.values_list("user__email", "role"))
        leading = [email for email, role in found if role == ClubMember.Role.OWNER]
        return leading or [email for email, _role in found]

    def left(self, city: City) -> bool:
        """A club that belonged to `city` once: its links of then open where it is now."""
        return isinstance(self.row, Club) and self.row.city_id != city.pk and HandOver.left(self.row.pk, city)

    def waiting(self) -> QuerySet[HourEntry]:
        """All hours that wait for its word, oldest first."""
        return self.entries().filter(state=HourEntry.State.ASKED)

    def entries(self) -> QuerySet[HourEntry]:
        rows = HourEntry.in_region().filter(volunteer__isnull=False)
        if isinstance(self.row, Club):
            rows = rows.filter(club=self.row)
        else:
            rows = rows.filter(club=None, sign_up__shift__offer=self.row)
        return rows.select_related("city", "volunteer").order_by("date", "pk")


def asked_of(entry: HourEntry) -> Asked | None:
    """None: nobody but the city's desk."""
    if entry.club is not None:
        return Asked(entry.club)
    if entry.sign_up is not None:
        return Asked(entry.sign_up.shift.offer)
    return None


def _mark(email: str) -> str:
    return salted_hmac(SALT, mailbox_of(email), algorithm="sha256").hexdigest()[:20]


def decide_token(asked: Asked, email: str) -> str:
    return signing.TimestampSigner(salt=SALT).sign(f"{asked.kind}.{asked.row.uuid.hex}.{_mark(email)}")


def read_decide(value: str) -> tuple[Asked, str] | None:
    """(who is asked, the mailbox that the link was sent to). None: forged, too old, or not theirs any more."""
    try:
        text = signing.TimestampSigner(salt=SALT).unsign(value[:300], max_age=LIFE)
        kind, number, mark = text.split(".")
        found = uuid.UUID(number)
    except (signing.BadSignature, ValueError):
        return None
    row: Club | Offer | None
    if kind == "c":
        row = Club.in_region().select_related("city__site").filter(uuid=found).first()
    else:
        row = Offer.everywhere().select_related("city__site", "club").filter(uuid=found).first()
    if row is None:
        return None
    asked = Asked(row)
    email = next((email for email in asked.mailboxes() if _mark(email) == mark), "")
    return (asked, email) if email else None


def absolute(city: City, path: str) -> str:
    return hosts.absolute(city.site.hostname, path)


def decide_url(asked: Asked, email: str) -> str:
    return absolute(asked.row.city, reverse("hours:decide", args=[decide_token(asked, email)]))


def own_token(person: Volunteer, city: City) -> str:
    """Opens the person's hours, on this portal only, and nothing else of theirs."""
    return volunteering.token(f"hours.{city.slug}", person)


def person_of(token: str, city: City) -> Volunteer | None:
    number = volunteering.read(f"hours.{city.slug}", token)
    return Volunteer.in_region().select_related("city").filter(uuid=number).first() if number else None


def log_url(person: Volunteer, city: City) -> str:
    """The person's own hours: with an account behind the sign-in, otherwise by the personal link."""
    if person.user_id is not None:
        return absolute(city, reverse("hours:log"))
    return absolute(city, reverse("hours:log_by_link", args=[own_token(person, city)]))


def check_prefix(city: City) -> str:
    """What stands before the payload in a QR code."""
    return absolute(city, reverse("hours:check_any"))
