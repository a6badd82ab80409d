"""The city's own screens: what waits for its word, offers of other cities, numbers; and the link „Stimmt noch“."""

from __future__ import annotations

import uuid

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django_scopes import scopes_disabled

from clubs.volunteering import addresses, visits
from clubs.volunteering.actions import desk as actions
from clubs.volunteering.actions import offers
from clubs.volunteering.desk_letters import offer_behind
from clubs.volunteering.models import Offer, OfferHidden
from clubs.volunteering.reading import followed
from clubs.volunteering.views.signing import unknown
from portal.kit.refused import Refused
from portal.kit.tables import Sheet
from portal.kit.text import excerpt
from portal.kit.writers import spool, write_csv

from . import figures
from .access import Room, city_desk, click, data_of, in_offer, save, screen, status_of
from .forms import ReasonForm

PER_PAGE = 25


@city_desk
@require_safe
def queue(request: HttpRequest, room: Room) -> HttpResponse:
    """The oldest first: somebody waits for an answer."""
    rows = Offer.objects.filter(city=room.city, status=Offer.Status.WAITING).select_related("club", "city", "volunteer")
    page = Paginator(rows.order_by("updated_at", "pk"), PER_PAGE).get_page(request.GET.get("seite"))
    return screen(
        request, room, "queue", _("Freigabe"), tab="queue", page_of_offers=page,
        rows=[{"offer": row, "text": excerpt(row.summary or row.text, 200)} for row in page],
    )  # fmt: skip


@in_offer
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, room: Room, offer: Offer) -> HttpResponse:
    if not room.manages or offer.status != Offer.Status.WAITING:
        raise Http404
    back = reverse("volunteering_desk:queue")
    accept = request.method == "POST" and request.POST.get("do") == "ja"
    if accept:

        def yes() -> str:
            if not offers.decide(offer, True, actor=room.user).is_public:
                return _("Freigegeben. Öffentlich ist das Angebot, sobald der Verein es ist.")
            return _("Freigegeben. Das Angebot ist öffentlich.")

        return click(request, yes, back)
    form = ReasonForm(data_of(request), required=True, hint=_("Was fehlt? Steht in der E-Mail."))

    def no() -> str:
        offers.decide(offer, False, actor=room.user, reason=form.cleaned_data["reason"])
        return _("Zurückgegeben. Der Grund ist mitgeteilt.")

    return save(request, form, no, back) or screen(
        request, room, "decide", offer.title, (_("Freigabe"), back), offer=offer, form=form, back=back,
        status=status_of(form), shifts=list(offer.shifts.filter(is_cancelled=False)[:20]),
    )  # fmt: skip


# --- Offers of other cities ---------------------------------------------------------------------------------


@city_desk
@require_safe
def others(request: HttpRequest, room: Room) -> HttpResponse:
    """Public offers of other cities that this portal shows, or would."""
    hidden_only = request.GET.get("stand") == "ausgeblendet"
    words = " ".join(str(request.GET.get("q", ""))[:80].replace("\x00", "").split())
    with scopes_disabled():
        hidden = set(OfferHidden.objects.filter(city=room.city).values_list("offer_id", flat=True))
    rows = Offer.everywhere().public(room.now).filter(in_region=True).exclude(city=room.city)
    if hidden_only:
        rows = rows.filter(pk__in=hidden)
    if words:
        rows = rows.filter(title__icontains=words)
    rows = rows.select_related("club", "city__site").order_by("city__name", "title", "pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("seite"))
    return screen(
        request, room, "others", _("Angebote anderer Städte"), tab="others", page_of_offers=page, words=words,
        hidden_only=hidden_only,
        rows=[
            {
                "offer": row, "hidden": row.pk in hidden,
                "url": addresses.absolute(row.city, addresses.offer_url(row)),
            }
            for row in page
        ],
        states=[
            {"title": _("alle"), "url": "?", "current": not hidden_only},
            {"title": _("hier ausgeblendet"), "url": "?stand=ausgeblendet", "current": hidden_only},
        ],
    )  # fmt: skip


@city_desk
def hide(request: HttpRequest, room: Room, offer: uuid.UUID) -> HttpResponse:
    """`do`: "aus" or "ein". Only what is shown to this city anyway."""
    row = Offer.everywhere().public(room.now).filter(in_region=True, uuid=offer).exclude(city=room.city).first()
    if row is None:
        raise Http404
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    found = row

    def do() -> str:
        if request.POST.get("do") == "ein":
            actions.show_offer(room.city, found, actor=room.user)
            return _("„%(title)s“ steht wieder auf Ihrem Portal.") % {"title": found.title}
        actions.hide_offer(room.city, found, actor=room.user)
        return _("„%(title)s“ steht nicht mehr auf Ihrem Portal.") % {"title": found.title}

    return click(request, do, reverse("volunteering_desk:others"))


# --- Numbers ------------------------------------------------------------------------------------------------


@city_desk
@require_safe
def numbers(request: HttpRequest, room: Room) -> HttpResponse:
    return screen(
        request, room, "figures", _("Zahlen der Stadt"), tab="figures", months=figures.months(room.city, room.now),
        totals=figures.now_of(room.city, room.now),
    )  # fmt: skip


@city_desk
@require_safe
def numbers_file(request: HttpRequest, room: Room) -> FileResponse:
    sheet = Sheet("ehrenamt", figures.table_of(room.city, room.now))
    out = spool()
    write_csv(sheet, out, german=True)
    out.seek(0)
    return FileResponse(out, as_attachment=True, filename=f"ehrenamt-{room.city.slug}-{room.now:%Y-%m}.csv")


@city_desk
@require_safe
def alliance(request: HttpRequest, room: Room) -> HttpResponse:
    return screen(
        request, room, "alliance", _("Alle Städte"), tab="alliance", table=figures.alliance(room.now),
        offers=figures.offers_by_city(room.now),
    )  # fmt: skip


# --- One click, without signing in ---------------------------------------------------------------------------


@visits.personal_page
@require_http_methods(["GET", "HEAD", "POST"])
def still_true(request: HttpRequest, visit: visits.Visit, token: str) -> HttpResponse:
    """The link of the mail „Stimmt das noch?“. Opening it changes nothing (mail scanners do): the button does."""
    offer = offer_behind(token)
    if offer is not None:
        elsewhere = followed(visit.city, offer, request.path)
        if elsewhere:
            return HttpResponseRedirect(elsewhere)
    if offer is None or offer.city_id != visit.city.pk:
        return unknown(request)
    done = request.GET.get("stand") == "bestaetigt"
    error, status = "", 200
    if request.method == "POST":
        error = visits.foreign(request)
        if not error:
            try:
                offers.confirm_fresh(offer, actor=visit.user)
            except Refused as refused:
                error = " ".join(refused.messages)
            else:
                return HttpResponseRedirect(f"{request.path}?stand=bestaetigt")
        status = visits.REFUSED
    context = {
        "title": _("Stimmt das noch?"), "crumbs": visits.crumbs((_("Stimmt das noch?"), "")), "offer": offer,
        "done": done, "error": error, "url": addresses.offer_url(offer) if offer.is_public else "",
        "is_over": offer.status != Offer.Status.PUBLISHED or (offer.ends_at is not None and offer.ends_at <= timezone.now()),
        **visit.guard(request, "still-true"),
    }  # fmt: skip
    return render(request, "volunteering/desk/still_true.html", context, status=status)
