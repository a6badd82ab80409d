"""The mail with the link. The task may run twice: whoever sets `mailed_at` first sends."""

from __future__ import annotations

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django_scopes import scopes_disabled
from django_tasks import task

from portal.cities import hosts

from .actions import token_of
from .models import Pending


@task()
def mail_link(pk: int) -> None:
    with scopes_disabled():
        row = Pending.objects.waiting().select_related("city__site", "module__project").filter(pk=pk).first()
        if row is None or not Pending.objects.filter(pk=pk, mailed_at=None).update(mailed_at=timezone.now()):
            return
        try:
            with translation.override("de"):
                message_for(row).send()
        except Exception:
            Pending.objects.filter(pk=pk).update(mailed_at=None)  # the task may try again
            raise


def message_for(row: Pending) -> EmailMessage:
    url = hosts.absolute(row.city.site.hostname, reverse("guests:confirm", args=[token_of(row)]))
    context = {"row": row, "url": url, "project": row.module.project, "city": row.city}
    subject = " ".join(
        translation.gettext("Bitte bestätigen: {project}").format(project=row.module.project.title).split()
    )
    body = render_to_string("guests/mail.txt", context)
    return EmailMessage(subject[:150], body, to=[row.email], headers={"Auto-Submitted": "auto-generated"})
