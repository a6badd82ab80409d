"""Taking part without an account: ask, mail a link, confirm. Nothing is published before the address is confirmed."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django_scopes import scope, scopes_disabled

from participation.projects.models import Module, Participant, Phase
from participation.projects.plans import plan_of
from portal.audit.actions import record
from portal.kit.mailbox import mailbox_of
from portal.kit.refused import Refused
from portal.operations.ratelimit import allow

from .models import KEPT, LINK_LIFE, PAYLOAD_MAX, USED_KEPT, Guest, Pending
from .registry import actions

if TYPE_CHECKING:
    from django.http import HttpRequest

    from portal.cities.models import City

SALT = "participation.guests"
PER_HOUR, PER_DAY = 5, 12  # links to one mailbox, over all portals
PER_CLIENT = 20  # links that one client address may ask for in an hour


class Gone(Exception):
    """The link was used (`path`: what came of it) or has expired (`path` empty)."""

    def __init__(self, path: str = "") -> None:
        super().__init__(path)
        self.path = path


def token_of(pending: Pending) -> str:
    digest = salted_hmac(SALT, pending.uuid.hex, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def ask(
    city: City, module: Module, key: str, payload: dict[str, Any], email: str, *, request: HttpRequest | None = None
) -> None:
    """Keep the contribution for 48 hours and mail a link that publishes it. The answer is the same for every address.

    `key`: an entry of some app's `guest_actions.ACTIONS` (LookupError otherwise). `payload`: JSON of at most 20 KB.
    `request`: counts the client's address, too. Raises Refused: no address, too much text, too many links.
    """
    if key not in actions():
        raise LookupError(key)
    email = email.strip()
    try:
        if len(email) > 254:
            raise ValidationError("")
        validate_email(email)
    except ValidationError:
        raise Refused(_("Bitte geben Sie eine vollständige E-Mail-Adresse an."), code="email") from None
    text = json.dumps(payload, cls=DjangoJSONEncoder, ensure_ascii=False)
    if len(text.encode("utf-8", "surrogatepass")) > PAYLOAD_MAX:
        raise Refused(_("Das ist zu viel Text. Bitte kürzen Sie Ihren Beitrag."), code="long")
    if request is not None and not allow(request, "guest-ask", limit=PER_CLIENT, per=3600):
        raise Refused(
            _("Von Ihrem Anschluss kamen gerade viele Beiträge. Bitte versuchen Sie es in einer Stunde noch einmal."),
            code="pace",
        )
    _store(city, module, key, json.loads(text), email)


@transaction.atomic
def _store(city: City, module: Module, key: str, payload: dict[str, Any], email: str) -> None:
    now, mailbox = timezone.now(), mailbox_of(email)
    with scopes_disabled():
        recent = Pending.objects.filter(mailbox=mailbox, created_at__gt=now - dt.timedelta(days=1))
        moments = list(recent.values_list("created_at", flat=True)[: PER_DAY + 1])
        if len(moments) >= PER_DAY or sum(m > now - dt.timedelta(hours=1) for m in moments) >= PER_HOUR:
            raise Refused(
                _("An diese Adresse gingen gerade schon mehrere E-Mails. Bitte sehen Sie in Ihrem Postfach nach."),
                code="pace",
            )
        pending = Pending(
            city=city, module=module, action=key, payload=payload, email=email, mailbox=mailbox, created_at=now,
            expires_at=now + LINK_LIFE,
        )  # fmt: skip
        pending.token_hash = hash_of(token_of(pending))
        pending.save(force_insert=True)
    record(city, "guests.ask", pending, actor=None, kind=key, module=str(module.uuid))
    from .tasks import mail_link

    transaction.on_commit(lambda: mail_link.enqueue(pending.pk))


def find(city: City, token: str) -> Pending | None:
    """The pending contribution behind a link of this city's portal; used and expired ones, too."""
    if len(token) > 100:
        return None
    rows = Pending.objects.filter(city=city, token_hash=hash_of(token))
    return rows.select_related("module", "city").first()


@transaction.atomic
def confirm(city: City, pending: Pending) -> str:
    """Run what was asked for, once; answers the path to show. Raises Gone, or Refused (then nothing has changed)."""
    row = Pending.objects.select_for_update(of=("self",)).select_related("module").get(pk=pending.pk, city=city)
    if row.used_at is not None:
        raise Gone(row.path)
    action = actions().get(row.action)
    if row.is_over() or action is None:
        raise Gone
    with scopes_disabled():
        module = Module.objects.select_related("project__city").get(pk=row.module_id)
        guest = _guest(city, row.email, row.mailbox)
        plan = plan_of(module.project)
    with scope(city=plan.cities):
        path = action(module, guest.uuid, row.payload)
    row.used_at, row.path = timezone.now(), path[:500]
    row.payload, row.email, row.mailbox = {}, "", ""
    row.save(update_fields=["used_at", "path", "payload", "email", "mailbox"])
    record(city, "guests.confirm", row, actor=None, kind=row.action)
    return row.path


def _guest(city: City, email: str, mailbox: str) -> Guest:
    now = timezone.now()
    until = now + KEPT
    guest = Guest.in_region().select_for_update().filter(mailbox=mailbox).first()
    if guest is None:
        try:
            with transaction.atomic():
                return Guest.objects.create(
                    city=city, email=email, mailbox=mailbox, confirmed_at=now, delete_after=until
                )
        except IntegrityError:  # the same address, on two portals at the same moment
            guest = Guest.in_region().get(mailbox=mailbox)
    guest.email, guest.delete_after = email, until
    guest.save(update_fields=["email", "delete_after"])
    return guest


@transaction.atomic
def expire(now: dt.datetime | None = None) -> int:
    """Every minute: texts and addresses of links that have expired are gone."""
    now = now or timezone.now()
    with scopes_disabled():
        over = Pending.objects.filter(expires_at__lt=now).exclude(email="")
        count = over.update(payload={}, email="", mailbox="")
    if count:
        record(None, "guests.forget", "guests", actor=None, texts=count)
    return count


@transaction.atomic
def forget(now: dt.datetime | None = None) -> dict[str, int]:
    """Daily: links a week after they expired, guests 180 days after their last use.

    A guest of a project with a phase still to run is kept until then: the same address must not vote twice.
    """
    now = now or timezone.now()
    with scopes_disabled():
        ahead = Phase.objects.filter(project=OuterRef("project")).filter(Q(ends_at__isnull=True) | Q(ends_at__gt=now))
        busy = Participant.objects.filter(guest=OuterRef("uuid")).filter(Exists(ahead))
        done = {
            "links": Pending.objects.filter(expires_at__lt=now - USED_KEPT).delete()[0],
            "guests": Guest.objects.filter(delete_after__lt=now).filter(~Exists(busy)).delete()[0],
        }
    if any(done.values()):
        record(None, "guests.forget", "guests", actor=None, **done)
    return done
