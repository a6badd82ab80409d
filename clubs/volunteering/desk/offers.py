"""The list, making and changing an offer, and its one screen with all shifts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clubs.directory.models import Club, Interest
from clubs.volunteering.actions import desk as actions
from clubs.volunteering.actions import offers
from clubs.volunteering.models import Offer, Shift, SignUp
from portal.kit.tables import Sheet
from portal.kit.writers import spool, write_csv, write_xlsx

from . import reading
from .access import Room, click, data_of, desk, in_offer, offer_trail, public_url, save, screen, status_of
from .forms import KINDS, KindForm, OfferForm, ReasonForm

if TYPE_CHECKING:
    from collections.abc import Callable

PER_PAGE = 25
SHIFTS_PER_PAGE = 60


@desk
@require_safe
def list_offers(request: HttpRequest, room: Room) -> HttpResponse:
    """State, kind, club and words are in the address; queries do not grow with the number of offers."""
    wish = reading.Filter.of(request.GET)
    rows = reading.with_numbers(wish.apply(room.offers(), room.now), room.now).select_related("club", "city")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("seite"))
    titles = {
        "": _("Alle"),
        **{str(v): str(t) for v, t in Offer.Status.choices},
        wish.STALE: _("lange nicht bestätigt"),
    }
    params = request.GET.copy()
    params.pop("seite", None)
    states = []
    for key, title in titles.items():
        params["stand"] = key
        if not key:
            params.pop("stand")
        states.append({"title": title, "url": f"?{params.urlencode()}", "current": key == wish.state})
    return screen(
        request, room, "list", _("Ehrenamt verwalten"), states=states, wish=wish, page_of_offers=page,
        kinds=Offer.Kind.choices,
        rows=[
            {"offer": row, "chip": reading.state_of(row, room.now), "age": reading.age_of(row, room.now)} for row in page
        ],
    )  # fmt: skip


@desk
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, room: Room) -> HttpResponse:
    """First step: kind and club. It changes nothing, so it leads on with an address."""
    form = KindForm(data_of(request), room=room)
    if form.is_bound and form.is_valid():
        path = reverse("volunteering_desk:new_of_kind", args=[form.cleaned_data["whose"], form.cleaned_data["kind"]])
        return HttpResponseRedirect(path)
    return screen(
        request, room, "form", _("Neues Angebot"), *_home(), form=form, submit=_("Weiter"),
        back=reverse("volunteering_desk:list"), status=status_of(form),
    )  # fmt: skip


def _home() -> list[tuple[str, str]]:
    return [(_("Angebote"), reverse("volunteering_desk:list"))]


@desk
@require_http_methods(["GET", "HEAD", "POST"])
def new_of_kind(request: HttpRequest, room: Room, whose: str, kind: str) -> HttpResponse:
    """Second step: only the fields of this kind."""
    club = _whose(room, whose)
    if kind not in KINDS:
        raise Http404
    form = OfferForm(
        data_of(request), kind=kind, interests=_interests(), own=whose != "initiative", club=club,
    )  # fmt: skip
    made: list[Offer] = []

    def make() -> str:
        data = form.cleaned_data
        values = form.values()
        title = values.pop("title")
        made.append(
            offers.create_offer(
                room.city, actor=room.user, kind=kind, title=title, club=club, key=data.get("marke"), **values
            )
        )
        if kind == Offer.Kind.SHIFTS:
            return _("Der Entwurf ist gespeichert. Legen Sie jetzt die Einsätze an.")
        return _("Der Entwurf ist gespeichert. Öffentlich wird er erst, wenn Sie ihn veröffentlichen.")

    answer = save(request, form, make, "")
    if answer is not None:
        return HttpResponseRedirect(offer_trail(made[0])[1])
    return screen(
        request, room, "offer_form", _("Neues Angebot"), *_home(), form=form, back=reverse("volunteering_desk:list"),
        whose=club.name if club else "", status=status_of(form), map_box=_box(room),
    )  # fmt: skip


def _whose(room: Room, whose: str) -> Club | None:
    if whose in ("stadt", "initiative"):
        if not room.manages:
            raise Http404
        return None
    club = next((club for club in room.clubs if club.slug == whose), None)
    if club is None and room.manages:  # the city helps a club
        club = Club.objects.filter(city=room.city, slug=whose).exclude(status=Club.Status.CLOSED).first()
    if club is None:
        raise Http404
    return club


def _interests(offer: Offer | None = None) -> list[Interest]:
    """To choose from; what the offer has already stays."""
    kept = offer.interests.values_list("slug", flat=True) if offer else ()
    return list(Interest.to_choose(kept)[:100])


def _box(room: Room) -> str:
    city = room.city
    return f"{city.south},{city.west},{city.north},{city.east}"


@in_offer
@require_safe
def show(request: HttpRequest, room: Room, offer: Offer) -> HttpResponse:
    past = request.GET.get("zeit") == "vorbei"
    rows = Shift.objects.filter(offer=offer)
    rows = (
        rows.filter(ends_at__lte=room.now).order_by("-starts_at", "-pk") if past else rows.filter(ends_at__gt=room.now)
    )
    page = Paginator(rows, SHIFTS_PER_PAGE).get_page(request.GET.get("seite"))
    waiting = SignUp.objects.filter(shift__in=[row.pk for row in page], state=SignUp.State.WAITING)
    line: dict[int, int] = {}
    for shift_id, places in waiting.values_list("shift_id", "places"):
        line[shift_id] = line.get(shift_id, 0) + places
    return screen(
        request, room, "offer", offer.title, *_home(), offer=offer, chip=reading.state_of(offer, room.now),
        age=reading.age_of(offer, room.now), public_url=public_url(offer), page_of_shifts=page,
        shifts=[{"shift": row, "line": line.get(row.pk, 0), "is_over": row.ends_at <= room.now} for row in page],
        times=[
            {"title": _("kommende"), "url": "?", "current": not past},
            {"title": _("vergangene"), "url": "?zeit=vorbei", "current": past},
        ],
        past=past, may_edit=offer.kind != Offer.Kind.REQUEST and offer.status != Offer.Status.WITHDRAWN,
        may_decide=room.manages and offer.status == Offer.Status.WAITING,
        wants_shift=offer.kind == Offer.Kind.SHIFTS and not past and not page.object_list,
    )  # fmt: skip


@in_offer
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, room: Room, offer: Offer) -> HttpResponse:
    if offer.kind == Offer.Kind.REQUEST:
        raise Http404  # a person's own words
    own = offer.club is not None or not offer.provider
    form = OfferForm(data_of(request), kind=offer.kind, interests=_interests(offer), own=own, offer=offer)
    back = offer_trail(offer)[1]

    def change() -> str:
        offers.update_offer(offer, actor=room.user, **form.values())
        return _("Gespeichert.")

    return save(request, form, change, back) or screen(
        request, room, "offer_form", _("Angebot ändern"), *_home(), offer_trail(offer), form=form, back=back,
        offer=offer, status=status_of(form), map_box=_box(room),
    )  # fmt: skip


@in_offer
@require_POST
def publish(request: HttpRequest, room: Room, offer: Offer) -> HttpResponse:
    def do() -> str:
        row = offers.publish(offer, actor=room.user)
        if row.status == Offer.Status.WAITING:
            return _("Abgeschickt. Die Stadt sieht das Angebot an, dann wird es öffentlich.")
        return _("Das Angebot ist öffentlich.")

    return click(request, do, offer_trail(offer)[1])


@in_offer
@require_POST
def fresh(request: HttpRequest, room: Room, offer: Offer) -> HttpResponse:
    def do() -> str:
        offers.confirm_fresh(offer, actor=room.user)
        return _("Danke. Das gilt wieder für 120 Tage.")

    return click(request, do, offer_trail(offer)[1])


@in_offer
@require_POST
def copy(request: HttpRequest, room: Room, offer: Offer) -> HttpResponse:
    try:
        made = offers.copy_offer(offer, actor=room.user)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
        return HttpResponseRedirect(offer_trail(offer)[1])
    messages.success(request, _("Das ist die Kopie, als Entwurf und ohne Einsätze."))
    return HttpResponseRedirect(offer_trail(made)[1])


@in_offer
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, room: Room, offer: Offer) -> HttpResponse:
    """Shows first how many people it concerns."""
    form = ReasonForm(data_of(request))
    back = offer_trail(offer)[1]
    open_shifts = Shift.objects.filter(offer=offer, is_cancelled=False, ends_at__gt=room.now)
    people = SignUp.objects.filter(shift__in=open_shifts).active().count()

    def do() -> str:
        offers.withdraw(offer, actor=room.user, reason=form.cleaned_data["reason"])
        return _("Das Angebot ist auf allen Portalen zurückgezogen. Alle Angemeldeten bekommen eine E-Mail.")

    facts = [
        ngettext("%(n)s kommender Einsatz fällt aus.", "%(n)s kommende Einsätze fallen aus.", n) % {"n": n}
        if (n := open_shifts.count())
        else _("Es gibt keinen kommenden Einsatz."),
        ngettext("%(n)s Anmeldung endet, mit einer E-Mail.", "%(n)s Anmeldungen enden, mit je einer E-Mail.", people)
        % {"n": people}
        if people
        else _("Es ist niemand angemeldet."),
    ]
    return save(request, form, do, back) or screen(
        request, room, "confirm", _("Angebot zurückziehen"), *_home(), offer_trail(offer), form=form, back=back,
        facts=facts, submit=_("Jetzt zurückziehen"), status=status_of(form),
    )  # fmt: skip


@in_offer
@require_safe
def export(request: HttpRequest, room: Room, offer: Offer, kind: str) -> FileResponse:
    """Who comes, as a file for people (CSV) or a spreadsheet."""
    if kind not in WRITERS:
        raise Http404
    sheet = Sheet("anmeldungen", reading.table_of(offer))
    out = spool()
    rows = WRITERS[kind](sheet, out)
    out.seek(0)
    actions.export_made(offer, rows, actor=room.user)
    response = FileResponse(
        out, as_attachment=True, filename=f"{offer.slug[:50]}-{timezone.localdate():%Y-%m-%d}.{kind}"
    )
    response["Cache-Control"] = "no-store"
    return response


WRITERS: dict[str, Callable[[Sheet, Any], int]] = {
    "csv": lambda sheet, out: write_csv(sheet, out, german=True),
    "xlsx": lambda sheet, out: write_xlsx([sheet], out),
}
