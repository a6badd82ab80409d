"""„Nachricht schreiben“: to a club about its offer, to a person about a request; nobody's address is shown."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clubs.volunteering import reading, visits
from clubs.volunteering.actions import questions
from clubs.volunteering.addresses import offer_url
from clubs.volunteering.forms import QuestionForm
from clubs.volunteering.models import Offer
from clubs.volunteering.views.offer import trail
from clubs.volunteering.visits import Visit
from portal.cities import anonymous_forms

FORM = "volunteering-question"


def _find(visit: Visit, slug: str) -> Offer:
    found = reading.offer_of(visit.city, slug, timezone.now())
    if found is None or not questions.may_ask(found):
        raise Http404
    return found


@visits.public_page
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, visit: Visit, slug: str) -> HttpResponse:
    found = _find(visit, slug)
    if request.method != "POST":
        return _page(request, visit, found, QuestionForm(user=visit.user), 200)
    form = QuestionForm(request.POST, user=visit.user)
    refusal = anonymous_forms.protect(request, FORM) if visit.user is None else None
    if refusal is not None:
        form.add_error(None, refusal.text)
        return _page(request, visit, found, form, refusal.status)
    if visit.user is not None and anonymous_forms.too_many(request, FORM):
        form.add_error(None, _("Das waren viele Nachrichten. Bitte versuchen Sie es in einer Stunde noch einmal."))
        return _page(request, visit, found, form, 429)
    if not form.is_valid():
        return _page(request, visit, found, form, visits.REFUSED)
    try:
        questions.put(visit.city, found, actor=visit.user, **form.cleaned_data)
    except ValidationError as refused:
        code = getattr(refused, "code", "")
        form.add_error(code if code in form.fields else None, refused)
        return _page(request, visit, found, form, visits.REFUSED)
    anonymous_forms.count(request, FORM)
    return HttpResponseRedirect(reverse("volunteering:question_sent", args=[slug]))


def _page(request: HttpRequest, visit: Visit, found: Offer, form: QuestionForm, status: int) -> HttpResponse:
    title = _("Nachricht schreiben")
    crumbs = trail(visit.city, (found.title, offer_url(found)), (title, ""))
    context = {"offer": found, "form": form, "crumbs": crumbs, **visit.guard(request, FORM)}
    return visits.page(request, "volunteering/question.html", title, status=status, **context)


@visits.public_page
@require_safe
def sent(request: HttpRequest, visit: Visit, slug: str) -> HttpResponse:
    found = _find(visit, slug)
    title = _("Ihre Nachricht ist unterwegs")
    crumbs = trail(visit.city, (found.title, offer_url(found)), (title, ""))
    return visits.page(request, "volunteering/question_sent.html", title, crumbs=crumbs, offer=found)
