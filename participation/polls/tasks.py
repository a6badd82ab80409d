"""Background work of surveys."""

from __future__ import annotations

import datetime as dt

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation
from django_scopes import scopes_disabled
from django_tasks import task

from participation.projects.models import Module


@task()
def send_link(email: str, url: str, module_pk: int, until: str) -> None:
    """The link to a draft. The mail holds no answer, and no word that the person typed."""
    with scopes_disabled():
        module = Module.objects.select_related("project").filter(pk=module_pk).first()
    if module is None:
        return
    with translation.override("de"):
        context = {"module": module, "url": url, "until": dt.date.fromisoformat(until)}
        subject = translation.gettext("Weiter mit der Umfrage: {title}").format(title=module.title)
        body = render_to_string("polls/resume_mail.txt", context)
    EmailMessage(" ".join(subject.split())[:150], body, to=[email], headers={"Auto-Submitted": "auto-generated"}).send()
