"""Every change of state of discussions. Nothing else writes these tables.

Locks are taken in the order author → thread → comment, so that two changes never wait for each other.
"""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled
from wagtail.contrib.frontend_cache.utils import purge_page_from_cache
from wagtail.models import Page

from participation.moderation.actions import withdraw
from portal.accounts.models import User
from portal.audit.actions import record
from portal.delivery.purge import touch
from portal.kit.refused import Refused
from portal.kit.text import excerpt
from portal.notifications.actions import notify

from .addresses import permalink
from .hosts import Host, host_of, key_of
from .models import Comment, Like, Thread
from .permissions import Verdict, may_delete, may_edit, may_like, may_reply, may_speak_officially, may_write
from .rules import check_all, check_links, check_words, checked_text

if TYPE_CHECKING:
    from portal.cities.models import City

KIND = "kommentar"  # name of comments in moderation


def _require(verdict: Verdict, code: str) -> None:
    if not verdict:
        raise Refused(verdict.why, code=code)


def _purge(thread: Thread) -> None:
    """Visitors see the thread from the cache: throw those copies away once the change is stored."""
    if thread.page is not None:
        transaction.on_commit(lambda: purge_page_from_cache(thread.page))
    touch(Thread, None if thread.subject else thread.city_id)


def _lock_thread(pk: int) -> Thread:
    """Region-wide on purpose: a joint project's thread belongs to one city, its comments to several."""
    with scopes_disabled():
        rows = Thread.objects.select_for_update(of=("self",), no_key=True).select_related("city", "page")
        return rows.get(pk=pk)


@transaction.atomic
def ensure_thread_about(kind: str, item: uuid.UUID, host: Host, *, actor: User | None) -> Thread:
    """The thread about a row of another app, made with its first comment; a deterministic key makes it once."""
    with scopes_disabled():
        thread, made = Thread.objects.get_or_create(
            uuid=key_of(kind, item), defaults={"city": host.city, "subject": kind, "subject_uuid": item}
        )
    if made:
        record(host.city, "comments.open_thread", thread, actor=actor)
    return thread


@transaction.atomic
def ensure_thread(city: City, page: Page, *, actor: User | None) -> Thread:
    """The thread of a page whose published body has the block „Diskussion“; switched on again if it was off."""
    thread, made = Thread.objects.get_or_create(page=page, defaults={"city": city})
    if made:
        record(city, "comments.open_thread", thread, actor=actor, page=page.pk)
    elif not thread.switched_on:
        thread.switched_on = True
        thread.save(update_fields=["switched_on"])
        record(city, "comments.switch_on", thread, actor=actor)
    return thread


@transaction.atomic
def switch_off(city: City, thread: Thread, *, actor: User | None) -> None:
    """The editor took the block away: the thread is kept, but not shown."""
    if thread.switched_on:
        thread.switched_on = False
        thread.save(update_fields=["switched_on"])
        record(city, "comments.switch_off", thread, actor=actor)


@transaction.atomic
def close_thread(city: City, thread: Thread, *, actor: User, reason: str) -> Thread:
    """Nobody writes any more; everybody reads why. Repeating changes nothing."""
    reason = " ".join(reason.replace("\x00", "").split())
    if not reason or len(reason) > 300:
        raise Refused(_("Bitte begründen Sie in einem Satz (höchstens 300 Zeichen), warum die Diskussion schließt."))
    thread = _lock_thread(thread.pk)
    if thread.is_open:
        thread.status, thread.closed_reason = Thread.Status.CLOSED, reason
        thread.save(update_fields=["status", "closed_reason"])
        record(city, "comments.close_thread", thread, actor=actor)
        _purge(thread)
    return thread


@transaction.atomic
def reopen_thread(city: City, thread: Thread, *, actor: User) -> Thread:
    thread = _lock_thread(thread.pk)
    if not thread.is_open:
        thread.status, thread.closed_reason = Thread.Status.OPEN, ""
        thread.save(update_fields=["status", "closed_reason"])
        record(city, "comments.reopen_thread", thread, actor=actor)
        _purge(thread)
    return thread


