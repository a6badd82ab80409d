"""One person is one person: found by account or by mailbox, forgotten by the clock."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django_scopes import scopes_disabled

from clubs.volunteering import link_letters
from clubs.volunteering.models import KEPT, Ask, Offer, RequestAsk, SignUp, Volunteer
from portal.audit.actions import record
from portal.delivery.purge import touch
from portal.kit.mailbox import mailbox_of

from . import places

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.cities.models import City

ASK_KEPT = dt.timedelta(days=7)  # a used link leads to its sign-up for so long; the mails' own links stay
LINK_PACE = dt.timedelta(minutes=20)  # a lost link is mailed once in so long


def of_mailbox(city: City, email: str, mailbox: str, *, name: str, until: dt.datetime) -> Volunteer:
    """The person of this confirmed mailbox, locked until the end of the transaction; made where there is none yet.

    One statement, whoever else comes with the same mailbox at the same moment. It never shortens how long a person is
    kept, and leaves the name of a member to the account.
    """
    new = Volunteer(city=city, email=email, mailbox=mailbox, name=name, delete_after=until)
    fields = [field for field in Volunteer._meta.concrete_fields if not field.primary_key]
    values = [field.get_db_prep_save(getattr(new, field.attname), connection) for field in fields]
    columns, marks = ", ".join(field.column for field in fields), ", ".join(["%s"] * len(fields))
    later = "GREATEST" if connection.vendor == "postgresql" else "MAX"
    found = Volunteer.in_region().raw(
        f"INSERT INTO volunteering_volunteer AS old ({columns}) VALUES ({marks}) ON CONFLICT (mailbox) DO UPDATE SET "  # noqa: S608
        f"delete_after = {later}(old.delete_after, excluded.delete_after), name = CASE WHEN old.user_id IS NULL AND "
        "excluded.name <> '' THEN excluded.name ELSE old.name END RETURNING *",
        values,
    )
    return next(iter(found))


def known(user: User) -> Volunteer | None:
    """The person behind an account, if they ever helped: by the account, else by the account's own mailbox."""
    rows = Volunteer.in_region()
    return rows.filter(user=user).first() or rows.filter(user=None, mailbox=mailbox_of(user.email)).first()


@transaction.atomic
def of_member(city: City, user: User, *, until: dt.datetime | None = None) -> Volunteer:
    """The person behind an account, locked. Who helped before with the same mailbox is this very person.

    Accounts confirm their address before the first sign-in, so the mailbox is theirs. Two accounts that differ by a
    "+label" only stay two people: the second one is known by its whole address.
    """
    until = until or timezone.now() + KEPT
    rows = Volunteer.in_region().select_for_update(of=("self",))
    found = rows.filter(user=user).first()
    if found is None:
        mailbox = mailbox_of(user.email)
        taken = rows.filter(mailbox=mailbox).first()
        if taken is not None and taken.user_id is not None:
            mailbox, taken = user.email.lower(), None
        found = taken or of_mailbox(city, user.email, mailbox, name=user.display_name, until=until)
        found.user = user
        found.save(update_fields=["user"])
    changed = []
    if found.email != user.email and not rows.filter(mailbox=mailbox_of(user.email)).exclude(pk=found.pk).exists():
        found.email, found.mailbox = user.email, mailbox_of(user.email)
        changed += ["email", "mailbox"]
    if until > found.delete_after:
        found.delete_after = until
        changed.append("delete_after")
    if changed:
        found.save(update_fields=changed)
    return found


@transaction.atomic
def send_link(city: City, email: str, *, now: dt.datetime | None = None) -> None:
    """Mail the person their own page. Nothing tells the asker whether the address is known."""
    now = now or timezone.now()
    found = Volunteer.in_region().filter(mailbox=mailbox_of(email)).first()
    if found is not None:
        slot = int(now.timestamp() // LINK_PACE.total_seconds())
        with scopes_disabled():
            link_letters.own_page(found, city, f"volunteering.mine:{found.uuid}:{slot}")


# --- By the clock -------------------------------------------------------------------------------------------


@transaction.atomic
def forget_asks(now: dt.datetime | None = None) -> int:
    """Every minute: what was not confirmed in time loses address and answers; a week later the row is gone."""
    now = now or timezone.now()
    with scopes_disabled():
        count = 0
        for table in (Ask, RequestAsk):
            over = table.objects.filter(expires_at__lt=now).exclude(email="")
            count += over.update(payload={}, email="", mailbox="")
            table.objects.filter(expires_at__lt=now - ASK_KEPT).delete()
    if count:
        record(None, "volunteering.forget", "asks", actor=None, asks=count)
    return count


@transaction.atomic
def forget_people(now: dt.datetime | None = None) -> int:
    """Daily: people without account, a year after their last shift. What remains of their sign-ups is a number."""
    now = now or timezone.now()
    with scopes_disabled():
        late = SignUp.objects.filter(volunteer=OuterRef("pk"), shift__ends_at__gt=now - KEPT)
        asks = Offer.objects.filter(volunteer=OuterRef("pk"), status=Offer.Status.PUBLISHED)
        due = Volunteer.objects.filter(user=None, delete_after__lt=now).filter(~Exists(late), ~Exists(asks))
        ids = list(due.values_list("pk", flat=True)[:5000])
        anonymise(Q(volunteer__in=ids))
        Volunteer.objects.filter(pk__in=ids).delete()
    if ids:
        record(None, "volunteering.forget", "people", actor=None, people=len(ids))
    return len(ids)


def end_consents(now: dt.datetime | None = None) -> int:
    """Daily: a guardian's answer that did not come in time ends the question, and the address is forgotten."""
    now = now or timezone.now()
    with scopes_disabled():
        rows = SignUp.objects.filter(state=SignUp.State.CONSENT, shift__starts_at__lte=now)
        found = list(rows.order_by("shift_id", "pk")[:1000])
        for row in found:
            places.cancel(row, by="time", now=now)
    return len(found)


def anonymise(whose: Q) -> None:
    """Sign-ups that are over: what remains is that somebody was there."""
    with scopes_disabled():
        SignUp.objects.filter(whose).update(name="", others=[], note="", age=None)
    touch(SignUp, None)
