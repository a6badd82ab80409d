"""The people of a shift: who comes, messages, additions and removals, attendance, certificates seen; the day plan."""

from __future__ import annotations

import datetime as dt

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clubs.volunteering.actions import desk as actions
from clubs.volunteering.actions.places import asks_age
from clubs.volunteering.background import BackgroundCheck
from clubs.volunteering.models import Shift, SignUp

from . import reading
from .access import Room, click, data_of, desk, in_shift, in_sign_up, offer_trail, save, screen, shift_trail, status_of
from .forms import CheckForm, HandForm, MessageForm, ReasonForm

ANSWERS = {"ja": True, "nein": False, "": None}


@in_shift
@require_safe
def shift(request: HttpRequest, room: Room, shift: Shift) -> HttpResponse:
    begun = shift.starts_at <= room.now
    return screen(
        request, room, "shift", shift_trail(shift)[0], offer_trail(shift.offer), shift=shift, offer=shift.offer,
        roll=reading.roll_of(shift), begun=begun, may_change=not begun and not shift.is_cancelled,
        may_call_off=shift.ends_at > room.now and not shift.is_cancelled, marks=begun and not shift.is_cancelled,
    )  # fmt: skip


@in_shift
@require_http_methods(["GET", "HEAD", "POST"])
def message(request: HttpRequest, room: Room, shift: Shift) -> HttpResponse:
    form = MessageForm(data_of(request))
    back = shift_trail(shift)[1]
    roll = reading.roll_of(shift)

    def do() -> str:
        data = form.cleaned_data
        key = data.get("marke")
        if key is None:
            raise Http404
        sent = actions.message(shift, data["text"], key=key, waiting=data["waiting"], actor=room.user)
        return ngettext("Die Nachricht geht an eine Person.", "Die Nachricht geht an %(n)s Personen.", sent) % {
            "n": sent
        }

    hint = _("Angemeldet: %(n)s. Auf der Warteliste: %(m)s.") % {"n": len(roll.coming), "m": len(roll.line)}
    return save(request, form, do, back) or screen(
        request, room, "form", _("Nachricht an alle"), offer_trail(shift.offer), shift_trail(shift), form=form, back=back,
        submit=_("Nachricht senden"), hint=hint, status=status_of(form),
    )  # fmt: skip


@in_shift
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, room: Room, shift: Shift) -> HttpResponse:
    """Somebody called: the same rules, the same waiting list."""
    form = HandForm(data_of(request), offer=shift.offer, asks_age=asks_age(shift.offer))
    back = shift_trail(shift)[1]

    def do() -> str:
        data = form.cleaned_data
        row = actions.add_by_hand(
            shift, name=data["name"], email=data["email"], people=data.get("people") or 1, age=data.get("age"),
            guardian_email=data.get("guardian_email") or "", note=data["note"], actor=room.user,
        )  # fmt: skip
        return _("%(name)s: %(state)s. Die Bestätigung ist unterwegs.") % {
            "name": row.name, "state": row.get_state_display(),
        }  # fmt: skip

    hint = _("Es gelten dieselben Regeln wie online. Ist der Einsatz voll, kommt die Person auf die Warteliste.")
    if shift.offer.skills:
        hint += " " + _("Bitte fragen Sie nach: %(what)s.") % {"what": shift.offer.skills}
    return save(request, form, do, back) or screen(
        request, room, "form", _("Person eintragen"), offer_trail(shift.offer), shift_trail(shift), form=form, back=back,
        submit=_("Eintragen"), hint=hint, status=status_of(form),
    )  # fmt: skip


@in_shift
@require_POST
def attendance(request: HttpRequest, room: Room, shift: Shift) -> HttpResponse:
    """One form for the whole shift: `da-<uuid>` = "ja", "nein" or ""."""
    known = dict(SignUp.objects.filter(shift=shift).values_list("uuid", "pk"))
    came = {
        uuid: ANSWERS[request.POST[f"da-{uuid}"]] for uuid in known if request.POST.get(f"da-{uuid}", "?") in ANSWERS
    }

    def do() -> str:
        actions.note_attendance(shift, came, actor=room.user)
        return _("Gespeichert.")

    return click(request, do, shift_trail(shift)[1])


