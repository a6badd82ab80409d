"""The mails: plain German text, grouped by project, one click to unsubscribe (RFC 8058), a link to the rhythm."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

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
    from collections.abc import Iterable

    from portal.accounts.models import User

    from .models import Delivery, Subscription

SALT = "participation.following.unsubscribe"
SHOWN = 60  # changes in one mail
CONTRIBUTIONS = 5  # of one project; the others are counted
KEPT = 5000  # changes kept in memory
NEWS, UNSUBSCRIBE = "{{news}}", "{{unsubscribe}}"  # where the frame of a mail is filled


def token(user: User, subscription: Subscription | None) -> str:
    return signing.dumps([str(user.uuid), str(subscription.uuid) if subscription else ""], salt=SALT)


def read_token(value: str) -> tuple[str, str]:
    """(UUID of the account, UUID of the subscription or ""); BadSignature for a forged one. It does not expire."""
    user, subscription = signing.loads(value, salt=SALT)
    return str(user), str(subscription)


@dataclass(frozen=True, slots=True)
class Entry:
    """A change in one language, ready to be put into mails."""

    order: tuple[object, ...]
    project_id: int
    project: str
    title: str
    host: str
    contribution: bool
    text: str


@dataclass(slots=True)
class Group:
    """A project in a mail: the most important kinds first; of new contributions the first few and how many more."""

    title: str
    texts: list[str] = field(default_factory=list)
    more: int = 0
    contributions: int = 0


class Letters:
    """Writes the mails of many people. What they share (changes, frame, addresses) is made once and kept in memory."""

    def __init__(self) -> None:
        self.entries: dict[tuple[int, str], Entry | None] = {}
        self.frames: dict[tuple[str, str, str], str] = {}
        self.unsubscribe = reverse("following:unsubscribe", args=["TOKEN"])

    def write(self, row: Delivery) -> EmailMessage | None:
        """None when nothing is left to tell."""
        language = row.user.language
        with translation.override(language):
            entries = self._load(row.changes, language)
            if not entries:
                return None
            host = entries[0].host
            path = self.unsubscribe.replace("TOKEN", token(row.user, row.subscription))
            unsubscribe = hosts.absolute(host, path)
            groups = grouped(entries)
            frame = self._frame(language, row.run.rhythm, host)
            text = frame.replace(UNSUBSCRIBE, unsubscribe).replace(NEWS, "\n".join(_block(group) for group in groups))
            subject = " ".join(_subject(entries, groups).split())[:150]
        headers = {
            "Message-ID": f"<{row.uuid}@{host}>",  # the same however often it is handed over
            "Auto-Submitted": "auto-generated",
            "List-Unsubscribe": f"<{unsubscribe}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
        return EmailMessage(subject, text, to=[row.user.email], headers=headers)

    def _load(self, ids: list[int], language: str) -> list[Entry]:
        missing = [pk for pk in ids if (pk, language) not in self.entries]
        if missing:
            if len(self.entries) > KEPT:
                self.entries.clear()
                missing = ids
            rows = Change.in_region().select_related("project", "city__site").in_bulk(missing)
            for pk in missing:
                self.entries[pk, language] = entry(rows[pk]) if pk in rows else None
        found = [made for pk in ids if (made := self.entries[pk, language]) is not None]
        return sorted(found, key=lambda made: made.order)

    def _frame(self, language: str, rhythm: str, host: str) -> str:
        key = (language, rhythm, host)
        if key not in self.frames:
            context = {
                "immediate": rhythm == Rhythm.IMMEDIATE,
                "settings_url": hosts.absolute(host, reverse("following:index")),
                "news": NEWS,
                "unsubscribe": UNSUBSCRIBE,
            }
            self.frames[key] = render_to_string("following/mail.txt", context)
        return self.frames[key]


def entry(change: Change) -> Entry:
    kinds = [str(kind) for kind in Change.Kind.values]
    host = change.city.site.hostname
    url = hosts.absolute(host, change.path)
    return Entry(
        order=(change.project.title, change.project_id, kinds.index(change.kind), change.at, change.pk),
        project_id=change.project_id,
        project=change.project.title,
        title=change.title,
        host=host,
        contribution=change.kind == Change.Kind.CONTRIBUTION,
        text=f"* {change.get_kind_display()}: {change.title}\n  {url}\n",
    )


def grouped(entries: Iterable[Entry]) -> list[Group]:
    """By project, in the order given."""
    groups: dict[int, Group] = {}
    left = SHOWN
    for made in entries:
        group = groups.setdefault(made.project_id, Group(made.project))
        if left <= 0 or (made.contribution and group.contributions >= CONTRIBUTIONS):
            group.more += 1
            continue
        left -= 1
        group.contributions += made.contribution
        group.texts.append(made.text)
    return list(groups.values())


def _block(group: Group) -> str:
    lines = [f"{group.title}\n", *group.texts]
    if group.more:
        words = ngettext("und %(n)s weiterer Eintrag", "und %(n)s weitere Einträge", group.more) % {"n": group.more}
        lines.append(f"  {words}\n")
    return "\n".join(lines)


def _subject(entries: list[Entry], groups: list[Group]) -> str:
    if len(groups) == 1:
        return f"{groups[0].title}: {entries[0].title if len(entries) == 1 else _('Neues')}"
    return ngettext("Neues aus %(n)s Projekt", "Neues aus %(n)s Projekten", len(groups)) % {"n": len(groups)}
