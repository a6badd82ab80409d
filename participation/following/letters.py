"""The mails: plain German text, grouped by project, one click to unsubscribe (RFC 8058), a link to the rhythm."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core import signing
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.cities import hosts

from .models import Change, Rhythm

if TYPE_CHECKING:
    from portal.accounts.models import User

    from .models import Delivery, Subscription

SALT = "participation.following.unsubscribe"
SHOWN = 60  # changes in one mail
CONTRIBUTIONS = 5  # of one project; the others are counted
KEPT = 500  # bodies kept in memory: followers of the same projects get the same words
UNSUBSCRIBE = "{{unsubscribe}}"


def token(user: User, subscription: Subscription | None) -> str:
    return signing.dumps([str(user.uuid), str(subscription.uuid) if subscription else ""], salt=SALT)


def read_token(value: str) -> tuple[str, str]:
    """(UUID of the account, UUID of the subscription or ""); BadSignature for a forged one. It does not expire."""
    user, subscription = signing.loads(value, salt=SALT)
    return str(user), str(subscription)


@dataclass(frozen=True)
class Body:
    host: str
    subject: str
    text: str  # with UNSUBSCRIBE where the address belongs


class Letters:
    """Writes the mails of many people; changes and bodies are kept in memory, both bounded."""

    def __init__(self) -> None:
        self.changes: dict[int, Change | None] = {}
        self.bodies: dict[tuple[Any, ...], Body | None] = {}

    def write(self, row: Delivery) -> EmailMessage | None:
        """None when nothing is left to tell."""
        key = (tuple(row.changes), row.user.language, row.run.rhythm)
        if key not in self.bodies:
            if len(self.bodies) >= KEPT:
                self.bodies.clear()
            with translation.override(row.user.language):
                self.bodies[key] = self._body(row)
        body = self.bodies[key]
        if body is None:
            return None
        path = reverse("following:unsubscribe", args=[token(row.user, row.subscription)])
        unsubscribe = hosts.absolute(body.host, path)
        headers = {
            "Message-ID": f"<{row.uuid}@{body.host}>",  # the same however often it is handed over
            "Auto-Submitted": "auto-generated",
            "List-Unsubscribe": f"<{unsubscribe}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
        text = body.text.replace(UNSUBSCRIBE, unsubscribe)
        return EmailMessage(body.subject, text, to=[row.user.email], headers=headers)

    def _load(self, ids: list[int]) -> list[Change]:
        missing = [pk for pk in ids if pk not in self.changes]
        if missing:
            if len(self.changes) > 5000:
                self.changes.clear()
                missing = ids
            rows = Change.in_region().select_related("project", "city__site").in_bulk(missing)
            self.changes.update({pk: rows.get(pk) for pk in missing})
        return [change for pk in ids if (change := self.changes[pk]) is not None]

    def _body(self, row: Delivery) -> Body | None:
        changes = self._load(row.changes)
        if not changes:
            return None
        host = changes[0].city.site.hostname
        groups = grouped(changes)
        context = {
            "groups": groups,
            "immediate": row.run.rhythm == Rhythm.IMMEDIATE,
            "rhythm": Rhythm(row.run.rhythm).label,
            "settings_url": hosts.absolute(host, reverse("following:index")),
            "unsubscribe": UNSUBSCRIBE,
        }
        if len(groups) == 1:
            first = changes[0].title if len(changes) == 1 else _("Neues")
            subject = f"{groups[0]['project'].title}: {first}"
        else:
            subject = ngettext("Neues aus %(n)s Projekt", "Neues aus %(n)s Projekten", len(groups)) % {"n": len(groups)}
        return Body(host, " ".join(subject.split())[:150], render_to_string("following/mail.txt", context))


def grouped(changes: list[Change]) -> list[dict[str, Any]]:
    """By project, the most important kinds first; of new contributions the first few and how many more."""
    order = [str(kind) for kind in Change.Kind.values]
    groups: dict[int, dict[str, Any]] = {}
    left = SHOWN
    for change in sorted(changes, key=lambda c: (c.project.title, c.project_id, order.index(c.kind), c.at, c.pk)):
        group = groups.setdefault(
            change.project_id, {"project": change.project, "rows": [], "more": 0, "contributions": 0}
        )
        contribution = change.kind == Change.Kind.CONTRIBUTION
        if left <= 0 or (contribution and group["contributions"] >= CONTRIBUTIONS):
            group["more"] += 1
            continue
        left -= 1
        group["contributions"] += contribution
        url = hosts.absolute(change.city.site.hostname, change.path)
        group["rows"].append({"title": change.title, "kind": change.get_kind_display(), "url": url})
    return list(groups.values())
