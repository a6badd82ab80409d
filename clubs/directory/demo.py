"""Clubs of the demo (contract: portal.demo.registry): a directory page and more than twenty clubs per city.

Rows of one city are written together: two hundred clubs one by one would cost a newcomer ten seconds. Audit rows and
search entries are the ones that the actions write.
"""

from __future__ import annotations

import datetime as dt
import random
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django_scopes import scopes_disabled
from wagtail.models import Page

from clubs.codes import ACCESS, AUDIENCES, LANGUAGES, packed
from portal.audit.actions import record
from portal.cities.models import City
from portal.content.models import SectionPage
from portal.demo.registry import account, once
from portal.kit.pictures import store
from portal.kit.slugs import free_slug

from . import findable, vocabulary
from .club_actions import update_club
from .columns import TAGS
from .demo_logos import draw
from .demo_texts import KINDS, OWN, PLACES, Kind
from .hand_over_actions import propose_hand_over
from .importing import set_tags
from .models import (
    Club,
    ClubCity,
    ClubIndexPage,
    ClubInterest,
    ClubKeyword,
    ClubMember,
    ClubSettings,
    Interest,
    Keyword,
)
from .people_actions import claim
from .times_models import ClubEvent, ClubTime

if TYPE_CHECKING:
    from portal.accounts.models import User

NAMESPACE = uuid.UUID("6f1c7a52-4d5e-5f0b-9b60-5a1f6c1a7d14")
WAITING = ("fasnacht", "rad")  # for the desk to approve
STALE = ("geschichte", "tiere", "boule")  # nobody has confirmed them for long
LOGOS = ("turnen", "musik", "natur", "tafel", "reparatur")
NEIGHBOUR = {
    "baden-baden": "buehl", "bretten": "bruchsal", "bruchsal": "stutensee", "buehl": "baden-baden", "ettlingen": "rheinstetten",
    "gaggenau": "rastatt", "rastatt": "gaggenau", "rheinstetten": "ettlingen", "stutensee": "bruchsal",
}  # fmt: skip
COURTS = {
    "bretten": "Mannheim",
    "bruchsal": "Mannheim",
    "ettlingen": "Mannheim",
    "rheinstetten": "Mannheim",
    "stutensee": "Mannheim",
}


def seed(city: City, *, rng: random.Random, now: dt.datetime) -> None:
    _index(city)
    if city.is_alliance or city.slug not in PLACES:
        return
    made = _clubs(city, rng, now)
    if made:
        _fill(city, made, rng, now)
        _work(city, {m.kind.key: m.club for m in made})


# --- The page -----------------------------------------------------------------------------------------


def _index(city: City) -> None:
    section = SectionPage.objects.for_city(city).filter(slug="mitmachen").first()
    parent = section.page_ptr if section else Page.objects.get(pk=city.site.root_page_id)
    summary = (
        "Vereine aus neun Städten: nach Thema, Ort und Entfernung."
        if city.is_alliance
        else f"Vereine in {city.name} und der Region: nach Thema, Ort und Entfernung."
    )
    once(city, "directory/index", lambda: _publish(city, parent, ClubIndexPage(title="Vereinsverzeichnis", slug="vereinsverzeichnis", summary=summary, icon="people")))  # fmt: skip


def _publish(city: City, parent: Page, page: ClubIndexPage) -> ClubIndexPage:
    page.owner = account(city, "koordination" if city.is_alliance else "verwaltung")
    page.show_in_menus = city.is_alliance
    page.uuid = uuid.uuid5(NAMESPACE, f"{city.slug}/{page.slug}")
    page.live = False
    Page.objects.get(pk=parent.pk).add_child(instance=page)
    page.save_revision(user=page.owner, log_action=False).publish(user=page.owner, log_action=False)
    return page


# --- The clubs ----------------------------------------------------------------------------------------


@dataclass
class _Made:
    club: Club
    kind: Kind


def _clubs(city: City, rng: random.Random, now: dt.datetime) -> list[_Made]:
    """New clubs only: what was made in an earlier run, or deleted by a person since, is left alone."""
    made: list[_Made] = []
    places = PLACES[city.slug]
    with scopes_disabled():
        taken = set(Club.objects.values_list("slug", flat=True))
    for number, kind in enumerate((*KINDS, *OWN.get(city.slug, ()))):
        place = places[(number * 3 + len(city.slug)) % len(places)]
        # Drawn before `once`, so that every run draws the same
        spot = (city.latitude + rng.uniform(-0.028, 0.028), city.longitude + rng.uniform(-0.04, 0.04))
        days = rng.randint(5, 300)

        def make(kind: Kind = kind, place: str = place, spot: tuple[float, float] = spot, days: int = days, number: int = number) -> Club:  # fmt: skip
            club = _club(city, kind, place, spot, days, number, taken, now)
            made.append(_Made(club, kind))
            return club

        once(city, f"directory/club/{kind.key}", make)
    return made


