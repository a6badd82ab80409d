"""Reads the demo's mails. These addresses exist in demo settings only (see config.urls)."""

from __future__ import annotations

from itertools import islice

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from . import mailbox

SHOWN = 100


@never_cache
@require_GET
def mails(request: HttpRequest) -> HttpResponse:
    recipient = request.GET.get("an", "")[:254]
    found = list(islice(mailbox.newest_first(recipient), SHOWN))
    return render(request, "demo/mails.html", {"title": _("Demo-Postfach"), "mails": found, "recipient": recipient})


@never_cache
@require_GET
def mail(request: HttpRequest, key: str) -> HttpResponse:
    found = mailbox.read(key)
    if found is None:
        raise Http404
    return render(request, "demo/mail.html", {"title": found.subject, "mail": found})


@require_POST
def empty(request: HttpRequest) -> HttpResponse:
    mailbox.empty()
    return redirect("demo-mails")
