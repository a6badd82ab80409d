"""What following does by the clock: phases that begin and end, the rounds of mails, work that was left."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from participation.projects.models import Phase, Project

from .actions import note_change
from .models import Change, Delivery, DigestRun, Rhythm
from .tasks import start_work

LOOK_BACK = dt.timedelta(days=3)  # a timer that stood still for a weekend misses nothing
SETTLED = dt.timedelta(minutes=2)  # changes this young may still be in an open transaction
HOUR = 6  # o'clock, Europe/Berlin


def note_phases(now: dt.datetime | None = None) -> int:
    """A phase began, a phase ended: each noted exactly once (unique key); answers how many were new."""
    now = now or timezone.now()
    since = now - LOOK_BACK
    noted = 0
    with scopes_disabled(), translation.override("de"):
        due = Phase.objects.filter(project__status=Project.Status.PUBLISHED).filter(
            Q(starts_at__gt=since, starts_at__lte=now) | Q(ends_at__gt=since, ends_at__lte=now)
        )
        rows = list(due.select_related("project__city"))
        keys = [f"{p.project_id}:{word}:{p.uuid}" for p in rows for word in ("begin", "end")]
        known = set(Change.objects.filter(key__in=keys).values_list("key", flat=True))
        for phase in rows:
            moments = [
                ("begin", phase.starts_at, _("„%(phase)s“ hat begonnen")),
                ("end", phase.ends_at, _("„%(phase)s“ ist beendet")),
            ]
            for word, moment, words in moments:
                key = f"{word}:{phase.uuid}"
                if moment is None or not since < moment <= now or f"{phase.project_id}:{key}" in known:
                    continue
                path = reverse("projects:project", args=[phase.project.slug])
                title = words % {"phase": phase.title}
                made = note_change(phase.project.city, phase.project, "phase", title, path, at=moment, key=key)
                noted += made is not None
    return noted


def plan_runs(now: dt.datetime | None = None) -> list[DigestRun]:
    """The daily round after six o'clock, the weekly one on the first such morning of a week; each once (unique key).

    A round covers everything since the one before, however long ago that was.
    """
    now = now or timezone.now()
    local = timezone.localtime(now)
    if local.hour < HOUR:
        return []
    year, week, _day = local.isocalendar()
    wanted = [
        (Rhythm.DAILY, f"daily:{local:%Y-%m-%d}", dt.timedelta(days=1)),
        (Rhythm.WEEKLY, f"weekly:{year}-{week:02}", dt.timedelta(days=7)),
    ]
    known = set(DigestRun.objects.filter(key__in=[key for _r, key, _d in wanted]).values_list("key", flat=True))
    made = []
    for rhythm, key, span in wanted:
        if key not in known:
            made.append(plan_run(rhythm, key, now - SETTLED, span))
    return [run for run in made if run is not None]


def plan_run(rhythm: str, key: str, until: dt.datetime, span: dt.timedelta) -> DigestRun | None:
    last = DigestRun.objects.filter(rhythm=rhythm, change=None).order_by("-until").first()
    since = min(last.until, until) if last is not None else until - span
    try:
        with transaction.atomic():
            return DigestRun.objects.create(key=key, rhythm=rhythm, since=since, until=until)
    except IntegrityError:  # two timers
        return None


def tick() -> None:
    """Every minute."""
    note_phases()
    plan_runs()
    now = timezone.now()
    due = Delivery.objects.filter(state__in=[Delivery.State.WAITING, Delivery.State.SENDING]).filter(
        Q(not_before=None) | Q(not_before__lte=now)
    )
    if DigestRun.objects.filter(finished_at=None).exists() or due.exists():
        start_work()
