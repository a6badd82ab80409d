"""What moderation says to authors, reporters, the helping city and those who hid something (kinds: notices.py)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from portal.accounts.models import User
from portal.notifications.actions import notify

from . import helpers
from .models import Appeal, Case, Decision, Reason, Report
from .permissions import hider_of
from .registry import label_of

if TYPE_CHECKING:
    from portal.cities.models import City

HELPERS_TOLD = 20  # moderators of the helping city who get the mail
MINE = "/moderation/meine/"
FOREIGN = "/moderation/andere/"


def tell_author(case: Case, kind: str, *, key: str, statement: str, by: City | None = None) -> None:
    context = {
        "title": case.title,
        "by": (by or case.city).portal_name,
        "city": case.city.portal_name,
        "reason": Reason(case.reason).label if case.reason else "",
        "statement": statement,
        "outcome": case.get_status_display(),
    }
    if case.author is not None:
        notify(case.author, kind, context, url=f"{MINE}{case.uuid}/", key=key, city=case.city)
    elif case.guest is not None:
        from .tasks import mail_guest

        words = {name: str(value) for name, value in context.items()}  # what a task keeps is JSON
        transaction.on_commit(lambda: mail_guest.enqueue(case.pk, kind, words))


def tell_helpers(helper: City, row: Appeal, case: Case) -> None:
    """The helping city's moderators, without those who hid or wrote it."""
    biased = (hider_of(case), case.author_id)
    context = {"city": case.city.portal_name, "what": label_of(case.kind), "until": moment(row.due_at)}
    for user in helpers.moderators_of(helper)[:HELPERS_TOLD]:
        if user.pk not in biased:
            notify(user, "moderation.asked", context, url=f"{FOREIGN}{row.uuid}/", key=f"asked:{row.uuid}", city=helper)


def tell_hider(case: Case, decision: Decision, hider: int | None, helper: City) -> None:
    """Who hid the content learns what another city made of it."""
    user = User.objects.filter(pk=hider).first() if hider is not None else None
    if user is not None:
        context = {
            "by": helper.portal_name,
            "title": case.title,
            "outcome": case.get_status_display(),
            "statement": decision.statement,
        }
        url = f"/moderation/fall/{case.uuid}/"
        notify(user, "moderation.decided_elsewhere", context, url=url, key=f"outcome:{decision.uuid}", city=case.city)


def moment(value: dt.datetime) -> str:
    return date_format(timezone.localtime(value), "DATETIME_FORMAT")


def tell_reporters(case: Case) -> None:
    """Members who reported hear what came of it (DSA Art. 16 (5))."""
    for row in Report.objects.filter(case=case, reporter__isnull=False).select_related("reporter"):
        assert row.reporter is not None
        notify(
            row.reporter,
            "moderation.reported",
            {"title": case.title, "outcome": case.get_status_display()},
            url=MINE,
            key=f"report:{row.uuid}",
            city=case.city,
        )
