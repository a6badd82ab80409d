"""„Anfrage schreiben“, and the two mailed links with one button: answered, still true. A GET changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe
from django_scopes import scopes_disabled

from clubs.visits import REFUSED, Visit, crumbs, foreign, personal_page, public_page
from portal.cities import anonymous_forms, hosts

from . import care_actions, care_letters
from .addresses import club_url, host_of, index_url
from .care_models import INQUIRY_MAX, Inquiry
from .models import Club
from .people_models import HandOver
from .public import find

if TYPE_CHECKING:
    from portal.accounts.models import User

FORM = "club-inquiry"


class InquiryForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Ihre Nachricht"), max_length=INQUIRY_MAX, strip=False,
        widget=forms.Textarea(attrs={"rows": 6, "maxlength": INQUIRY_MAX}),
        error_messages={
            "required": gettext_lazy("Bitte schreiben Sie eine Nachricht."),
            "max_length": gettext_lazy("Bitte höchstens 2000 Zeichen."),
        },
    )  # fmt: skip
    name = forms.CharField(
        label=gettext_lazy("Ihr Name"), max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "name", "maxlength": 80}),
        error_messages={
            "required": gettext_lazy("Bitte geben Sie Ihren Namen an."),
            "max_length": gettext_lazy("Bitte höchstens 80 Zeichen."),
        },
    )  # fmt: skip
    email = forms.EmailField(
        label=gettext_lazy("Ihre E-Mail-Adresse"), max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "maxlength": 254}),
        help_text=gettext_lazy("Dorthin geht die Antwort. Der Verein sieht Ihre Adresse, sonst niemand."),
        error_messages={
            "required": gettext_lazy("Bitte geben Sie Ihre E-Mail-Adresse an."),
            "invalid": gettext_lazy("Diese E-Mail-Adresse ist unvollständig, zum Beispiel name@anbieter.de."),
        },
    )  # fmt: skip

    def __init__(self, data: Any = None, *, user: User | None):
        super().__init__(data)
        if user is not None:
            self.fields["name"].initial = user.display_name
            self.fields["email"].initial = user.email


@public_page
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest, visit: Visit, slug: str) -> HttpResponse:
    club = find(visit.city, slug)
    if request.method != "POST":
        return _form(request, visit, club, InquiryForm(user=visit.user), 200)
    form = InquiryForm(request.POST, user=visit.user)
    refusal = anonymous_forms.protect(request, FORM) if visit.user is None else None
    if refusal is not None:
        form.add_error(None, refusal.text)
        return _form(request, visit, club, form, refusal.status)
    if visit.user is not None and anonymous_forms.too_many(request, FORM):
        form.add_error(None, _("Das waren viele Nachrichten. Bitte versuchen Sie es in einer Stunde noch einmal."))
        return _form(request, visit, club, form, 429)
    if not form.is_valid():
        return _form(request, visit, club, form, REFUSED)
    try:
        care_actions.inquire(visit.city, club, actor=visit.user, **form.cleaned_data)
    except ValidationError as refused:
        code = getattr(refused, "code", "")
        form.add_error(code if code in form.fields else None, refused)
        return _form(request, visit, club, form, REFUSED)
    anonymous_forms.count(request, FORM)
    return HttpResponseRedirect(reverse("directory:contact_sent", args=[slug]))


def _form(request: HttpRequest, visit: Visit, club: Club, form: InquiryForm, status: int) -> HttpResponse:
    title = _("Anfrage schreiben")
    context = {
        "title": title, "club": club, "form": form, "crumbs": crumbs((club.name, club_url(club)), (title, "")),
        **visit.guard(request, FORM),
    }  # fmt: skip
    return render(request, "directory/contact.html", context, status=status)


@public_page
@require_safe
def contact_sent(request: HttpRequest, visit: Visit, slug: str) -> HttpResponse:
    club = find(visit.city, slug)
    title = _("Ihre Nachricht ist unterwegs")
    context = {"title": title, "club": club, "crumbs": crumbs((club.name, club_url(club)), (title, ""))}
    return render(request, "directory/contact_sent.html", context)


def dead_link(request: HttpRequest, visit: Visit) -> HttpResponse:
    """A mailed link that opens nothing here; the same answer for forged, used and old ones."""
    title = _("Dieser Link gilt nicht mehr")
    context = {"title": title, "crumbs": crumbs((title, "")), "index_url": index_url(visit.city)}
    return render(request, "directory/dead_link.html", context, status=404)


def lead_on(request: HttpRequest, visit: Visit, club: Club | None) -> HttpResponse:
    """A link of before the club left this city opens where it is now; every other one opens nothing."""
    if club is None or not HandOver.left(club.pk, visit.city):
        return dead_link(request, visit)
    return HttpResponseRedirect(hosts.absolute(host_of(club), request.path))


@personal_page
@require_http_methods(["GET", "HEAD", "POST"])
def answered(request: HttpRequest, visit: Visit, token: str) -> HttpResponse:
    key = care_letters.read("answered", token)
    with scopes_disabled():
        rows = Inquiry.objects.filter(uuid=key).select_related("club")
        row = rows.first() if key else None
    if row is None or row.city_id != visit.city.pk:
        return lead_on(request, visit, row.club if row else None)
    words = {
        "title": _("Anfrage beantwortet"), "button": _("Ja, wir haben geantwortet"),
        "question": _("Haben Sie auf diese Anfrage geantwortet? Dann erinnern wir Sie nicht mehr."),
        "thanks": _("Danke. Diese Anfrage gilt als beantwortet."), "done": row.answered_at is not None,
    }  # fmt: skip
    return _one_click(request, visit, row.club, words, lambda: care_actions.answered(row, actor=visit.user))


@personal_page
@require_http_methods(["GET", "HEAD", "POST"])
def still_true(request: HttpRequest, visit: Visit, token: str) -> HttpResponse:
    key = care_letters.read("true", token)
    club = Club.in_region().filter(uuid=key).first() if key else None
    if club is None or club.city_id != visit.city.pk:
        return lead_on(request, visit, club)
    if club.status not in (Club.Status.PUBLISHED, Club.Status.HIDDEN):
        return dead_link(request, visit)
    words = {
        "title": _("Stimmt das noch?"), "button": _("Ja, die Angaben stimmen"),
        "question": _("Wenn die Angaben auf der Seite des Vereins noch stimmen, genügt ein Klick."),
        "thanks": _("Danke. Das gilt wieder für ein Jahr."), "done": club.asked_at is None,
    }  # fmt: skip
    return _one_click(request, visit, club, words, lambda: care_actions.confirm_fresh(club, actor=visit.user))


def _one_click(
    request: HttpRequest, visit: Visit, club: Club, words: dict[str, Any], press: Callable[[], object]
) -> HttpResponse:
    error, status = "", 200
    if request.method == "POST":
        error = foreign(request)
        if not error:
            press()
            return HttpResponseRedirect(request.path)
        status = 403
    trail = crumbs((words["title"], ""))
    context = {**words, "club": club, "error": error, "crumbs": trail, **visit.guard(request, "one-click")}
    return render(request, "directory/one_click.html", context, status=status)
