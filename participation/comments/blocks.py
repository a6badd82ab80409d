"""The switch: an editor puts „Diskussion“ on a page, and the page has a thread."""

from __future__ import annotations

from typing import Any

from django.contrib.messages import get_messages
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from portal.blocks.registry import Entry

from . import threads
from .addresses import page_path
from .forms import WriteForm
from .models import Thread
from .views import sign_in_url

NAME = "discussion"


class DiscussionBlock(blocks.StructBlock):
    """The thread of the page it stands on. A second block on the same page stays empty."""

    intro = blocks.TextBlock(
        label=_("Einleitung"),
        required=False,
        max_length=600,
        rows=3,
        help_text=_("Worum geht es, was geschieht mit den Beiträgen?"),
    )
    question = blocks.CharBlock(
        label=_("Frage an die Leserschaft"),
        required=False,
        max_length=160,
        help_text=_("Steht als Überschrift über der Diskussion. Leer: „Diskussion“."),
    )

    class Meta:
        label = _("Diskussion")
        group = _("Mitmachen")
        icon = "comment"
        template = "comments/blocks/discussion.html"
        preview_template = "comments/blocks/discussion_preview.html"
        preview_value = {
            "question": _("Was fehlt auf unserem Spielplatz?"),
            "intro": _("Ihre Beiträge gehen in die Planung ein, die der Gemeinderat im Januar berät."),
        }
        description = _("Besucherinnen und Besucher mit Konto können unter der Seite schreiben und antworten.")

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        request, page = context.get("request"), context.get("page")
        context["state"] = "preview"
        if request is None or page is None or getattr(request, "city", None) is None:
            return context
        if getattr(request, "discussion_shown", False):
            context["state"] = "again"
            return context
        request.discussion_shown = True
        if getattr(request, "is_preview", False) or request.is_admin_host:
            return context
        return {**context, **self.thread_context(request, page)}

    def thread_context(self, request: Any, page: Any) -> dict[str, Any]:
        thread = Thread.objects.filter(page_id=page.pk, city=request.city, switched_on=True).first()
        if thread is None:
            return {"state": "preview"}
        thread.page = page
        viewer = threads.viewer_of(request, thread, request.city)
        context: dict[str, Any] = {
            "state": "shown",
            "thread": thread,
            "viewer": viewer,
            "sort": threads.DEFAULT_SORT,
            "comments": threads.read(thread, request.city, viewer=viewer),
            "sign_in_url": sign_in_url(f"{page_path(page)}#kommentare"),
        }
        if viewer.user is not None:
            context["discussion_messages"] = get_messages(request)
            if viewer.write:
                context["form"] = WriteForm(user=viewer.user, target=thread.uuid, official=viewer.official)
        return context


BLOCKS = [Entry(NAME, DiscussionBlock(), 80)]
