"""„Ich möchte helfen“: a person offers time. The city looks at it first; the name is never shown, answers come by form."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from clubs.volunteering import link_letters, rules
from clubs.volunteering.models import ASK_LIFE, KEPT, Offer, RequestAsk, Volunteer
from portal.audit.actions import record
from portal.kit.mailbox import mailbox_of
from portal.kit.refused import Refused
from portal.operations.ratelimit import allow

from . import asks, offers, people

if TYPE_CHECKING:
    from django.http import HttpRequest

    from portal.accounts.models import User
    from portal.cities.models import City

FIELDS = ("title", "text", "when_note", "place", "from_home", "interests", "languages")
OPEN = (Offer.Status.DRAFT, Offer.Status.WAITING, Offer.Status.PUBLISHED)
PER_PERSON = 3  # requests at a time
PER_DAY = 4  # links to one mailbox
PER_CLIENT = 10


def ask(
    city: City, email: str, *, request: HttpRequest | None = None, now: dt.datetime | None = None, **words: Any
) -> RequestAsk:
    """Keep the words for 48 hours and mail a link. `words`: of FIELDS. `city`: who will decide. Raises Refused by field."""
    now = now or timezone.now()
    email = asks.checked_email(email)
    payload = _checked(words)
    if request is not None and not allow(request, "volunteering-request", limit=PER_CLIENT, per=3600):
        raise Refused(
            _("Von Ihrem Anschluss kamen gerade viele Gesuche. Bitte versuchen Sie es in einer Stunde noch einmal."),
            code="pace",
        )
    return _store(city, email, payload, now)


@transaction.atomic
def _store(city: City, email: str, payload: dict[str, Any], now: dt.datetime) -> RequestAsk:
    mailbox = mailbox_of(email)
    with scopes_disabled():
        rows = RequestAsk.objects.filter(mailbox=mailbox, created_at__gt=now - dt.timedelta(days=1))
        recent = list(rows.select_related("city__site"))
        for row in recent:
            if row.payload == payload and row.city_id == city.pk:
                return row
        if len(recent) >= PER_DAY:
            raise Refused(
                _("An diese Adresse gingen gerade schon mehrere E-Mails. Bitte sehen Sie in Ihrem Postfach nach."),
                code="pace",
            )
        found = RequestAsk.objects.create(
            city=city, email=email, mailbox=mailbox, payload=payload, created_at=now, expires_at=now + ASK_LIFE
        )
        record(city, "volunteering.ask_request", found, actor=None)
        link_letters.confirm_request(found)
    return found


@transaction.atomic
def confirm(asked: RequestAsk, *, now: dt.datetime | None = None) -> Offer | None:
    """The request goes to the city's desk, once; None when the link was used before. Raises Gone, Refused."""
    now = now or timezone.now()
    with scopes_disabled():
        rows = RequestAsk.objects.select_for_update(of=("self",)).select_related("city__site")
        row = rows.get(pk=asked.pk)
        if row.used_at is not None:
            return None
        if row.expires_at <= now or not row.email:
            raise asks.Gone
        person = people.of_mailbox(row.city, row.email, row.mailbox, name="", until=now + KEPT)
        found = _create(row.city, person, None, row.payload, now)
        row.used_at, row.payload, row.email, row.mailbox = now, {}, "", ""
        row.save(update_fields=["used_at", "payload", "email", "mailbox"])
    return found


@transaction.atomic
def offer_oneself(city: City, user: User, *, now: dt.datetime | None = None, **words: Any) -> Offer:
    """The same for a member, without a mail. The same words again answer the request that stands."""
    now = now or timezone.now()
    payload = _checked(words)
    with scopes_disabled():
        return _create(city, people.of_member(city, user), user, payload, now)


def _create(city: City, person: Volunteer, user: User | None, payload: dict[str, Any], now: dt.datetime) -> Offer:
    own = list(of(person))
    for offer in own:
        if offer.city_id == city.pk and (offer.title, offer.text) == (payload["title"], payload["text"]):
            return offer
    if len(own) >= PER_PERSON:
        raise Refused(_("Sie haben schon mehrere Gesuche. Bitte ziehen Sie zuerst eines zurück."), code="many")
    offer = offers.create_offer(city, actor=user, kind=Offer.Kind.REQUEST, volunteer=person, **payload)
    return offers.publish(offer, actor=None, now=now)


@transaction.atomic
def withdraw(person: Volunteer, offer: Offer, *, actor: User | None) -> Offer:
    """A person's own request, and no other."""
    if offer.kind != Offer.Kind.REQUEST or offer.volunteer_id != person.pk:
        raise Refused(_("Das ist nicht Ihr Gesuch."), code="foreign")
    with scopes_disabled():
        return offers.withdraw(offer, actor=actor)


def of(person: Volunteer) -> Any:
    """A person's requests that wait or are public."""
    rows = Offer.everywhere().filter(kind=Offer.Kind.REQUEST, volunteer=person, status__in=OPEN)
    return rows.select_related("city__site").order_by("-created_at")


def _checked(words: dict[str, Any]) -> dict[str, Any]:
    """What `create_offer` takes, as JSON. Raises Refused by field."""
    if set(words) - set(FIELDS):
        raise TypeError(sorted(set(words) - set(FIELDS)))
    interests = [str(slug) for slug in words.get("interests") or ()]
    rules.interest_rows(interests)
    plain = {name: value for name, value in words.items() if name != "interests"}
    values = rules.offer_values(Offer.Kind.REQUEST, {"title": "", "text": "", **plain})
    return {**values, "interests": interests}
