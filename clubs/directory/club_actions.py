"""Makes and changes clubs: entered, approved, edited, shown in other cities, handed over, closed.

Who may is asked by the views (`permissions`); every action writes one audit row and at most one letter per person.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from portal.audit.actions import record
from portal.delivery.purge import touch
from portal.kit.refused import Refused
from portal.kit.slugs import free_slug
from portal.kit.text import clean, is_blank

from . import findable, values
from .addresses import RESERVED, club_url
from .models import Club, ClubCity, ClubInterest, ClubKeyword, ClubMember, ClubSettings
from .people_letters import tell, tell_people
from .people_models import REASON_MAX, ClubChange, Decision
from .permissions import may_manage

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from portal.accounts.models import User
    from portal.cities.models import City

WAITING_MAX = 5  # new clubs of one person
ALWAYS_WAIT = ("name", "register_court", "register_number")  # who a club is: never changed without its city
DESK = "/vereine/verwalten/freigaben/"


def locked(club: Club) -> Club:
    """As it is now, until the end of the transaction. Rows that name the club may still be written meanwhile."""
    return Club.objects.select_for_update(of=("self",), no_key=True).select_related("city__site").get(pk=club.pk)


def reason_of(text: str, *, needed: bool) -> str:
    found = clean(text[: 4 * REASON_MAX])[:REASON_MAX]
    if needed and is_blank(found):
        raise Refused({"reason": [_("Bitte sagen Sie in einem Satz, warum.")]})
    return found


def _seen(shown: str, values_now: Mapping[str, Any]) -> None:
    """A yes holds for what was on the screen, not for what its people wrote since."""
    if shown and shown != values.fingerprint(values_now):
        raise Refused(_("Der Verein hat inzwischen etwas geändert. Bitte sehen Sie es noch einmal an."), code="stale")


def tell_portals(club: Club) -> None:
    """Search and kept pages of all portals that show it."""
    findable.put(club)
    touch(ClubInterest, None)
    touch(ClubKeyword, None)


# --- New ----------------------------------------------------------------------------------------------


@transaction.atomic
def create_club(city: City, given: Mapping[str, Any], *, actor: User, by_desk: bool = False) -> Club:
    """A new club of the city. Entered by a resident it waits as the city decides, and that resident leads it.

    The same person entering the same name again gets the club made before. A name that is public already is refused.
    Whether one waits or is out of sight, nobody but the desk learns: then the new one waits for the city, too.
    """
    found = values.cleaned(given)
    if not found.get("name"):
        raise Refused({"name": [_("Bitte geben Sie den Namen des Vereins an.")]})
    with scopes_disabled():
        get_user_model().objects.select_for_update().get(
            pk=actor.pk
        )  # one after the other: double clicks find the first
        own = Club.objects.filter(pk__in=ClubMember.objects.filter(user=actor).values("club"))
        again = own.filter(city=city, name__iexact=found["name"]).exclude(status=Club.Status.CLOSED).first()
        if again is not None and not by_desk:
            return again
        same = set(namesakes(city, found["name"]).values_list("status", flat=True))
        if Club.Status.PUBLISHED in same or (by_desk and same):
            known = _(
                "Ein Verein mit diesem Namen ist schon eingetragen. Auf seiner Seite steht, wie Sie ihn übernehmen."
            )
            if by_desk:
                known = _("Ein Verein mit diesem Namen ist schon eingetragen. Sie finden ihn unter „Alle Vereine“.")
            raise Refused({"name": [known]}, code="known")
        if not by_desk and own.filter(status=Club.Status.WAITING).count() >= WAITING_MAX:
            raise Refused(
                _("Einige Ihrer Vereine warten noch auf die Stadt. Bitte warten Sie, bis sie entschieden hat.")
            )
        wait = not by_desk and (bool(same) or ClubSettings.of(city).new_clubs_wait)
        taken = {*RESERVED, *Club.objects.values_list("slug", flat=True)}
        club = Club(city=city, slug=free_slug(found["name"], taken, 80))
        club.status = Club.Status.WAITING if wait else Club.Status.PUBLISHED
        values.assign(club, found)
        ClubCity.objects.create(city=city, club=club)
        if not by_desk:
            ClubMember.objects.create(city=city, club=club, user=actor, role=ClubMember.Role.OWNER)
        record(city, "directory.create", club, actor=actor, waits=wait, by_desk=by_desk)
        tell_portals(club)
        if wait:
            _ask_desk(club, f"new:{club.uuid}", _("Neuer Verein: %(name)s") % {"name": club.name})
    return club


def namesakes(city: City, name: str) -> QuerySet[Club]:
    """Clubs of the city with this name that are not closed, whatever their state."""
    return Club.objects.filter(city=city, name__iexact=name).exclude(status=Club.Status.CLOSED)


def _ask_desk(club: Club, key: str, subject: str) -> None:
    text = _("Bitte sehen Sie sich das an und entscheiden Sie.")
    tell(club.city, club.city.email, subject, text, path=DESK, key=f"directory.desk:{key}")


@transaction.atomic
def decide_club(club: Club, accept: bool, reason: str = "", *, actor: User | None, seen: str = "") -> Club:
    """A new club becomes public, or goes back to its people with a reason; they may correct it. Twice: nothing new."""
    reason = reason_of(reason, needed=not accept)
    with scopes_disabled():
        club = locked(club)
        if club.status != Club.Status.WAITING or (club.returned_reason and not accept):
            return club
        if accept:
            _seen(seen, values.values_of(club))
        club.returned_reason = "" if accept else reason
        club.status = Club.Status.PUBLISHED if accept else Club.Status.WAITING
        club.confirmed_at = timezone.now() if accept else club.confirmed_at
        club.save(update_fields=["status", "returned_reason", "confirmed_at", "updated_at"])
        record(club.city, "directory.approve" if accept else "directory.return", club, actor=actor)
        tell_portals(club)
        stamp = f"{timezone.now():%Y%m%d%H%M%S%f}"
        if accept:
            subject, text, path = (
                _("Ihr Verein ist öffentlich"),
                _("„%(name)s“ steht jetzt im Verzeichnis."),
                club_url(club),
            )
        else:
            subject, path = _("Bitte ändern Sie noch etwas"), f"{club_url(club)}bearbeiten/"
            text = _("„%(name)s“ kann so noch nicht öffentlich werden. Die Stadt schreibt dazu:")
        text = text % {"name": club.name}
        tell_people(club, subject, text, path=path, quote=reason, key=f"directory.decided:{club.uuid}:{stamp}")
    return club


# --- Changes ------------------------------------------------------------------------------------------


@transaction.atomic
def update_club(club: Club, given: Mapping[str, Any], *, actor: User | None) -> ClubChange | None:
    """Write what differs: at once, or as a change that waits for the city (then it is returned).

    A public club's name and its entry in the register always wait, unless the desk writes.
    """
    found = values.cleaned(given)
    with scopes_disabled():
        club = locked(club)
        if club.status == Club.Status.CLOSED:
            raise Refused(_("Dieser Verein ist aufgelöst."), code="closed")
        now = values.values_of(club)
        names = values.differing(now, found)
        desk = actor is not None and may_manage(actor, club.city)
        change, held = None, {}
        if club.status == Club.Status.PUBLISHED and not desk:
            everything = ClubSettings.of(club.city).changes_wait
            held = {name: value for name, value in found.items() if everything or name in ALWAYS_WAIT}
            change = _propose(club, now, held, actor) if held else None
            names = [name for name in names if name not in held]
        if not desk:
            _outdated(club, found.keys() - held.keys(), actor)
        again = bool(club.returned_reason) and not desk
        if not names and not again:
            return change
        club.returned_reason = ""
        if not desk:
            club.confirmed_at, club.asked_at = timezone.now(), None  # its own people looked at it
        values.assign(club, {name: found[name] for name in names})
        record(club.city, "directory.edit", club, actor=actor, fields=names)
        tell_portals(club)
        if again:
            stamp = f"{timezone.now():%Y%m%d%H%M%S%f}"
            _ask_desk(club, f"again:{club.uuid}:{stamp}", _("Verein überarbeitet: %(name)s") % {"name": club.name})
    return change


def _outdated(club: Club, names: Set[str], actor: User | None) -> None:
    """Older words of its people may wait for a field in which they now wrote something that counts at once: the newer
    ones are meant."""
    change = ClubChange.objects.select_for_update().filter(club=club, state=Decision.OPEN).first()
    if change is None or not names & change.after.keys():
        return
    change.after = {name: value for name, value in change.after.items() if name not in names}
    change.before = {name: value for name, value in change.before.items() if name not in names}
    if not change.after:
        change.state, change.decided_at = Decision.WITHDRAWN, timezone.now()
    change.save()
    record(club.city, "directory.propose", change, actor=actor, fields=sorted(change.after))


def _propose(club: Club, now: dict[str, Any], found: dict[str, Any], actor: User | None) -> ClubChange | None:
    change = ClubChange.objects.select_for_update().filter(club=club, state=Decision.OPEN).first()
    after = {**(change.after if change else {}), **found}
    names = values.differing(now, after)
    if change is None and not names:
        return None
    new = change is None
    change = change or ClubChange(city=club.city, club=club)
    if not new and change.after == {name: after[name] for name in names}:
        return change
    change.author = actor
    seen = {**now, **{name: value for name, value in change.before.items() if name not in found}}
    change.before, change.after = {name: seen[name] for name in names}, {name: after[name] for name in names}
    if not names:  # everything as it was: nothing is left to decide
        change.state, change.decided_at = Decision.WITHDRAWN, timezone.now()
    change.save()
    record(club.city, "directory.propose", change, actor=actor, fields=names)
    if new:
        _ask_desk(club, f"change:{change.uuid}", _("Änderung wartet: %(name)s") % {"name": club.name})
    return change if names else None


@transaction.atomic
def decide_change(
    change: ClubChange, accept: bool, reason: str = "", *, actor: User | None, seen: str = ""
) -> ClubChange:
    """Take the change over, or not and say why; its author hears of it. A second decision changes nothing.

    Only what the change changes is written. What somebody else wrote there since is never overwritten: then there is no
    yes (code "moved") until the club's people have saved theirs again.
    """
    reason = reason_of(reason, needed=not accept)
    with scopes_disabled():
        club = locked(change.club)
        change = ClubChange.objects.select_for_update(of=("self",)).select_related("author").get(pk=change.pk)
        if change.state != Decision.OPEN:
            return change
        if accept:
            _seen(seen, change.after)
            moved = values.moved(change.before, values.values_of(club), change.after)
            if moved:
                raise Refused(conflict(moved), code="moved")
            club.confirmed_at, club.asked_at = timezone.now(), None
            spot = {"latitude": club.latitude, "longitude": club.longitude}  # one of the two may be all that changes
            values.assign(club, values.cleaned({**spot, **change.after}))
            tell_portals(club)
        change.state = Decision.ACCEPTED if accept else Decision.REFUSED
        change.reason, change.decided_by, change.decided_at = reason, actor, timezone.now()
        change.save()
        record(club.city, "directory.accept" if accept else "directory.refuse", change, actor=actor)
        if change.author is not None and change.author.is_active:
            if accept:
                subject, text = (
                    _("Ihre Änderung ist übernommen"),
                    _("Die Angaben zu „%(name)s“ sind jetzt so, wie Sie es wollten."),
                )
            else:
                subject, text = (
                    _("Ihre Änderung wurde nicht übernommen"),
                    _("Es bleibt bei den bisherigen Angaben zu „%(name)s“. Die Stadt schreibt dazu:"),
                )
            tell(
                club.city, change.author.email, subject, text % {"name": club.name}, path=club_url(club), quote=reason,
                key=f"directory.change:{change.uuid}",
            )  # fmt: skip
    return change


def conflict(moved: list[str]) -> str:
    return _("Seit dem Vorschlag hat sich schon etwas anderes geändert: %(what)s. Das würde überschrieben.") % {
        "what": ", ".join(values.title_of(name) for name in moved)
    }


# --- Cities -------------------------------------------------------------------------------------------


@transaction.atomic
def set_cities(club: Club, cities: list[City], *, actor: User | None) -> None:
    """The other cities in which the club is active. A city that hid it keeps it hidden, whatever the club ticks."""
    with scopes_disabled():
        club = locked(club)
        wanted = {city.pk for city in cities if not city.is_alliance} | {club.city_id}
        rows = ClubCity.objects.filter(club=club)
        gone = rows.filter(is_hidden=False).exclude(city__in=wanted)
        touched = [row.city for row in gone.select_related("city")]
        gone.delete()
        have = set(rows.values_list("city_id", flat=True))
        new = [city for city in cities if city.pk in wanted - have]
        for city in new:
            ClubCity.objects.create(city=city, club=club)
        if new or touched:
            record(club.city, "directory.cities", club, actor=actor, cities=sorted(city.slug for city in cities))
            for city in touched:
                touch(ClubCity, city)
            tell_portals(club)


@transaction.atomic
def close_club(club: Club, *, actor: User | None) -> Club:
    """The club is no more: gone from every portal; its people and what waits go, too. Twice: nothing new."""
    with scopes_disabled():
        club = locked(club)
        if club.status == Club.Status.CLOSED:
            return club
        club.status = Club.Status.CLOSED
        club.contact_email = ""
        club.save(update_fields=["status", "contact_email", "updated_at"])
        text = _("„%(name)s“ ist als aufgelöst eingetragen und steht nicht mehr im Verzeichnis.") % {"name": club.name}
        tell_people(club, _("Ihr Verein wurde geschlossen"), text, path="/", key=f"directory.closed:{club.uuid}")
        for related in (club.members, club.invitations, club.claims, club.changes):
            related.all().delete()
        record(club.city, "directory.close", club, actor=actor)
        tell_portals(club)
    return club
