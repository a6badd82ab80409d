"""Offers: draft → (waits) → public → withdrawn. Order of locks: offer, then its shifts in the order of their ids."""

from __future__ import annotations

import datetime as dt
import secrets
import uuid
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from clubs.directory.models import Club, ClubSettings
from clubs.directory.permissions import may_manage
from clubs.volunteering import desk_letters, rules
from clubs.volunteering.models import Offer, Shift
from portal.audit.actions import record
from portal.delivery.purge import touch
from portal.kit.refused import Refused
from portal.kit.slugs import free_slug

from . import places
from .shifts import add_shift, call_off, change_shift, place_moved, repeat_shift

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.cities.models import City

__all__ = [
    "add_shift", "call_off", "change_shift", "confirm_fresh", "copy_offer", "create_offer", "decide", "publish",
    "repeat_shift", "update_offer", "withdraw",
]  # fmt: skip
Status = Offer.Status
SLUG_MAX = 60


@transaction.atomic
def create_offer(
    city: City, *, actor: User | None, kind: str, title: str, club: Club | None = None, provider: str = "",
    key: uuid.UUID | None = None, **fields: Any,
) -> Offer:  # fmt: skip
    """A draft. `fields`: see rules.FIELDS; `interests` by slugs; `key` becomes its uuid: sent twice, one offer."""
    if key is not None:
        known = Offer.everywhere().filter(uuid=key).first()
        if known is not None:
            if known.city_id != city.pk or known.created_by_id != (actor.pk if actor else None):
                raise Refused(_("Bitte öffnen Sie das Formular noch einmal."))
            return known
    if kind not in Offer.Kind.values:
        raise Refused({"kind": _("Bitte wählen Sie eine der Möglichkeiten.")})
    if club is not None and _city_of(club) != city.pk:
        raise Refused(_("Dieser Verein gehört zu einer anderen Stadt."))
    if kind == Offer.Kind.REQUEST and fields.get("volunteer") is None:
        raise Refused(_("Zu einem Gesuch gehört eine Person."))
    values = rules.offer_values(kind, {**fields, "title": title, "provider": provider})
    interests = rules.interest_rows(values.pop("interests", ()))
    offer = Offer(city=city, kind=kind, club=club, created_by=actor, status=Status.DRAFT, **values)
    offer.uuid = key or uuid.uuid4()
    _insert(offer)
    if interests:
        offer.interests.set(interests)
    record(city, "volunteering.create_offer", offer, actor=actor, kind=kind)
    return offer


def _city_of(club: Club) -> int:
    """As it is now, until the end of the transaction: a club that moves to another city takes its offers along."""
    return Club.in_region().select_for_update(no_key=True).values_list("city_id", flat=True).get(pk=club.pk)


def _insert(offer: Offer) -> None:
    """With a readable address; if somebody else takes it at the same moment, with a longer one."""
    base = free_slug(offer.title, (), SLUG_MAX)
    taken = set(Offer.everywhere().filter(slug__startswith=base).values_list("slug", flat=True)[:900])
    offer.slug = free_slug(offer.title, taken, SLUG_MAX) if len(taken) < 900 else f"{base}-{secrets.token_hex(4)}"
    try:
        with transaction.atomic():
            offer.save(force_insert=True)
    except IntegrityError:
        offer.slug = f"{base}-{secrets.token_hex(4)}"
        offer.save(force_insert=True)


@transaction.atomic
def update_offer(offer: Offer, *, actor: User | None, now: dt.datetime | None = None, **fields: Any) -> Offer:
    """Change what is given. A new place of a public offer raises every coming shift's sequence and is told to all who
    come, once. Changing an offer also says that it is still true."""
    now = now or timezone.now()
    offer = lock(offer)
    if offer.status == Status.WITHDRAWN:
        raise Refused(_("Dieses Angebot ist zurückgezogen. Legen Sie eine Kopie an."))
    fields.pop("volunteer", None)
    values = rules.offer_values(offer.kind, fields)
    interests = rules.interest_rows(values.pop("interests")) if "interests" in values else None
    where = (offer.place, offer.from_home)
    changed = sorted(name for name, value in values.items() if getattr(offer, name) != value)
    for name in changed:
        setattr(offer, name, values[name])
    offer.confirmed_at = now
    offer.save()
    if interests is not None:
        offer.interests.set(interests)
    record(offer.city, "volunteering.update_offer", offer, actor=actor, fields=changed)
    if where != (offer.place, offer.from_home):
        place_moved(offer, now)
    return offer


