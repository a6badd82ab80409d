"""Appeals of other cities that this city's moderators decide. Everything else of those cities stays 404.

All rows come through `Appeal.handed_to`. What a moderator sees: the text, the reason, the statement, the appeal; no
name, no reports, no earlier decisions. After the decision only the own decision is left.
"""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.accounts.models import User

from . import actions
from .desk import PER_PAGE, desk_crumbs, desk_page, moderators_only
from .forms import OutcomeForm
from .mine import REFUSED
from .models import Appeal, AppealQuerySet, Reason
from .registry import label_of

DONE = ("uuid", "city__portal_name", "case__kind", "outcome__kind", "outcome__statement", "outcome__created_at")


def _open_for(request: HttpRequest) -> AppealQuerySet:
    """Open appeals that this moderator may decide: not those of contents that the same person hid or wrote."""
    me = request.user.pk
    hidden_by_others = Q(hidden_by__isnull=True) | ~Q(hidden_by=me)
    written_by_others = Q(case__author__isnull=True) | ~Q(case__author=me)
    return Appeal.handed_to(request.city).open().filter(hidden_by_others & written_by_others)


@moderators_only
@require_http_methods(["GET", "HEAD"])
def listing(request: HttpRequest) -> HttpResponse:
    """What waits here for other cities, the longest waiting first, and what this city has decided for others."""
    done = Appeal.handed_to(request.city).filter(outcome__isnull=False).order_by("-outcome__created_at", "-pk")
    title = _("Widersprüche aus anderen Städten")
    context = {
        "title": title,
        "crumbs": desk_crumbs((title, "")),
        "appeals": Paginator(_open_for(request).order_by("created_at", "pk"), PER_PAGE).get_page(
            request.GET.get("page")
        ),
        "done": Paginator(done.values(*DONE), PER_PAGE).get_page(request.GET.get("entschieden")),
    }
    return desk_page(request, "foreign", context)


@moderators_only
@require_http_methods(["GET", "HEAD", "POST"])
def appeal(request: HttpRequest, appeal: uuid.UUID) -> HttpResponse:
    """The one decision that is due; 404 as soon as it is made, withdrawn or gone home."""
    row = get_object_or_404(_open_for(request), uuid=appeal)
    user = request.user
    assert isinstance(user, User)
    form = OutcomeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        uphold = form.cleaned_data["do"] == "uphold"
        try:
            actions.decide_for_other_city(
                request.city, row.uuid, actor=user, uphold=uphold, statement=form.cleaned_data["statement"]
            )
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("Ihre Entscheidung ist gespeichert. Die Autorin oder der Autor bekommt sie."))
            return HttpResponseRedirect(reverse("moderation:foreign"))
    title = _("Widerspruch aus: %(city)s") % {"city": row.city.portal_name}
    context = {
        "title": title,
        "crumbs": desk_crumbs((_("Widersprüche aus anderen Städten"), reverse("moderation:foreign")), (title, "")),
        "appeal": row,
        "kind": label_of(row.case.kind),
        "reason": Reason(row.case.reason).label if row.case.reason else "",
        "form": form,
    }
    return desk_page(request, "foreign_appeal", context, status=REFUSED if form.is_bound else 200)