@transaction.atomic
def post_comment(
    city: City,
    thread: Thread,
    author: User,
    text: str,
    *,
    parent: Comment | None = None,
    form_key: uuid.UUID | None = None,
    office: str = "",
    stance: str = "",
    at: dt.datetime | None = None,
    trusted: bool = False,
) -> Comment:
    """Write in a thread, or answer a comment; an answer to an answer stands under the same root.

    `office`: speak for this office of the city (right "official"). `form_key`: the same key stores once and answers
    with what was stored. `trusted` skips the rules against spam and `at` sets the time: for demo and import only.
    Raises Refused: not allowed, empty, too long, too fast, repeated, too many links, blocked word.
    """
    author = User.objects.select_for_update(of=("self",), no_key=True).get(pk=author.pk)
    if form_key is not None:
        stored = Comment.objects.filter(author=author, form_key=form_key).first()
        if stored is not None:
            return stored
    thread = _lock_thread(thread.pk)
    host = host_of(thread)
    if host is None:
        raise Refused(_("Worum es hier ging, gibt es nicht mehr."), code="write")
    if not trusted:
        _require(may_write(author, thread, host), "write")
    if city.pk not in {c.pk for c in host.cities}:
        city = host.city
    answered = parent
    if parent is not None:
        with scopes_disabled():
            parent = Comment.objects.select_related("parent").get(pk=parent.pk, thread=thread)
        answered = parent
        _require(may_reply(parent), "reply")
        parent = parent.parent or parent
    if office and not may_speak_officially(author, city):
        raise Refused(_("Sie können nicht für ein Amt schreiben."), code="office")
    text = checked_text(text)
    if not trusted:
        check_all(city, author, thread, text)
    now = at or timezone.now()
    try:
        with transaction.atomic():
            comment = Comment.objects.create(
                city=city,
                thread=thread,
                parent=parent,
                depth=1 if parent else 0,
                author=author,
                text=text,
                form_key=form_key,
                stance=stance if host.stance and parent is None and stance in Comment.Stance.values else "",
                is_official=bool(office),
                office=" ".join(office.split())[:80],
                created_at=now,
            )
    except IntegrityError:  # the same form, sent twice at the same moment
        if form_key is None:
            raise
        return Comment.objects.get(author=author, form_key=form_key)
    counts = {"comment_count": F("comment_count") + 1}
    if parent is None:
        counts["root_count"] = F("root_count") + 1
    else:
        with scopes_disabled():
            Comment.objects.filter(pk=parent.pk).update(reply_count=F("reply_count") + 1)
    with scopes_disabled():
        Thread.objects.filter(pk=thread.pk).update(**counts)
    record(city, "comments.post", comment, actor=author, thread=str(thread.uuid))
    if answered is not None and answered.author is not None and answered.author_id != author.pk:
        notify(
            answered.author,
            "comments.reply",
            {"author": comment.author_name, "page": host.title, "excerpt": excerpt(text)},
            url=permalink(comment),
            key=str(comment.uuid),
            city=city,
        )
    _purge(thread)
    return comment


def _lock(comment: Comment) -> tuple[Thread, Comment]:
    thread = _lock_thread(comment.thread_id)
    with scopes_disabled():
        rows = Comment.objects.select_for_update(of=("self",), no_key=True).select_related("parent")
        return thread, rows.get(pk=comment.pk)


def _count(thread: Thread, **steps: int) -> None:
    """Change the thread's counters; region-wide like the lock."""
    with scopes_disabled():
        Thread.objects.filter(pk=thread.pk).update(**{name: F(name) + step for name, step in steps.items()})


