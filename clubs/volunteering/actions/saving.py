"""Saved searches: keep, confirm, renew, end; the rounds that tell what is new; what is forgotten when.

A round tells of offers that became public since the last one, up to `LAG` ago: who publishes right now is not visible
to everybody yet, and comes with the next round. One mail per search and round, none when nothing is new.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django_scopes import scope, scopes_disabled

from clubs.volunteering import finding, saving_letters
from clubs.volunteering.saved import ASKED_AHEAD, LINK_LIFE, QUERY_MAX, SEARCH_LIFE, SavedSearch
from clubs.volunteering.shelf import SINCE
from clubs.volunteering.wishes import Wish
from portal.audit.actions import record
from portal.cities import hosts
from portal.kit.mailbox import mailbox_of
from portal.kit.refused import Refused
from portal.operations.ratelimit import allow

from . import asks

if TYPE_CHECKING:
    from django.http import HttpRequest

    from portal.accounts.models import User
    from portal.cities.models import City

PER_PERSON = 20
PER_DAY = 4  # links to one mailbox
PER_CLIENT = 10  # links asked for from one connection, per hour
LAG = dt.timedelta(minutes=2)
HOUR = 6  # of the morning in Germany, when rounds begin
OFFERS = 20  # of one mail
BATCH = 200


def wish_of(query: str, city: City) -> Wish:
    return Wish.of(QueryDict(query), city)


@transaction.atomic
def keep(city: City, user: User, query: str, rhythm: str, *, now: dt.datetime | None = None) -> SavedSearch:
    """Of a member. The same search again only changes how often it is told."""
    now = now or timezone.now()
    query, rhythm = _checked(query, rhythm, city)
    with scopes_disabled():
        rows = SavedSearch.objects.filter(user=user)
        known = rows.filter(city=city, query=query).first()
        if known is not None:
            known.rhythm, known.expires_at, known.asked_at = rhythm, now + SEARCH_LIFE, None
            known.next_at = next_round(rhythm, now)
            known.save(update_fields=["rhythm", "expires_at", "asked_at", "next_at"])
            return known
        if rows.count() >= PER_PERSON:
            raise Refused(_("Sie haben schon 20 Suchen gespeichert. Bitte löschen Sie zuerst eine."), code="many")
        row = SavedSearch.objects.create(
            city=city, user=user, query=query, rhythm=rhythm, created_at=now, confirmed_at=now, seen_until=now,
            next_at=next_round(rhythm, now), expires_at=now + SEARCH_LIFE,
        )  # fmt: skip
        record(city, "volunteering.save_search", row, actor=user)
    return row


def ask(
    city: City, email: str, query: str, rhythm: str, *, request: HttpRequest | None = None,
    now: dt.datetime | None = None,
) -> None:  # fmt: skip
    """Keep the search for 48 hours and mail a link. The answer is the same whatever is known of the address."""
    now = now or timezone.now()
    email = asks.checked_email(email)
    query, rhythm = _checked(query, rhythm, city)
    if request is not None and not allow(request, "volunteering-search", limit=PER_CLIENT, per=3600):
        raise Refused(
            _("Von Ihrem Anschluss kamen gerade viele Anfragen. Bitte versuchen Sie es in einer Stunde noch einmal."),
            code="pace",
        )
    try:
        _store(city, email, query, rhythm, now)
    except IntegrityError:  # sent twice at the same moment: the first one mails the link
        return


@transaction.atomic
def _store(city: City, email: str, query: str, rhythm: str, now: dt.datetime) -> None:
    mailbox = mailbox_of(email)
    with scopes_disabled():
        rows = SavedSearch.objects.filter(mailbox=mailbox, user__isnull=True)
        if rows.filter(city=city, query=query, expires_at__gt=now).exists():
            return
        rows.filter(expires_at__lte=now).delete()
        recent = rows.filter(created_at__gt=now - dt.timedelta(days=1)).count()
        if recent >= PER_DAY or rows.count() >= PER_PERSON:
            return  # silently: whoever owns the mailbox has links enough
        row = SavedSearch.objects.create(
            city=city, email=email, mailbox=mailbox, query=query, rhythm=rhythm, created_at=now,
            expires_at=now + LINK_LIFE,
        )  # fmt: skip
        record(city, "volunteering.ask_search", row, actor=None)
        saving_letters.confirm(row)


@transaction.atomic
def confirm(row: SavedSearch, *, now: dt.datetime | None = None) -> SavedSearch:
    """From now on it is told what is new. Raises asks.Gone after 48 hours; a second click changes nothing."""
    now = now or timezone.now()
    row = _lock(row)
    if row.confirmed_at is not None:
        return row
    if row.expires_at <= now:
        raise asks.Gone
    row.confirmed_at = row.seen_until = now
    row.next_at, row.expires_at = next_round(row.rhythm, now), now + SEARCH_LIFE
    row.save(update_fields=["confirmed_at", "seen_until", "next_at", "expires_at"])
    record(row.city, "volunteering.save_search", row, actor=None)
    return row


@transaction.atomic
def renew(row: SavedSearch, *, now: dt.datetime | None = None) -> SavedSearch:
    """Another year."""
    now = now or timezone.now()
    row = _lock(row)
    if row.confirmed_at is None or row.expires_at <= now:
        raise asks.Gone
    row.expires_at, row.asked_at = now + SEARCH_LIFE, None
    row.save(update_fields=["expires_at", "asked_at"])
    record(row.city, "volunteering.renew_search", row, actor=None)
    return row


@transaction.atomic
def end(row: SavedSearch, *, actor: User | None) -> None:
    """No more mails, and nothing is kept."""
    record(row.city, "volunteering.end_search", row, actor=actor)
    with scopes_disabled():
        SavedSearch.objects.filter(pk=row.pk).delete()


def _lock(row: SavedSearch) -> SavedSearch:
    with scopes_disabled():
        rows = SavedSearch.objects.select_for_update(of=("self",)).select_related("city__site", "user")
        found = rows.filter(pk=row.pk).first()
    if found is None:
        raise asks.Gone
    return found


def _checked(query: str, rhythm: str, city: City) -> tuple[str, str]:
    canonical = wish_of(query[: 4 * QUERY_MAX], city).filter_query
    if len(canonical) > QUERY_MAX:
        raise Refused(_("Diese Suche ist zu lang. Bitte wählen Sie weniger Filter."), code="long")
    if rhythm not in SavedSearch.Rhythm.values:
        raise Refused(_("Bitte wählen Sie, wie oft wir Ihnen schreiben."), code="rhythm")
    return canonical, rhythm


# --- By the clock ---------------------------------------------------------------------------------------


def next_round(rhythm: str, now: dt.datetime) -> dt.datetime:
    """Six in the morning of the next day, or of the next Monday, on German clocks."""
    day = timezone.localdate(now) + dt.timedelta(days=1)
    if rhythm == SavedSearch.Rhythm.WEEKLY:
        day += dt.timedelta(days=-day.weekday() % 7)
    return dt.datetime.combine(day, dt.time(HOUR), timezone.get_default_timezone()).astimezone(dt.UTC)


def tell(now: dt.datetime | None = None) -> int:
    """Every minute: the rounds that are due, a batch at a time. Answers the number of mails."""
    now = now or timezone.now()
    due = SavedSearch.in_region().filter(confirmed_at__isnull=False, next_at__lte=now, expires_at__gt=now)
    told = 0
    for row in list(due.order_by("next_at", "pk")[:BATCH]):
        told += _tell(row, now)
    return told


@transaction.atomic
def _tell(row: SavedSearch, now: dt.datetime) -> bool:
    with scopes_disabled():
        rows = SavedSearch.objects.select_for_update(of=("self",), skip_locked=True).select_related("user")
        found = rows.filter(pk=row.pk, next_at=row.next_at).first()  # another worker may have told it
    if found is None:
        return False
    until = now - LAG
    this_round, since = found.next_at, found.seen_until
    found.next_at = next_round(found.rhythm, now)
    found.seen_until = max(since, until)
    found.save(update_fields=["next_at", "seen_until"])
    if found.user is not None and not found.user.is_active:
        return False
    city = hosts.city_of(found.city_id)
    with scope(city=[city]):
        result = finding.find(replace(wish_of(found.query, city), sort="neu"), city, now)
        new = [row for row in result.rows if since.timestamp() < row[SINCE] <= until.timestamp()]
        hits = finding.hits(result, new[:OFFERS])
        return bool(hits) and saving_letters.digest(found, city, hits, len(new), this_round)


def ask_whether_wanted(now: dt.datetime | None = None) -> int:
    """Daily: two weeks before its year is over, one mail with a link to go on. Without the click it ends."""
    now = now or timezone.now()
    rows = SavedSearch.in_region().filter(
        confirmed_at__isnull=False, asked_at__isnull=True, expires_at__gt=now, expires_at__lte=now + ASKED_AHEAD
    )
    asked = 0
    for row in list(rows.select_related("user")[:1000]):
        with transaction.atomic(), scopes_disabled():
            if SavedSearch.objects.filter(pk=row.pk, asked_at__isnull=True).update(asked_at=now):
                asked += saving_letters.still_wanted(row, hosts.city_of(row.city_id))
    return asked


def forget(now: dt.datetime | None = None) -> int:
    """Daily: what nobody confirmed within 48 hours, and what nobody renewed within a year."""
    with scopes_disabled():
        return SavedSearch.objects.filter(expires_at__lte=now or timezone.now()).delete()[0]
