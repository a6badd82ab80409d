"""Helpers: come, go, be forgotten. A crowd comes at once: one statement each, no lock on the call."""

from __future__ import annotations

import datetime as dt
import re
import secrets
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from clubs.codes import packed
from clubs.emergency import letters
from clubs.emergency.kinds import SKILLS, TIMES
from clubs.emergency.models import KEPT, LONGEST, Assignment, Call, CallTask, Helper
from portal.audit.actions import record
from portal.cities import hosts
from portal.kit.distance import distance_km
from portal.kit.mailbox import mailbox_of
from portal.kit.refused import Refused
from portal.kit.text import clean
from portal.mailing.models import Letter

if TYPE_CHECKING:
    from collections.abc import Iterable

    from portal.accounts.models import User
    from portal.cities.models import City

SIGNS = "346789ABCDEFGHJKLMNPQRTUVWXY"  # no 0 and O, 1 and I, 2 and Z, 5 and S
TWICE = dt.timedelta(minutes=10)  # the same form again: a double click
NOTICE = dt.timedelta(days=7)


def phone_key(phone: str) -> str:
    """One number, however it is written: "+49 (0) 7222 / 1-2" and "0722212" are the same. "" when it is none."""
    digits = re.sub(r"\(0\)|[^\d+]", "", phone)
    digits = re.sub(r"^(\+49|0049)0?", "0", digits).lstrip("+")
    return digits if 6 <= len(digits) <= 20 else ""


def _number() -> str:
    drawn = "".join(secrets.choice(SIGNS) for _n in range(6))
    return f"{drawn[:3]}-{drawn[3:]}"


def distance_of(postcode: str, call: Call) -> float | None:
    """From the middle of the town with this postcode, as far as the alliance knows it."""
    home = next((h.city for h in hosts.every() if postcode and postcode in h.city.postcodes), None)
    if home is None or home.is_alliance:
        return None
    town = hosts.city_of(call.city_id)
    lat, lon = call.latitude, call.longitude
    if lat is None or lon is None:
        lat, lon = town.latitude, town.longitude
    return round(distance_km(home.latitude, home.longitude, lat, lon), 1)


def measure(call: Call) -> None:
    """The call is somewhere else now: how far everybody lives from it. Belongs into the transaction of the change."""
    with scopes_disabled():
        helpers = Helper.objects.filter(call=call)
        for postcode in helpers.order_by().values_list("postcode", flat=True).distinct():
            helpers.filter(postcode=postcode).update(distance_km=distance_of(postcode, call))


@transaction.atomic
def register(
    call: Call, via: City, *, name: str, phone: str = "", email: str = "", postcode: str = "",
    skills: Iterable[str] = (), times: Iterable[str] = (), tools: str = "", consent: bool,
    now: dt.datetime | None = None,
) -> tuple[Helper, bool]:  # fmt: skip
    """(the person's row, whether the caller may see it). One per call and telephone or mailbox.

    A second try from the same hands (same words, within ten minutes) answers the row again; anybody else who names a
    known telephone or address learns nothing of it: its owner gets the link by mail.
    """
    now = now or timezone.now()
    if not call.is_open:
        raise Refused(_("Im Moment brauchen wir keine weiteren Helferinnen und Helfer."), code="closed")
    if not consent:
        raise Refused(_("Ohne Ihr Einverständnis dürfen wir Sie nicht anrufen."), code="consent")
    name, tools, phone = clean(name)[:80], clean(tools)[:160], clean(phone)[:40]
    key, mailbox = phone_key(phone), mailbox_of(email) if email else ""
    if not name:
        raise Refused(_("Bitte geben Sie Ihren Namen an."), code="name")
    if phone and not key:
        raise Refused(_("Diese Telefonnummer ist unvollständig."), code="phone")
    if not key and not mailbox:
        raise Refused(_("Bitte geben Sie Telefon oder E-Mail an, sonst erreichen wir Sie nicht."), code="phone")
    helper = Helper(
        city_id=call.city_id, call=call, via=via, number=_number(), name=name, phone=phone, email=email, phone_key=key,
        mailbox=mailbox, postcode=postcode[:5], distance_km=distance_of(postcode, call), skills=packed(skills, SKILLS),
        times=packed(times, TIMES), tools=tools, consent_at=now, created_at=now, delete_after=now + LONGEST + KEPT,
    )  # fmt: skip
    with scopes_disabled():
        for _attempt in range(3):
            Helper.objects.bulk_create([helper], ignore_conflicts=True)
            stored = Helper.objects.filter(uuid=helper.uuid).select_related("call").first()
            if stored is not None:
                record(hosts.city_of(call.city_id), "emergency.register", stored, actor=None)
                letters.registered(stored, call)
                return stored, True
            known = _known(call, key, mailbox)
            if known:
                return _again(known, helper, call, now)
            helper.number = _number()  # somebody has it
    raise Refused(_("Das hat nicht geklappt. Bitte senden Sie das Formular noch einmal ab."), code="again")


