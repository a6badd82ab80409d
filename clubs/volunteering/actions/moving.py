"""A club moves to another city, and what it asks for with it.

Everything of its offers goes along, what is over too: shifts and sign-ups stand where their offer stands. What belongs to
a person stays: the person's row, requests, saved searches, and links asked for on a third city's portal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django_scopes import scopes_disabled

from clubs.volunteering import findable
from clubs.volunteering.models import Ask, BackgroundCheck, Offer, OfferHidden, OfferInterest, Shift, SignUp
from clubs.volunteering.moderation_adapters import KIND
from portal import contributions
from portal.audit.actions import record
from portal.delivery.purge import touch
from portal.search import actions as index

from . import places

if TYPE_CHECKING:
    from clubs.directory.models import Club
    from portal.cities.models import City

MOVED = (Offer, Shift, SignUp, Ask, BackgroundCheck, OfferHidden, OfferInterest)


def move_club(club: Club, old: City, new: City) -> int:
    """Inside the transaction that locks the club. Order of locks: offers, links that wait, shifts by id; nobody who signs
    up meanwhile is left behind. The number of offers."""
    with scopes_disabled():
        offers = list(Offer.objects.select_for_update(of=("self",)).filter(club=club).order_by("pk"))
        ids = [offer.pk for offer in offers]
        Ask.objects.filter(shift__offer__in=ids, city=old).update(city=new)
        for shift in Shift.objects.filter(offer__in=ids, ends_at__gt=timezone.now()).order_by("pk"):
            places.lock(shift.pk)
        SignUp.objects.filter(shift__offer__in=ids).update(city=new)
        Shift.objects.filter(offer__in=ids).update(city=new)
        Offer.objects.filter(pk__in=ids).update(city=new)
        BackgroundCheck.objects.filter(club=club).update(city=new)
        OfferHidden.objects.filter(offer__in=ids, city=new).delete()  # one's own is not hidden from oneself
    for model in MOVED:
        touch(model, old)
        touch(model, new)
    for offer in offers:
        index.remove(old, findable.SOURCE, str(offer.uuid))
        offer.city, offer.club = new, club
        findable.sync(offer)
    contributions.moved.send(Offer, kind=KIND, uuids=[offer.uuid for offer in offers], old=old, new=new)
    if offers:
        for city in (old, new):
            record(city, "volunteering.move_offers", club, actor=None, offers=len(offers), of=old.slug, to=new.slug)
    return len(offers)
