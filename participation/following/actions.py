"""Every change of state of following. `note_change` is what other apps call; subscriptions are the person's own."""

from __future__ import annotations

import datetime as dt
import hashlib
import math
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from participation.projects.geo import REGION
from participation.projects.models import Project, ProjectPage
from portal.audit.actions import record
from portal.content.models import Topic
from portal.kit import text as texts
from portal.kit.refused import Refused

from .models import (
    MAX_SUBSCRIPTIONS,
    PATH_MAX,
    RADIUS_MAX,
    TITLE_MAX,
    Change,
    Delivery,
    DigestRun,
    Rhythm,
    Subscription,
)

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.cities.models import City

STALE = dt.timedelta(days=4)  # what is older when it is noted (import, demo) is shown, but nobody is mailed


# --- Changes ------------------------------------------------------------------------------------


@transaction.atomic
def note_change(
    city: City,
    project: Project,
    kind: str,
    title: str,
    path: str,
    *,
    place: tuple[float, float] | None = None,
    at: dt.datetime | None = None,
    key: str = "",
) -> Change | None:
    """Something worth telling the followers of a project, its topics or the surroundings of `place` (lat, lon).

    `kind`: a value of Change.Kind (ValueError otherwise). `path`: where to read it, the same on every portal of the
    project. `key` names the event; without one, the same kind, path and title count as one event per day.
    None: noted already, or the project is not public. Contributions come in digests only, the rest also at once.
    """
    kind = Change.Kind(kind)
    title = " ".join(texts.clean(title).split())
    if not project.is_public or not title or not path.startswith("/") or len(path) > PATH_MAX:
        return None
    now = timezone.now()
    at = at or now
    if not key:
        day = f"{timezone.localtime(at):%Y-%m-%d}"
        key = hashlib.sha256(f"{kind}\n{path}\n{title}\n{day}".encode()).hexdigest()[:40]
    lat, lon = place if place is not None and all(math.isfinite(n) for n in place) else (None, None)
    change = Change(
        city=city, project=project, kind=kind, path=path, lat=lat, lon=lon, at=at,
        title=title if len(title) <= TITLE_MAX else title[: TITLE_MAX - 1] + "…",
        topics=topics_of(project), key=f"{project.pk}:{key}"[:120],
        noted_at=now if at > now - STALE else at,
    )  # fmt: skip
    with scopes_disabled():
        Change.objects.bulk_create([change], ignore_conflicts=True)
        stored = Change.objects.filter(uuid=change.uuid).first()
    if stored is None:
        return None
    if kind != Change.Kind.CONTRIBUTION and stored.noted_at == now:
        DigestRun.objects.create(
            key=f"change:{stored.uuid}", rhythm=Rhythm.IMMEDIATE, change=stored, since=now, until=now
        )
        from .tasks import start_work

        transaction.on_commit(start_work)
    return stored


def topics_of(project: Project) -> str:
    """Topics of the project's live pages, on whatever portal."""
    rows = ProjectPage.objects.live().filter(project=project, topic_items__isnull=False)
    slugs = rows.values_list("topic_items__tag__slug", flat=True).distinct()
    known = sorted({slug for slug in slugs if slug})[:20]
    return f" {' '.join(known)} "[:500] if known else ""


@transaction.atomic
def withdraw_changes(project: Project, path: str) -> int:
    """What stands at this address was hidden or deleted: no list and no later mail names it any more."""
    with scopes_disabled():
        return Change.objects.filter(project=project, path=path).delete()[0]


@transaction.atomic
def redate(change: Change, at: dt.datetime) -> None:
    """The moment a change stands for, set afterwards: for demo and import only."""
    with scopes_disabled():
        Change.objects.filter(pk=change.pk).update(at=at, noted_at=at)


# --- Subscriptions ------------------------------------------------------------------------------


def _subscribe(user: User, rhythm: str, verb: str, target: str, **what: object) -> Subscription:
    rhythm = _rhythm(rhythm)
    same = {name: value for name, value in what.items() if name != "label"}
    existing = Subscription.objects.of(user).filter(**same).first()
    if existing is None:
        if Subscription.objects.of(user).count() >= MAX_SUBSCRIPTIONS:
            raise Refused(
                _("Sie verfolgen schon %(n)s Dinge. Bitte beenden Sie zuerst eines davon.") % {"n": MAX_SUBSCRIPTIONS},
                code="many",
            )
        made = Subscription(user=user, rhythm=rhythm, **what)
        Subscription.objects.bulk_create([made], ignore_conflicts=True)  # the same form, sent twice at once
        with scopes_disabled():
            record(None, verb, target, actor=user, rhythm=rhythm)
        existing = Subscription.objects.of(user).get(**same)
    elif existing.rhythm != rhythm:
        set_rhythm(user, existing, rhythm)
    return existing


def _rhythm(value: str) -> str:
    if value not in Rhythm.values:
        raise Refused(_("Bitte wählen Sie, wie oft Sie E-Mails bekommen möchten."), code="rhythm")
    return value


