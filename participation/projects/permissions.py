"""Who may do what in a project, and why not. Phase × feature × people, read from `Access`; nothing is written in code."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from participation.comments.permissions import YES, Verdict
from participation.moderation.models import Pause
from participation.residency.models import home_city_id
from portal.cities.permissions import has_right

from .models import Module, Project, Who
from .plans import Plan

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.cities.models import City

MANAGE = "participation"  # right: run projects of a city, answer, enter paper, export
PAUSED_FEATURES = frozenset({"submit", "comment", "suggest", "ask"})  # public words; votes are never taken away


@dataclass
class Person:
    """Who acts: a member, or a guest who confirmed an e-mail address (`guest`: id of participation.guests)."""

    user: User | None = None
    guest: uuid.UUID | None = None
    _paused: set[int] | None = None

    @cached_property
    def home_city_id(self) -> int | None:
        """City in which the member has proven to live."""
        return home_city_id(self.user) if self.user is not None else None

    def paused_in(self, cities: list[City]) -> City | None:
        """A city of these in which the member may not write for a while. One query per person, then remembered."""
        if self.user is None:
            return None
        if self._paused is None:
            with scopes_disabled():
                running = Pause.objects.filter(user=self.user).running(timezone.now())
                self._paused = set(running.values_list("city_id", flat=True))
        return next((city for city in cities if city.pk in self._paused), None)

    @property
    def is_somebody(self) -> bool:
        return self.user is not None or self.guest is not None


NOBODY = Person()


def may_manage(user: User | None, project: Project | Plan, city: City | None = None) -> bool:
    """Run the project's desk: in any of its cities (or in the one given) the right "participation"."""
    if user is None:
        return False
    if city is not None:
        return has_right(user, city, MANAGE)
    if isinstance(project, Plan):
        return any(has_right(user, c, MANAGE) for c in project.cities)
    return has_right(user, project.city, MANAGE)


def may(plan: Plan, module: Module, feature: str, person: Person, now: dt.datetime | None = None) -> Verdict:
    """May this person use the feature now? Every no says why, and when it opens where that is known."""
    now = now or timezone.now()
    if not plan.project.is_public or not module.switched_on:
        return Verdict(False, _("Das Projekt nimmt gerade nichts entgegen."))
    opened = plan.open_now(module, feature, now)
    if not opened:
        return Verdict(False, _closed(plan, module, feature, now))
    paused_in = person.paused_in(plan.cities) if feature in PAUSED_FEATURES else None
    if paused_in is not None:
        return Verdict(False, _("Sie haben in %(city)s eine Schreibpause.") % {"city": paused_in.name})
    answers = [_who(plan, access.who, person) for _phase, access in opened]
    return next((answer for answer in answers if answer), answers[0])


def _who(plan: Plan, who: str, person: Person) -> Verdict:
    if person.user is not None and not person.user.is_active:
        return Verdict(False, _("Dieses Konto ist nicht aktiv."))
    if who == Who.ANYONE:
        return YES if person.is_somebody else Verdict(False, _("Bitte geben Sie eine E-Mail-Adresse an."))
    if who == Who.DESK:
        return YES if may_manage(person.user, plan) else Verdict(False, _("Das ist der Verwaltung vorbehalten."))
    if person.user is None:
        return Verdict(False, _("Bitte melden Sie sich an, um mitzumachen."))
    if who == Who.RESIDENT and not plan.has_city(person.home_city_id):
        names = ", ".join(city.name for city in plan.cities)
        if person.home_city_id is None:
            return Verdict(
                False,
                _(
                    "Hier stimmen Einwohnerinnen und Einwohner ab (%(cities)s). Bitte weisen Sie einmal Ihren Wohnsitz nach."
                )
                % {"cities": names},
            )
        return Verdict(False, _("Hier stimmen nur Einwohnerinnen und Einwohner ab: %(cities)s.") % {"cities": names})
    return YES


def _closed(plan: Plan, module: Module, feature: str, now: dt.datetime) -> str:
    windows = [phase for phase, _access in plan.windows(module, feature)]
    ahead = min((p.starts_at for p in windows if p.starts_at > now), default=None)
    if ahead is not None:
        return _("Das beginnt am %(date)s.") % {"date": _day(ahead)}
    over = max((p.ends_at for p in windows if p.ends_at is not None and p.ends_at <= now), default=None)
    if over is not None:
        return _("Das war bis %(date)s möglich.") % {"date": _day(over)}
    return _("Das ist in diesem Projekt nicht vorgesehen.")


def _day(moment: dt.datetime) -> str:
    return date_format(timezone.localtime(moment), "j. F Y, H:i")


def asks_for(plan: Plan, module: Module, feature: str, now: dt.datetime | None = None) -> str:
    """Whom the running phases ask for, the widest: "" (closed), or a value of `Who`. For the words beside a button."""
    order = [str(w) for w in Who.values]
    found = {str(access.who) for _phase, access in plan.open_now(module, feature, now or timezone.now())}
    return next((who for who in order if who in found), "")
