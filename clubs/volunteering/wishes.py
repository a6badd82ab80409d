"""What the address of a list of offers asks for. Hostile and unknown values count as not given.

Parameters: q, thema, art, zugang, sprache (several each), wann (heute | woche | wochenende | monat) or von and bis
(ISO dates; they win, and are turned round if need be), kann (words) and ohne (1: no skills needed), ort (postcode, town or "49.1,8.6") with umkreis (km), gebiet (stadt | region), alter, zuhause, frei,
dringend (1), sort (naehe | datum | neu), seite. The same words make a page, a feed, a file, a widget, a saved search.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clubs.codes import ACCESS, LANGUAGES
from clubs.directory.wishes import RADII, Spot, spot_of
from portal.kit.text import clean

from .models import Offer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import QueryDict

    from portal.cities.models import City

__all__ = ["ARTS", "RADII", "SORTS", "WHENS", "Spot", "Wish"]

WORDS_MAX = 80  # characters of a search
WORDS = 6
CHOICES_MAX = 20  # of one filter
QUERY_MAX = 1000  # characters of a kept query
WHENS = {
    "heute": _("heute"), "woche": _("in den nächsten 7 Tagen"), "wochenende": _("am Wochenende"),
    "monat": _("in den nächsten 30 Tagen"),
}  # fmt: skip
SORTS = {"naehe": _("Entfernung"), "datum": _("Termin"), "neu": _("Neue zuerst")}
ARTS = {
    "termine": Offer.Kind.SHIFTS, "regelmaessig": Offer.Kind.REGULAR, "flexibel": Offer.Kind.FLEXIBLE,
    "gesuche": Offer.Kind.REQUEST,
}  # fmt: skip
SCOPES = ("stadt", "region")
FIRST, LAST = dt.date(2020, 1, 1), dt.date(2099, 12, 31)
_SLUG = re.compile(r"[-\w]{1,100}\Z")
_PAIR = re.compile(r"\s*(-?\d{1,3}(?:\.\d{1,12})?)\s*[,;]\s*(-?\d{1,3}(?:\.\d{1,12})?)\s*\Z", re.ASCII)


@dataclass(frozen=True)
class Wish:
    """`place`: as typed, `spot`: where that is (None: not known from memory, see finding). Without a place distances
    start in the middle of the portal's city. Tuples hold what was ticked; `kinds` empty: offers, no requests."""

    words: str = ""
    interests: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    access: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    when: str = ""
    start: dt.date | None = None
    end: dt.date | None = None
    place: str = ""
    spot: Spot | None = None
    radius: int = 0
    scope: str = "region"
    age: int | None = None
    skills: str = ""
    unskilled: bool = False
    from_home: bool = False
    free: bool = False
    urgent: bool = False
    sort: str = "naehe"
    page: int = 1
    wide: bool = False  # the portal is the region itself
    turned: bool = field(default=False, compare=False)  # the last day was given before the first

    @classmethod
    def of(cls, params: QueryDict, city: City) -> Wish:
        place = _text(params.get("ort", ""))
        here = _pair(place)
        spot = here or (spot_of(place) if place else None)
        start, end = _date(params.get("von", "")), _date(params.get("bis", ""))
        turned = bool(start and end and end < start)
        if turned:
            start, end = end, start
        when = "" if start or end else params.get("wann", "")
        scope, sort = params.get("gebiet", ""), params.get("sort", "")
        return cls(
            words=_text(params.get("q", "")),
            interests=tuple(sorted({v for v in params.getlist("thema")[:CHOICES_MAX] if _SLUG.match(v)})),
            kinds=_known(params, "art", ARTS),
            access=_known(params, "zugang", dict(ACCESS)),
            languages=_known(params, "sprache", dict(LANGUAGES)),
            when=when if when in WHENS else "",
            start=start,
            end=end,
            place=f"{here.latitude:.3f},{here.longitude:.3f}" if here else place,
            spot=spot,
            radius=next((r for r in RADII if str(r) == params.get("umkreis")), 0),
            scope=scope if scope in SCOPES and not city.is_alliance else "region",
            age=_age(params.get("alter", "")),
            skills=_text(params.get("kann", "")),
            unskilled=params.get("ohne") == "1",
            from_home=params.get("zuhause") == "1",
            free=params.get("frei") == "1",
            urgent=params.get("dringend") == "1",
            sort=sort if sort in SORTS else _usual_sort(city.is_alliance, place),
            page=_number(params.get("seite", "")),
            wide=city.is_alliance,
            turned=turned,
        )

    def pairs(self, *without: str) -> list[tuple[str, str]]:
        """(name, value) of everything that is not usual, always in one order; `seite` left out."""
        found = [
            ("q", self.words),
            *(("thema", v) for v in self.interests),
            *(("art", v) for v in self.kinds),
            *(("zugang", v) for v in self.access),
            *(("sprache", v) for v in self.languages),
            ("wann", self.when),
            ("von", self.start.isoformat() if self.start else ""),
            ("bis", self.end.isoformat() if self.end else ""),
            ("ort", self.place),
            ("umkreis", str(self.radius or "")),
            ("gebiet", "" if self.scope == "region" else self.scope),
            ("alter", "" if self.age is None else str(self.age)),
            ("kann", self.skills),
            ("ohne", "1" if self.unskilled else ""),
            ("zuhause", "1" if self.from_home else ""),
            ("frei", "1" if self.free else ""),
            ("dringend", "1" if self.urgent else ""),
            ("sort", "" if self.sort == _usual_sort(self.wide, self.place) else self.sort),
        ]
        return [(name, value) for name, value in found if value and name not in without]

    @property
    def query(self) -> str:
        """Canonical: two addresses that ask for the same have the same query."""
        return urlencode(self.pairs())

    @property
    def filter_query(self) -> str:
        """The same without the order: of feeds, files, widgets and saved searches."""
        return urlencode(self.pairs("sort"))

    @property
    def ticked(self) -> int:
        """How many kinds of filters are set, beside words, place and order."""
        return sum(map(bool, (
            self.interests, self.kinds, self.access, self.languages, self.when or self.start or self.end,
            self.age is not None, self.skills, self.unskilled, self.from_home, self.free, self.urgent,
        )))  # fmt: skip

    @property
    def offer_kinds(self) -> list[str]:
        """Without a choice everything but requests: those are for clubs that look for people."""
        return [ARTS[art] for art in self.kinds or ARTS if art in ARTS and (self.kinds or art != "gesuche")]

    def days(self, now: dt.datetime) -> tuple[dt.date, dt.date | None] | None:
        """First and last day asked for, in German time (last None: no end); None: any time."""
        today = timezone.localdate(now)
        match self.when:
            case "heute":
                return today, today
            case "woche":
                return today, today + dt.timedelta(days=6)
            case "wochenende":  # on a Sunday only what is left of it
                sunday = today + dt.timedelta(days=6 - today.weekday())
                return max(today, sunday - dt.timedelta(days=1)), sunday
            case "monat":
                return today, today + dt.timedelta(days=29)
        if self.start is None and self.end is None:
            return None
        return self.start or FIRST, self.end

    def span(self, now: dt.datetime) -> tuple[dt.datetime, dt.datetime | None] | None:
        """`days` as moments, from midnight to midnight in Germany whatever the clocks do in between."""
        days = self.days(now)
        if days is None:
            return None
        return midnight(days[0]), midnight(days[1] + dt.timedelta(days=1)) if days[1] else None

    def weekdays(self, now: dt.datetime) -> frozenset[int] | None:
        """The days of the week within `days` (Monday is 0); None: all of them."""
        days = self.days(now)
        if days is None or days[1] is None or (days[1] - days[0]).days >= 6:
            return None
        return frozenset((days[0] + dt.timedelta(days=n)).weekday() for n in range((days[1] - days[0]).days + 1))

    def words_for(self, names: Mapping[str, str]) -> str:
        """The search in words, for titles of feeds and saved searches. `names`: of interests by slug."""
        return ", ".join(words for words, _pairs in self.parts(names))

    def parts(self, names: Mapping[str, str]) -> list[tuple[str, list[tuple[str, str]]]]:
        """Every single filter: its words and the (name, value) it stands for; what has no words is left out."""
        arts = {art: str(Offer.Kind(kind).label) for art, kind in ARTS.items()}
        codes = {code: str(words) for code, words in (*ACCESS, *LANGUAGES)}
        known = {"thema": names, "art": arts, "zugang": codes, "sprache": codes, "wann": WHENS}
        said = {
            "q": f"„{self.words}“",
            "von": str(_("ab %(day)s")) % {"day": f"{self.start:%d.%m.%Y}"} if self.start else "",
            "bis": str(_("bis %(day)s")) % {"day": f"{self.end:%d.%m.%Y}"} if self.end else "",
            "gebiet": str(_("nur aus dieser Stadt")),
            "alter": str(_("ab %(n)s Jahren möglich")) % {"n": self.age},
            "kann": str(_("mit Vorkenntnissen: %(words)s")) % {"words": self.skills},
            "ohne": str(_("ohne Vorkenntnisse")),
            "zuhause": str(_("von zu Hause aus")),
            "frei": str(_("mit freien Plätzen")),
            "dringend": str(_("dringend")),
        }
        where = [pair for pair in self.pairs() if pair[0] in ("ort", "umkreis")]
        found: list[tuple[str, list[tuple[str, str]]]] = []
        for pair in self.pairs("sort"):
            name, value = pair
            if name in ("ort", "umkreis"):
                if pair == where[0]:
                    found.append((self._near(), where))
            else:
                found.append((str(known[name].get(value, "")) if name in known else said[name], [pair]))
        return [(words, pairs) for words, pairs in found if words]

    def _near(self) -> str:
        place = (self.spot.name if self.spot else "") or self.place
        if self.radius:
            values = {"km": self.radius, "place": place}
            return str(_("bis %(km)s km um %(place)s") if place else _("bis %(km)s km")) % values
        return place


def midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), timezone.get_default_timezone()).astimezone(dt.UTC)


def _usual_sort(wide: bool, place: str) -> str:
    return "datum" if wide and not place else "naehe"


def _text(value: str) -> str:
    return " ".join(clean(value[: 4 * WORDS_MAX]).split())[:WORDS_MAX].strip()


def _known(params: QueryDict, name: str, choices: Mapping[str, object]) -> tuple[str, ...]:
    given = set(params.getlist(name)[:CHOICES_MAX])
    return tuple(code for code in choices if code in given)


def _digits(value: str, most: int) -> int | None:
    return int(value) if value.isascii() and value.isdigit() and len(value) <= most else None


def _number(value: str) -> int:
    return max(1, _digits(value, 5) or 1)


def _age(value: str) -> int | None:
    age = _digits(value, 3)
    return age if age is not None and age <= 120 else None


def _date(value: str) -> dt.date | None:
    try:
        day = dt.datetime.strptime(value[:10], "%Y-%m-%d").date() if len(value) == 10 else None  # noqa: DTZ007
    except ValueError:
        return None
    return day if day is not None and FIRST <= day <= LAST else None


def _pair(text: str) -> Spot | None:
    """Degrees near the region, rounded to about 100 m: nobody's doorstep ends up in a log."""
    found = _PAIR.match(text)
    if found is None:
        return None
    lat, lon = round(float(found[1]), 3), round(float(found[2]), 3)
    return Spot(lat, lon) if math.isfinite(lat + lon) and 47 <= lat <= 50 and 7 <= lon <= 11 else None