def _known(call: Call, key: str, mailbox: str) -> list[Helper]:
    ways = [Q(**{field: value}) for field, value in (("phone_key", key), ("mailbox", mailbox)) if value]
    return list(Helper.objects.filter(reduce(or_, ways), call=call).order_by("pk"))


def _again(known: list[Helper], new: Helper, call: Call, now: dt.datetime) -> tuple[Helper, bool]:
    words = ("name", "phone", "email", "postcode", "skills", "times", "tools", "via_id")
    for row in known:
        if row.created_at > now - TWICE and all(getattr(row, w) == getattr(new, w) for w in words):
            return row, True
    for row in known:
        letters.link_again(row, call)
    return known[0], False


@transaction.atomic
def leave(helper: Helper) -> None:
    """Cannot come after all: the data is gone at once, the places are free again."""
    with scopes_disabled():
        row = Helper.objects.select_for_update(of=("self",)).select_related("city").filter(pk=helper.pk).first()
        if row is None:
            return
        record(row.city, "emergency.leave", row, actor=None)
        _erase(Helper.objects.filter(pk=row.pk))


def _erase(rows: object) -> int:
    """People, what they were assigned to, and mails to them that still lie in the outbox."""
    found = list(rows.values_list("pk", "uuid"))  # type: ignore[attr-defined]
    for start in range(0, len(found), 200):
        part = found[start : start + 200]
        keys = [Q(key__startswith=f"emergency.{kind}:{uid}") for _pk, uid in part for kind in letters.KINDS]
        for at in range(0, len(keys), 100):
            Letter.objects.filter(reduce(or_, keys[at : at + 100])).delete()
        people = [pk for pk, _uid in part]
        # The order of locks of every writer: people, then tasks
        list(Helper.objects.select_for_update(of=("self",)).filter(pk__in=people).order_by("pk").values_list("pk"))
        held = Assignment.objects.filter(helper__in=people).values("task")
        list(CallTask.objects.select_for_update(of=("self",)).filter(pk__in=held).order_by("pk").values_list("pk"))
        Helper.objects.filter(pk__in=people).delete()
    return len(found)


def forget(now: dt.datetime | None = None) -> int:
    """Daily: people whose day has come. The call keeps how many they were."""
    now = now or timezone.now()
    with scopes_disabled():
        due = Helper.objects.filter(delete_after__lte=now)
        calls = list(Call.objects.filter(pk__in=due.values("call")).select_related("city"))
        count = 0
        for call in calls:
            with transaction.atomic():
                gone = _erase(due.filter(call=call))
                count += gone
                record(call.city, "emergency.forget", call, actor=None, people=gone)
    return count


@transaction.atomic
def erase_of(user: User) -> None:
    """All of an account's mailbox, on all portals."""
    with scopes_disabled():
        _erase(Helper.objects.filter(mailbox=mailbox_of(user.email)))
