"""Feeds of a search: new offers as RSS and Atom, shifts as a calendar. Any query string of the list is a feed."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from django.db.models import F, Q
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from portal.cities import hosts
from portal.content.feeds import FORMATS
from portal.kit.text import excerpt

from . import finding, published, shelf
from .calendar import calendar
from .models import CLUB_SHOWN, Offer, Shift
from .wishes import Wish

if TYPE_CHECKING:
    from portal.cities.models import City

ITEMS = 50
SHIFTS = 500
KEPT = dt.timedelta(days=30)  # what is called off stays as CANCELLED, so that it vanishes from calendars


def title_of(wish: Wish, city: City) -> str:
    words = wish.words_for(dict(shelf.shelf().interests.values()))
    title = _("Mitmachen: %s") % city.portal_name
    return f"{title} ({words})" if words else title


def news(wish: Wish, city: City, form: str, path: str, now: dt.datetime) -> str:
    """The newest first. Each offer has one id, whichever feed it is in."""
    result = published.found(replace(wish, sort="neu"), city, now, most=ITEMS)
    made = FORMATS[form](
        title=title_of(wish, city), link=hosts.absolute(city.site.hostname, "/"), language="de", ttl="60",
        description=_("Neue Angebote, bei denen Hilfe gebraucht wird"),
        feed_url=hosts.absolute(city.site.hostname, path),
    )  # fmt: skip
    for hit in finding.hits(result, result.rows[:ITEMS]):
        offer = hit.offer
        made.add_item(
            title=offer.title, link=published.url_of(offer), description=excerpt(offer.summary or offer.text, 400),
            unique_id=f"urn:uuid:{offer.uuid}", unique_id_is_permalink=False,
            pubdate=offer.published_at or offer.created_at, updateddate=offer.updated_at,
            author_name=offer.provider_name, categories=hit.interests,
        )  # fmt: skip
    return made.writeString("utf-8")


def shifts(wish: Wish, city: City, now: dt.datetime) -> bytes:
    """What is ahead, the next ones first, with the UIDs of the mails; called off: CANCELLED until 30 days after."""
    wide = replace(published.for_machines(finding.located(wish)), when="", start=None, end=None, free=False, sort="neu")
    ids = {row[shelf.PK] for row in published.found(wide, city, now).rows if row[shelf.KIND] == Offer.Kind.SHIFTS}
    span = wish.span(now)
    with scopes_disabled():
        rows = Shift.objects.select_related("offer__city__site", "offer__club").order_by("starts_at", "pk")
        if span is not None:
            rows = rows.filter(starts_at__gte=span[0])
            if span[1] is not None:
                rows = rows.filter(starts_at__lt=span[1])
        ahead = rows.filter(is_cancelled=False, ends_at__gt=now)
        if wish.free:
            ahead = ahead.filter(taken__lt=F("capacity"))
        chosen: list[int] = []
        for pk, offer in ahead.select_related(None).values_list("pk", "offer_id").iterator(500):
            if offer in ids:
                chosen.append(pk)
                if len(chosen) == SHIFTS:
                    break
        shown = list(rows.filter(pk__in=chosen))
        called_off = _called_off(wide, city, now)
        off = list(rows.filter(is_cancelled=True, ends_at__gt=now - KEPT, offer__in=called_off)[:SHIFTS])
    for shift in off:
        if shift.offer.status != Offer.Status.PUBLISHED:
            _hush(shift.offer)
    return calendar([*shown, *off], name=title_of(wish, city))


def _called_off(wish: Wish, city: City, now: dt.datetime) -> list[int]:
    """Offers that fit (or did, until they were withdrawn in the last 30 days) and have a shift that was called off."""
    rows = Offer.everywhere().filter(Q(city=city) | Q(in_region=True)).filter(kind=Offer.Kind.SHIFTS)
    rows = rows.filter(shifts__is_cancelled=True, shifts__ends_at__gt=now - KEPT).distinct()
    live = Q(CLUB_SHOWN, status=Offer.Status.PUBLISHED)
    rows = rows.filter(live | Q(status=Offer.Status.WITHDRAWN, published_at__isnull=False, updated_at__gt=now - KEPT))
    kept = shelf.shelf()
    hidden = kept.hidden.get(city.pk, set())
    held = [row for row in shelf.rows_of(rows) if row[shelf.PK] not in hidden]
    result = finding.Found(wish, wish.spot or finding.Spot(city.latitude, city.longitude), now)
    result.names = kept.interests
    fitting, _counts = finding.choose(result, finding.narrowed(finding.visible(held, wish, city), wish, now))
    return [row[shelf.PK] for row in fitting]


def _hush(offer: Offer) -> None:
    """Withdrawn: calendars may strike the entry out, and its words are gone."""
    offer.title, offer.summary, offer.bring, offer.place, offer.from_home = _("Einsatz"), "", "", "", True