@in_sign_up
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, room: Room, row: SignUp) -> HttpResponse:
    if not row.is_active:
        raise Http404
    hint = _("Steht in der E-Mail an die Person und wird sonst nicht gespeichert.")
    form = ReasonForm(data_of(request), required=True, hint=hint)
    back = shift_trail(row.shift)[1]

    def do() -> str:
        actions.remove(row, reason=form.cleaned_data["reason"], actor=room.user)
        return _("Die Anmeldung ist beendet. Wer wartet, bekommt den Platz angeboten.")

    return save(request, form, do, back) or screen(
        request, room, "confirm", _("Anmeldung beenden"), offer_trail(row.shift.offer), shift_trail(row.shift), form=form,
        back=back, facts=[row.name or _("ohne Namen")], submit=_("Anmeldung beenden"), status=status_of(form),
    )  # fmt: skip


@in_sign_up
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, room: Room, row: SignUp) -> HttpResponse:
    """That a certificate was seen, for all offers of this club; or that the note goes."""
    offer = row.shift.offer
    if not offer.needs_check or row.volunteer is None:
        raise Http404
    known = BackgroundCheck.objects.filter(city=offer.city, volunteer=row.volunteer, club=offer.club).first()
    back = shift_trail(row.shift)[1]
    if request.method == "POST" and request.POST.get("do") == "weg" and known is not None:
        note = known

        def forget() -> str:
            actions.forget_check(note, actor=room.user)
            return _("Der Vermerk ist gelöscht.")

        return click(request, forget, back)
    initial = {"seen_on": known.seen_on, "valid_until": known.valid_until} if known else {}
    form = CheckForm(data_of(request), initial=initial)

    def do() -> str:
        data = form.cleaned_data
        actions.note_check(
            offer, row.volunteer, seen_on=data["seen_on"], valid_until=data["valid_until"], actor=room.user,  # type: ignore[arg-type]
        )  # fmt: skip
        return _("Vermerkt.")

    return save(request, form, do, back) or screen(
        request, room, "check", _("Führungszeugnis"), offer_trail(offer), shift_trail(row.shift), form=form, back=back,
        row=row, known=known, status=status_of(form),
    )  # fmt: skip


@desk
@require_safe
def day(request: HttpRequest, room: Room) -> HttpResponse:
    """Who comes on one day, to print: all shifts of the offers that this person answers for."""
    rows = reading.shifts_here(room)
    wanted = _day(request.GET.get("tag", ""))
    if wanted is None:
        coming = rows.filter(ends_at__gt=room.now).values_list("starts_at", flat=True).first()
        wanted = timezone.localtime(max(coming, room.now)).date() if coming else timezone.localdate()
    start, end = reading.day_bounds(wanted)
    shifts = list(rows.filter(starts_at__lt=end, ends_at__gt=start)[:200])
    before = rows.filter(starts_at__lt=start).order_by("-starts_at").values_list("starts_at", flat=True).first()
    after = rows.filter(starts_at__gte=end).order_by("starts_at").values_list("starts_at", flat=True).first()

    def link(moment: dt.datetime | None) -> str:
        path = reverse("volunteering_desk:day")
        return f"{path}?tag={timezone.localtime(moment):%Y-%m-%d}" if moment else ""

    return screen(
        request, room, "day", _("Tagesplan"), tab="day", day=wanted, rolls=reading.rolls(shifts), before=link(before),
        after=link(after),
    )  # fmt: skip


def _day(text: str) -> dt.date | None:
    try:
        found = dt.date.fromisoformat(text[:10])
    except ValueError:
        return None
    return found if 2000 <= found.year <= 2100 else None
