"""Reading a thread: three queries for visitors, however long it is (thread, roots, replies)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.paginator import EmptyPage, PageNotAnInteger, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from participation.moderation.permissions import may_moderate

from .models import EDIT_WINDOW, REPLIES_PER_PAGE, ROOTS_PER_PAGE, SORTS, Comment, Thread
from .permissions import Verdict, may_speak_officially, may_write

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.cities.models import City

    from .hosts import Host

DEFAULT_SORT = "neu"


class CountedPaginator(Paginator):
    """A paginator that is told the count instead of asking the database."""

    def __init__(self, rows: QuerySet[Comment], per_page: int, count: int) -> None:
        self._known = count
        super().__init__(rows, per_page)

    @property
    def count(self) -> int:  # type: ignore[override]
        return self._known


@dataclass
class Viewer:
    """Who looks at the thread and what the person may do there; visitors may only read."""

    user: User | None = None
    write: Verdict = field(default_factory=lambda: Verdict(False))
    moderates: bool = False
    official: bool = False
    edit_since: dt.datetime = field(default_factory=lambda: timezone.now() - EDIT_WINDOW)

    @property
    def pk(self) -> int | None:
        return self.user.pk if self.user else None


def member_of(request: HttpRequest) -> User | None:
    """The signed-in person; visitors without a session cookie cost nothing and get no cookie."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    user = request.user
    return user if user.is_authenticated and user.is_active else None  # type: ignore[return-value]


def viewer_of(request: HttpRequest, thread: Thread, city: City, host: Host | None = None) -> Viewer:
    """`host`: what the thread is about, where that is a row of another app."""
    user = member_of(request)
    if user is None:
        return Viewer()
    if not thread.subject:
        thread.city = city
    write = may_write(user, thread, host)
    return Viewer(user, write, may_moderate(user, city), official=may_speak_officially(user, city))


def sort_of(value: str | None) -> str:
    return value if value in SORTS else DEFAULT_SORT


def _number(value: str | None) -> int:
    try:
        return max(1, int(value or 1))
    except ValueError:
        return 1


def read(thread: Thread, city: City, *, sort: str = DEFAULT_SORT, number: str | None = None, viewer: Viewer):
    """One page of roots with their first replies: at most two queries. Answers a Django Page."""
    rows = Comment.objects.filter(thread=thread).roots().listed().sorted_by(sort).with_people(city, viewer.user)
    page = CountedPaginator(rows, ROOTS_PER_PAGE, thread.root_count).get_page(_number(number))
    roots = list(page.object_list)
    page.object_list = roots
    by_root = {root.pk: root for root in roots}
    with_replies = [root.pk for root in roots if root.reply_count]
    if with_replies:
        for reply in Comment.objects.first_replies(with_replies).with_people(city, viewer.user):
            by_root[reply.parent_id].shown_replies.append(reply)
    return page


def read_replies(root: Comment, city: City, *, number: str | None, viewer: Viewer):
    """One page of all replies of a root, oldest first."""
    rows = Comment.objects.filter(parent=root).listed().sorted_by("alt").with_people(city, viewer.user)
    paginator = CountedPaginator(rows, REPLIES_PER_PAGE, root.reply_count)
    try:
        return paginator.page(_number(number))
    except (EmptyPage, PageNotAnInteger):
        return paginator.page(paginator.num_pages)