def _club(
    city: City, kind: Kind, place: str, spot: tuple[float, float], days: int, number: int, taken: set[str],
    now: dt.datetime,
) -> Club:  # fmt: skip
    name = kind.name.format(p=place)
    slug = free_slug(name, taken, 80)
    taken.add(slug)
    confirmed = now - dt.timedelta(days=430 if kind.key in STALE else days)
    return Club.objects.create(
        city=city,
        uuid=uuid.uuid5(NAMESPACE, f"{city.slug}/club/{kind.key}"),
        slug=slug,
        name=name,
        purpose=kind.purpose,
        text=kind.text,
        status=Club.Status.WAITING if kind.key in WAITING else Club.Status.PUBLISHED,
        register_court=COURTS.get(city.slug, "Mannheim") if kind.charitable else "",
        register_number=f"VR 9{number:02d}{len(city.slug):02d}" if kind.charitable else "",
        is_charitable=kind.charitable,
        website=f"https://{slug}.example" if number % 3 else "",
        contact_email=f"kontakt@{slug}.example",
        public_phone=f"0{7200 + number} 99 {10 + number}" if number % 4 == 0 else "",
        place=kind.place,
        street=f"Musterweg {number + 1}",
        postcode=city.postcode,
        town=place if "{p}" in kind.name else city.name,
        latitude=round(spot[0], 5),
        longitude=round(spot[1], 5),
        languages=packed(kind.languages.split(), LANGUAGES),
        access=packed(kind.access.split(), ACCESS),
        audiences=packed(kind.audiences.split(), AUDIENCES),
        confirmed_at=confirmed,
        asked_at=confirmed + dt.timedelta(days=366) if kind.key in STALE else None,
        created_at=min(confirmed, now - dt.timedelta(days=100 + 7 * number)),
    )


def _fill(city: City, made: list[_Made], rng: random.Random, now: dt.datetime) -> None:
    clerk = account(city, "verwaltung")
    vocabulary.ensure()
    names = dict(vocabulary.INTERESTS)
    set_tags({m.club.pk: [names[slug] for slug in m.kind.interests] for m in made}, Interest, ClubInterest)
    set_tags({m.club.pk: list(m.kind.keywords) for m in made}, Keyword, ClubKeyword)
    ClubCity.objects.bulk_create(ClubCity(city=city, club=m.club) for m in made)
    _next_door(city, made)
    ClubTime.objects.bulk_create(
        ClubTime(
            city=city, club=m.club, day=day, starts=dt.time.fromisoformat(first), ends=dt.time.fromisoformat(last),
            title=title, note=note,
        )
        for m in made
        for day, first, last, title, note in m.kind.times
    )  # fmt: skip
    ClubEvent.objects.bulk_create(_events(city, made, rng, now))
    _people(city, made)
    for m in made:
        if m.kind.key in LOGOS:
            _logo(city, m, clerk)
        record(city, "directory.create", m.club, actor=clerk)
    with scopes_disabled():
        fresh = Club.objects.filter(pk__in=[m.club.pk for m in made]).prefetch_related(*TAGS)
        findable.put_many(list(fresh))


def _next_door(city: City, made: list[_Made]) -> None:
    """The club that exists in this city only is active next door as well."""
    own = OWN[city.slug][0].key
    with scopes_disabled():
        neighbour = City.objects.filter(slug=NEIGHBOUR[city.slug]).first()
        if neighbour is not None:
            ClubCity.objects.bulk_create(
                ClubCity(city=neighbour, club=m.club) for m in made if m.kind.key in (own, "wasser")
            )


def _events(city: City, made: list[_Made], rng: random.Random, now: dt.datetime) -> list[ClubEvent]:
    found = []
    for m in made:
        for number, (days, hour, hours, title, text) in enumerate(m.kind.dates):
            start = (now + dt.timedelta(days=days + rng.randint(0, 4))).replace(hour=hour)
            cancelled = m.kind.key == "tiere"
            found.append(
                ClubEvent(
                    city=city, club=m.club, uuid=uuid.uuid5(m.club.uuid, f"event/{number}"), title=title, text=text,
                    starts_at=start, ends_at=start + dt.timedelta(hours=hours), is_cancelled=cancelled,
                    sequence=int(cancelled), created_at=now - dt.timedelta(days=20), updated_at=now - dt.timedelta(days=3),
                )
            )  # fmt: skip
    return found


def _people(city: City, made: list[_Made]) -> None:
    """verein@ leads the music club; the mailbox of inquiries is its own, so that they arrive in the demo."""
    speaker = account(city, "verein")
    for m in made:
        if m.kind.key == "musik":
            ClubMember.objects.create(city=city, club=m.club, user=speaker, role=ClubMember.Role.OWNER)
            Club.objects.filter(pk=m.club.pk).update(contact_email=speaker.email)


def _work(city: City, clubs: dict[str, Club]) -> None:
    """What waits on the desk: a changed entry, somebody who says the club is theirs, a club that moves next door."""
    once(city, "directory/settings", lambda: ClubSettings.objects.create(city=city, changes_wait=True))
    if "musik" in clubs:
        news = {"purpose": "Blasmusik mit Jugendkapelle, Leihinstrumenten und neuem Projektorchester."}
        once(city, "directory/change", lambda: update_club(clubs["musik"], news, actor=account(city, "verein")))  # type: ignore[type-var]
    if "schach" in clubs:
        words = "Ich leite das Kinderschach und stehe im Aushang am Vereinslokal."
        once(city, "directory/claim", lambda: claim(clubs["schach"], words, actor=account(city, "freiwillig")))
    with scopes_disabled():
        neighbour = City.objects.filter(slug=NEIGHBOUR[city.slug]).first()
    if "wasser" in clubs and neighbour is not None:
        why = "Die Gruppe trainiert seit diesem Jahr im Hallenbad der Nachbarstadt und hat dort ihren Sitz."
        once(city, "directory/handover", lambda: propose_hand_over(clubs["wasser"], neighbour, why, actor=account(city, "verwaltung")))  # fmt: skip


def _logo(city: City, m: _Made, clerk: User) -> None:
    colour: Any = city.palette.p_l
    m.club.logo = store(
        city, f"Logo {m.club.name}", draw(m.club.name, colour), f"Logo: {m.club.name}", name=f"logo-{m.club.slug}", owner=clerk
    )  # fmt: skip
    m.club.save(update_fields=["logo"])