@transaction.atomic
def publish(offer: Offer, *, actor: User | None, trusted: bool = False, now: dt.datetime | None = None) -> Offer:
    """Goes live, or waits for the city's desk: where the city looks first (`ClubSettings.offers_wait`), while the club
    itself is not public, and always for offers without a club and requests of people. The desk's own go live at once."""
    now = now or timezone.now()
    offer = lock(offer)
    if offer.status == Status.PUBLISHED:
        return offer
    if offer.ends_at is not None and offer.ends_at <= now:
        raise Refused(_("Alle Termine sind vorbei. Legen Sie zuerst neue an."), code="over")
    if trusted or (actor is not None and may_manage(actor, offer.city)):
        return _live(offer, actor, now)
    if offer.status == Status.WAITING:
        return offer  # asked before, or blocked by moderation: only the desk decides
    open_club = offer.club is not None and offer.club.status == Club.Status.PUBLISHED
    if open_club and not ClubSettings.of(offer.city).offers_wait:
        return _live(offer, actor, now)
    offer.status = Status.WAITING
    offer.withdrawn_reason = ""
    offer.save(update_fields=["status", "withdrawn_reason", "updated_at"])
    record(offer.city, "volunteering.submit_offer", offer, actor=actor)
    return offer


def _live(offer: Offer, actor: User | None, now: dt.datetime) -> Offer:
    offer.status, offer.confirmed_at, offer.withdrawn_reason = Status.PUBLISHED, now, ""
    offer.published_at = offer.published_at or now
    offer.save(update_fields=["status", "confirmed_at", "published_at", "withdrawn_reason", "updated_at"])
    record(offer.city, "volunteering.publish_offer", offer, actor=actor)
    return offer


@transaction.atomic
def decide(
    offer: Offer, accept: bool, *, actor: User | None, reason: str = "", now: dt.datetime | None = None
) -> Offer:
    """The city's word on an offer that waits. No: it is a draft again, with the reason. Who asked is told once."""
    now = now or timezone.now()
    offer = lock(offer)
    if offer.status != Status.WAITING:
        raise Refused(_("Über dieses Angebot ist schon entschieden."), code="decided")
    reason = _reason(reason)
    if accept:
        _live(offer, actor, now)
    else:
        if not reason:
            raise Refused({"reason": _("Bitte nennen Sie den Grund: Er wird mitgeteilt.")})
        offer.status, offer.withdrawn_reason = Status.DRAFT, reason
        offer.save(update_fields=["status", "withdrawn_reason", "updated_at"])
        record(offer.city, "volunteering.refuse_offer", offer, actor=actor)
    desk_letters.decided(offer, accept, reason, now)
    return offer


@transaction.atomic
def withdraw(offer: Offer, *, actor: User | None, reason: str = "", now: dt.datetime | None = None) -> Offer:
    """Gone everywhere at once; every shift that is not over yet is cancelled, and everyone who would come is told."""
    now = now or timezone.now()
    offer = lock(offer)
    if offer.status == Status.WITHDRAWN:
        return offer
    reason = _reason(reason)
    offer.status, offer.withdrawn_reason = Status.WITHDRAWN, reason
    offer.save(update_fields=["status", "withdrawn_reason", "updated_at"])
    told = 0
    for shift in Shift.objects.filter(offer=offer, is_cancelled=False, ends_at__gt=now).order_by("pk"):
        told += places.cancel_shift(shift, actor=actor, reason=reason, now=now)
    touch(Shift, offer.city_id)
    record(offer.city, "volunteering.withdraw_offer", offer, actor=actor, people=told)
    return offer


def _reason(text: str) -> str:
    try:
        return rules.line(text, "withdrawn_reason")
    except Exception as error:  # a ValidationError without a field
        raise Refused({"reason": getattr(error, "messages", [str(error)])}) from None


@transaction.atomic
def confirm_fresh(offer: Offer, *, actor: User | None, now: dt.datetime | None = None) -> Offer:
    """Somebody responsible says: this is still true. Counts for another 120 days."""
    now = now or timezone.now()
    offer = lock(offer)
    if offer.status != Status.PUBLISHED:
        raise Refused(_("Dieses Angebot ist nicht öffentlich."), code="over")
    offer.confirmed_at = now
    offer.save(update_fields=["confirmed_at", "updated_at"])
    record(offer.city, "volunteering.confirm_offer", offer, actor=actor)
    return offer


@transaction.atomic
def copy_offer(offer: Offer, *, actor: User | None, key: uuid.UUID | None = None) -> Offer:
    """A draft with the same words, without dates and people."""
    if offer.kind == Offer.Kind.REQUEST:
        raise Refused(_("Ein Gesuch lässt sich nicht kopieren."))
    title = offer.title[: rules.column("title").max_length - 8]  # type: ignore[operator]
    names = rules.FIELDS - {"title", "provider", "volunteer", "interests", "is_urgent"}
    return create_offer(
        offer.city, actor=actor, kind=offer.kind, title=_("%(title)s (Kopie)") % {"title": title}, club=offer.club,
        provider=offer.provider, key=key, interests=list(offer.interests.values_list("slug", flat=True)),
        **{name: getattr(offer, name) for name in names},
    )  # fmt: skip


def lock(offer: Offer) -> Offer:
    """The offer as it is now, held until the end of the transaction, with club and city."""
    with scopes_disabled():
        rows = Offer.objects.select_for_update(of=("self",)).select_related("city__site", "club__city", "volunteer")
        return rows.get(pk=offer.pk)
