"""The clerks' desk of one city: letters that wait, people on site. Without the right every address is 404."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from participation.projects.rooms import REFUSED, member_of

from . import actions
from .codes import spaced
from .forms import OnSiteForm
from .models import LetterRequest
from .permissions import may_confirm
from .views import page

PER_PAGE = 25
View = Callable[..., HttpResponse]


def clerks_only(view: View) -> View:
    """404 for visitors, members, other cities' clerks, on the alliance's portal and on the admin host."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.city is None or request.is_admin_host or not may_confirm(member_of(request), request.city):
            raise Http404
        return view(request, *args, **kwargs)

    return never_cache(inner)


@clerks_only
@require_http_methods(["GET", "HEAD"])
def letters(request: HttpRequest) -> HttpResponse:
    """What waits, oldest first; printed ones while their address is still there."""
    rows = LetterRequest.objects.filter(
        city=request.city, status__in=LetterRequest.OPEN, expires_at__gt=timezone.now()
    ).exclude(street="")
    found = Paginator(rows.order_by("-status", "created_at", "pk"), PER_PAGE).get_page(request.GET.get("page"))
    return page(request, "letters", _("Briefe zum Wohnsitz"), letters=found)


@clerks_only
@require_http_methods(["GET", "HEAD", "POST"])
def print_letter(request: HttpRequest, letter: Any) -> HttpResponse:
    """GET asks, POST makes the code and shows the letter: this once only."""
    row = get_object_or_404(LetterRequest, city=request.city, uuid=letter, status__in=LetterRequest.OPEN)
    if not row.has_address:
        raise Http404
    if request.method != "POST":
        return page(request, "print", _("Brief drucken"), letter=row)
    try:
        code = actions.print_letter(request.city, row, actor=request.user)
    except ValidationError as refused:
        return page(request, "print", _("Brief drucken"), status=REFUSED, letter=row, refusal=refused.messages[0])
    row.refresh_from_db()
    context = {"letter": row, "code": spaced(code), "city": request.city, "address": f"{request.get_host()}/wohnsitz/"}
    return render(request, "residency/sheet.html", context)


@clerks_only
@require_http_methods(["GET", "HEAD", "POST"])
def on_site(request: HttpRequest) -> HttpResponse:
    form = OnSiteForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        data = {key: value for key, value in form.cleaned_data.items() if key != "seen"}
        try:
            actions.confirm_on_site(request.city, actor=request.user, **data)
            messages.success(request, _("Der Wohnsitz ist bestätigt. Die Person bekommt eine Nachricht."))
            return HttpResponseRedirect(reverse("residency:on_site"))
        except ValidationError as refused:
            code = getattr(refused, "code", "")
            form.add_error(code if code in ("email", "postcode") else None, refused)
    status = REFUSED if form.is_bound else 200
    return page(request, "on_site", _("Wohnsitz vor Ort bestätigen"), status=status, form=form)