@transaction.atomic
def edit_comment(city: City, comment: Comment, text: str, *, actor: User) -> Comment:
    """Change the own text within 15 minutes. The same text changes nothing. Raises Refused."""
    thread, comment = _lock(comment)
    _require(may_edit(actor, comment), "edit")
    _require(may_write(actor, thread, host_of(thread)), "write")
    text = checked_text(text)
    if text == comment.text:
        return comment
    check_links(actor, text, timezone.now())
    check_words(city, text)
    comment.text, comment.edited_at = text, timezone.now()
    comment.save(update_fields=["text", "edited_at"])
    record(city, "comments.edit", comment, actor=actor)
    _purge(thread)
    return comment


@transaction.atomic
def delete_comment(city: City, comment: Comment, *, actor: User) -> Comment:
    """Erase the own text. A root with replies stays as a placeholder; otherwise the comment leaves the list."""
    thread, comment = _lock(comment)
    if comment.is_deleted and comment.author_id == actor.pk:
        return comment
    _require(may_delete(actor, comment), "delete")
    was_visible = comment.is_visible
    comment.status, comment.text, comment.hidden_reason = Comment.Status.DELETED, "", ""
    comment.listed = comment.reply_count > 0
    comment.save(update_fields=["status", "text", "hidden_reason", "listed"])
    if was_visible:
        _count(thread, comment_count=-1)
    if not comment.listed:
        _leave_list(thread, comment)
    record(city, "comments.delete", comment, actor=actor)
    withdraw(city, KIND, comment.uuid, actor=actor)
    _purge(thread)
    return comment


def _leave_list(thread: Thread, comment: Comment) -> None:
    """Correct the counters for a comment that is not listed any more; a deleted root goes with its last reply."""
    if comment.parent_id is None:
        _count(thread, root_count=-1)
        return
    with scopes_disabled():
        Comment.objects.filter(pk=comment.parent_id).update(reply_count=F("reply_count") - 1)
        root = Comment.objects.get(pk=comment.parent_id)
    if root.is_deleted and root.reply_count == 0 and root.listed:
        root.listed = False
        root.save(update_fields=["listed"])
        _count(thread, root_count=-1)


@transaction.atomic
def set_like(city: City, comment: Comment, user: User, liked: bool) -> int:
    """Say or take back "hilfreich"; repeating changes nothing. Returns the exact count. Raises Refused."""
    with scopes_disabled():
        rows = Comment.objects.select_for_update(of=("self",), no_key=True).select_related("thread__page")
        comment = rows.get(pk=comment.pk)
    if liked:
        _require(may_like(user, comment), "like")
        _row, changed = Like.objects.get_or_create(comment=comment, user=user, defaults={"city": city})
        step = 1
    else:
        removed, _by_model = Like.objects.filter(comment=comment, user=user).delete()
        changed, step = bool(removed), -1
    if changed:
        comment.like_count += step
        comment.save(update_fields=["like_count"])
        record(city, "comments.like" if liked else "comments.unlike", comment, actor=user)
        _purge(comment.thread)
    return comment.like_count


@transaction.atomic
def hide_comment(city: City, comment: Comment, *, reason: str, actor: User | None) -> None:
    """Moderation takes a comment out of sight; a placeholder with the reason stays. Repeating changes nothing."""
    thread, comment = _lock(comment)
    if comment.is_visible:
        comment.status, comment.hidden_reason = Comment.Status.HIDDEN, reason
        comment.save(update_fields=["status", "hidden_reason"])
        _count(thread, comment_count=-1)
        record(city, "comments.hide", comment, actor=actor, reason=reason)
        _purge(thread)


@transaction.atomic
def show_comment(city: City, comment: Comment, *, actor: User | None) -> None:
    """Moderation brings a hidden comment back. Repeating, or a deleted comment, changes nothing."""
    thread, comment = _lock(comment)
    if comment.status == Comment.Status.HIDDEN:
        comment.status, comment.hidden_reason = Comment.Status.VISIBLE, ""
        comment.save(update_fields=["status", "hidden_reason"])
        _count(thread, comment_count=1)
        record(city, "comments.show", comment, actor=actor)
        _purge(thread)