@transaction.atomic
def follow_project(user: User, project: Project, rhythm: str = Rhythm.DAILY) -> Subscription:
    """Follow a public project of any city. Repeating sets the rhythm. Raises Refused."""
    if not project.is_public:
        raise Refused(_("Dieses Projekt ist nicht öffentlich."), code="project")
    return _subscribe(
        user, rhythm, "following.follow", f"projects.project:{project.uuid}",
        what=Subscription.What.PROJECT, project=project,
    )  # fmt: skip


@transaction.atomic
def follow_topic(user: User, topic: str, within: City | None, rhythm: str = Rhythm.DAILY) -> Subscription:
    """Follow a topic in one city (`within`), or in all. Raises Refused for an unknown one."""
    row = Topic.objects.filter(slug=topic).first()
    if row is None:
        raise Refused(_("Dieses Thema gibt es nicht."), code="topic")
    label = f"{row.name} ({within.name if within else _('alle Städte')})"
    return _subscribe(
        user, rhythm, "following.follow", f"content.topic:{row.pk}",
        what=Subscription.What.TOPIC, topic=row.slug, within=within, label=label[:80],
    )  # fmt: skip


@transaction.atomic
def follow_area(
    user: User, lat: float, lon: float, radius_km: int, label: str, rhythm: str = Rhythm.DAILY
) -> Subscription:
    """Follow what has a place within 1 to 20 km around a point of the region. Raises Refused."""
    south, west, north, east = REGION
    if not (math.isfinite(lat) and math.isfinite(lon) and south <= lat <= north and west <= lon <= east):
        raise Refused(_("Dieser Punkt liegt nicht in der Region."), code="place")
    if not 1 <= radius_km <= RADIUS_MAX:
        raise Refused(_("Der Umkreis kann 1 bis %(n)s Kilometer groß sein.") % {"n": RADIUS_MAX}, code="radius")
    label = " ".join(texts.clean(label).split())[:80]
    if texts.is_blank(label):
        label = _("Eigener Ort")
    return _subscribe(
        user, rhythm, "following.follow", "following.area",
        what=Subscription.What.AREA, lat=round(lat, 4), lon=round(lon, 4), radius_km=radius_km, label=label,
    )  # fmt: skip


@transaction.atomic
def set_rhythm(user: User, row: Subscription, rhythm: str) -> None:
    """How often one's own subscription is mailed. Repeating changes nothing. Raises Refused."""
    rhythm = _rhythm(rhythm)
    if Subscription.objects.of(user).filter(pk=row.pk).exclude(rhythm=rhythm).update(rhythm=rhythm):
        with scopes_disabled():
            record(None, "following.rhythm", row, actor=user, rhythm=rhythm)
        drop_waiting(user, row)
    row.rhythm = rhythm


@transaction.atomic
def unfollow(user: User, row: Subscription) -> None:
    """End one's own subscription. Repeating changes nothing."""
    drop_waiting(user, row)
    if Subscription.objects.of(user).filter(pk=row.pk).delete()[0]:
        with scopes_disabled():
            record(None, "following.unfollow", f"following.subscription:{row.uuid}", actor=user)


@transaction.atomic
def stop_mails(user: User, row: Subscription | None) -> int:
    """By the link of a mail: no more mails of this subscription, or (None) of any. They stay on the page."""
    rows = Subscription.objects.of(user).mailed()
    if row is not None:
        rows = rows.filter(pk=row.pk)
    stopped = rows.update(rhythm=Rhythm.NONE)
    if stopped:
        with scopes_disabled():
            record(None, "following.stop_mails", user, actor=None, count=stopped)
        drop_waiting(user, row)
    return stopped


def drop_waiting(user: User, row: Subscription | None) -> None:
    """Mails that wait are not sent when they rest on the one subscription that changed, or when none wants mails."""
    rows = Delivery.objects.filter(user=user, state=Delivery.State.WAITING)
    others = Subscription.objects.of(user).mailed()
    if row is not None and others.exclude(pk=row.pk).exists():
        rows = rows.filter(subscription=row)
    rows.update(state=Delivery.State.DROPPED, done_at=timezone.now())


@transaction.atomic
def forget(now: dt.datetime | None = None) -> dict[str, int]:
    """Daily: what was new 180 days ago, mails handed over 30 days ago, runs a year ago."""
    now = now or timezone.now()
    with scopes_disabled():
        old = Change.objects.filter(noted_at__lt=now - dt.timedelta(days=180))
    over = [Delivery.State.SENT, Delivery.State.DROPPED, Delivery.State.FAILED]
    with scopes_disabled():
        done = {
            "deliveries": Delivery.objects.filter(state__in=over, done_at__lt=now - dt.timedelta(days=30)).delete()[0],
            "runs": DigestRun.objects.filter(finished_at__lt=now - dt.timedelta(days=365)).delete()[0],
            "changes": old.delete()[1].get("following.Change", 0),
        }
    if any(done.values()):
        record(None, "following.forget", "following", actor=None, **done)
    return done
