"""Changes of state of notifications and follows. Other apps call `notify`."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django_scopes import scopes_disabled
from wagtail.models import Page

from portal.accounts.actions import forget_member
from portal.audit.actions import record
from portal.cities.models import City

from .kinds import all_kinds, choices
from .models import Follow, Notification

if TYPE_CHECKING:
    from portal.accounts.models import User

MAX_FOLLOWS = 200
# Fields of a page that change without its content changing
VOLATILE = (
    "latest_revision", "live_revision", "last_published_at", "first_published_at", "has_unpublished", "draft_title",
    "go_live_at", "expire_at", "expired", "locked", "owner", "path", "depth", "numchild", "url_path", "live", "pk",
    "alias_of", "translation_key", "locale", "wagtail_admin_comments", "search_", "show_in_menus",
)  # fmt: skip
CONTENT_ALWAYS = ("location",)


class TooMany(Exception):
    """A person follows more pages than anyone reads."""


MAX_VALUE = 300  # characters of one value of the context
MAX_VALUES = 12


@transaction.atomic
def notify(
    user: User, kind: str, context: dict[str, Any], *, url: str, key: str = "", city: City | None = None
) -> Notification | None:
    """Tell a person something: a row on their page „Benachrichtigungen“ and, if they chose so, a mail on commit.

    `kind`: a key declared in some app's `notices.py` (KeyError otherwise). `context`: up to 12 short strings or
    numbers that fill the kind's texts; each is cut at 300 characters. `url`: absolute address on a host of this
    installation, or a path on the host of `city`. `key`: name of the event; the same (user, kind, key) is told once.
    Returns None when nothing was made: repeated event, deleted or inactive account.
    """
    spec = all_kinds()[kind]
    if not user.is_active or user.deleted_at:
        return None
    values = {str(k)[:40]: _short(v) for k, v in list(context.items())[:MAX_VALUES]}
    row = Notification(user=user, kind=kind, key=key[:120], context=values, url=_address(url, city))
    made = Notification.objects.bulk_create([row], ignore_conflicts=True)[0]
    if made.pk is None or key:  # conflicts are ignored silently: ask whether the row is ours
        found = Notification.objects.filter(uuid=row.uuid).first()
        if found is None:
            return None
        made = found
    transaction.on_commit(lambda: forget_member(user.pk))
    if spec.mail and (not spec.choice or getattr(user, spec.choice)):
        from .tasks import mail_notification

        transaction.on_commit(lambda: mail_notification.enqueue(made.pk))
    return made


def _short(value: Any) -> str | int:
    if isinstance(value, int):
        return value
    text = str(value)
    return text if len(text) <= MAX_VALUE else text[: MAX_VALUE - 1] + "…"


def _address(url: str, city: City | None) -> str:
    from portal.cities import hosts

    if url.startswith("/") and city is not None and city.site is not None:
        url = hosts.absolute(city.site.hostname, url)
    return url[:500]


@transaction.atomic
def mark_read(user: User, *, uuid: Any = None) -> int:
    """Mark one message, or all, as read; returns how many were unread."""
    rows = Notification.objects.of(user).unread()
    if uuid is not None:
        rows = rows.filter(uuid=uuid)
    count = rows.update(read_at=timezone.now())
    if count:
        transaction.on_commit(lambda: forget_member(user.pk))
    return count


@transaction.atomic
def unsubscribe(user: User, choice: str, *, actor: User | None) -> None:
    """Switch one kind of mail off; `choice` is one of the account's notify_ fields (ValueError otherwise)."""
    if choice not in choices():
        raise ValueError(choice)
    if getattr(user, choice):
        setattr(user, choice, False)
        user.save(update_fields=[choice])
        with scopes_disabled():
            record(None, "notifications.unsubscribe", user, actor=actor, choice=choice)


@transaction.atomic
def follow(user: User, page: Page, *, actor: User) -> Follow:
    """Follow a page; doing it twice changes nothing. At most 200 pages: TooMany otherwise."""
    existing = Follow.objects.of(user).filter(page=page).first()
    if existing:
        return existing
    if Follow.objects.of(user).count() >= MAX_FOLLOWS:
        raise TooMany
    row = Follow.objects.create(user=user, page_id=page.pk, digest=digest_of(page))
    with scopes_disabled():
        record(None, "notifications.follow", f"wagtailcore.page:{page.pk}", actor=actor)
    return row


@transaction.atomic
def unfollow(user: User, page: Page, *, actor: User) -> None:
    if Follow.objects.of(user).filter(page=page).delete()[0]:
        with scopes_disabled():
            record(None, "notifications.unfollow", f"wagtailcore.page:{page.pk}", actor=actor)


def digest_of(page: Page) -> str:
    """Fingerprint of what readers see of a page: the same content published again is no news."""
    data = page.specific.serializable_data()
    kept = {k: v for k, v in data.items() if k in CONTENT_ALWAYS or not k.startswith(VOLATILE)}
    return hashlib.sha256(json.dumps(kept, sort_keys=True, default=str).encode()).hexdigest()


def tell_followers(page: Page) -> int:
    """Tell everyone who follows a page that its content changed, at most once a day each; returns how many."""
    if not page.live:
        return 0
    now = digest_of(page)
    site = page.get_site()
    city = City.objects.filter(site=site).first() if site else None
    if city is None:
        return 0
    told = 0
    for row in Follow.objects.filter(page=page).exclude(digest=now).select_related("user").iterator(chunk_size=500):
        with transaction.atomic():
            Follow.objects.filter(pk=row.pk).update(digest=now)
            context = {"page": page.title, "portal": city.portal_name}
            key = f"{page.pk}:{timezone.localdate():%Y-%m-%d}"
            path = page.get_url_parts()[2]
            told += bool(notify(row.user, "notifications.page_changed", context, url=path, key=key, city=city))
    return told


@transaction.atomic
def purge_expired() -> int:
    """Delete messages whose time (180 days) is over."""
    return Notification.objects.expired().delete()[0]
