"""Background work of notifications; every task may run twice without a second effect."""

from __future__ import annotations

from django_scopes import scopes_disabled
from django_tasks import task


@task()
def mail_notification(pk: int) -> None:
    from .mail import send

    send(pk)


@task()
def page_changed(pk: int) -> None:
    """Tell the followers of a page; its city is the page's own, whatever scope the task starts in."""
    from wagtail.models import Page

    from .actions import tell_followers

    with scopes_disabled():
        page = Page.objects.filter(pk=pk).first()
        if page is not None:
            tell_followers(page)
