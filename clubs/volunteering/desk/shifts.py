"""Shifts at the desk: add, repeat, change, call off, and how many places."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from clubs.volunteering import words
from clubs.volunteering.actions import offers, places
from clubs.volunteering.models import Offer, Shift, SignUp

from . import reading
from .access import Room, add_errors, data_of, in_offer, in_shift, offer_trail, save, screen, shift_trail, status_of
from .forms import CapacityForm, ReasonForm, RepeatForm, ShiftForm


@in_offer
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, room: Room, offer: Offer) -> HttpResponse:
    if offer.kind == Offer.Kind.REQUEST or offer.status == Offer.Status.WITHDRAWN:
        raise Http404
    form = ShiftForm(data_of(request))
    back = offer_trail(offer)[1]

    def do() -> str:
        data = form.cleaned_data
        shift = offers.add_shift(
            offer, data["day_at"], data["end_at"], data["capacity"], actor=room.user, title=data["title"],
            min_people=data["min_people"] or 0, key=data.get("marke"),
        )  # fmt: skip
        return _("Angelegt: %(when)s.") % {"when": words.when(shift)}

    return save(request, form, do, back) or screen(
        request, room, "form", _("Einsatz anlegen"), offer_trail(offer), form=form, back=back, submit=_("Anlegen"),
        status=status_of(form),
    )  # fmt: skip


@in_shift
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, room: Room, shift: Shift) -> HttpResponse:
    form = ShiftForm(data_of(request), shift=shift)
    back = shift_trail(shift)[1]
    people = SignUp.objects.filter(shift=shift).active().count()

    def do() -> str:
        data = form.cleaned_data
        row = offers.change_shift(
            shift, actor=room.user, starts_at=data["day_at"], ends_at=data["end_at"], title=data["title"],
            min_people=data["min_people"] or 0,
        )  # fmt: skip
        if row.sequence == shift.sequence or not people:
            return _("Gespeichert.")
        return ngettext(
            "Gespeichert. Eine Person bekommt eine E-Mail.", "Gespeichert. %(n)s Personen bekommen eine E-Mail.", people
        ) % {"n": people}

    hint = ""
    if people:
        hint = ngettext(
            "Wenn Sie Zeit oder Aufgabe ändern, bekommt eine angemeldete Person eine E-Mail.",
            "Wenn Sie Zeit oder Aufgabe ändern, bekommen %(n)s Angemeldete eine E-Mail.",
            people,
        ) % {"n": people}
    return save(request, form, do, back) or screen(
        request, room, "form", _("Einsatz ändern"), offer_trail(shift.offer), shift_trail(shift), form=form, back=back,
        submit=_("Speichern"), hint=hint, status=status_of(form),
    )  # fmt: skip


@in_shift
@require_http_methods(["GET", "HEAD", "POST"])
def repeat(request: HttpRequest, room: Room, shift: Shift) -> HttpResponse:
    """The same time by the clock on the wall, every so many days."""
    form = RepeatForm(data_of(request))
    back = offer_trail(shift.offer)[1]

    def do() -> str:
        first = timezone.localtime(shift.starts_at).date()
        step = dt.timedelta(days=form.cleaned_data["every"])
        days = [first + step * n for n in range(1, form.cleaned_data["count"] + 1)]
        made = len(offers.repeat_shift(shift, days, actor=room.user))
        return ngettext("Ein Einsatz ist angelegt.", "%(n)s Einsätze sind angelegt.", made) % {"n": made}

    return save(request, form, do, back) or screen(
        request, room, "form", _("Einsatz wiederholen"), offer_trail(shift.offer), shift_trail(shift), form=form,
        back=back, submit=_("Termine anlegen"), status=status_of(form), hint=words.when(shift),
    )  # fmt: skip


@in_shift
@require_http_methods(["GET", "HEAD", "POST"])
def call_off(request: HttpRequest, room: Room, shift: Shift) -> HttpResponse:
    """Shows first whom it concerns."""
    form = ReasonForm(data_of(request))
    back = offer_trail(shift.offer)[1]
    roll = reading.roll_of(shift)

    def do() -> str:
        told = offers.call_off(shift, actor=room.user, reason=form.cleaned_data["reason"])
        return (
            ngettext(
                "Der Einsatz fällt aus. Eine Person bekommt eine E-Mail.",
                "Der Einsatz fällt aus. %(n)s Personen bekommen eine E-Mail.",
                told,
            )
            % {"n": told}
            if told
            else _("Der Einsatz fällt aus. Es war niemand angemeldet.")
        )

    return save(request, form, do, back) or screen(
        request, room, "confirm", _("Einsatz absagen"), offer_trail(shift.offer), shift_trail(shift), form=form,
        back=shift_trail(shift)[1], people=[*roll.coming, *roll.line], people_title=_("Diese Personen bekommen eine E-Mail"),
        facts=[] if roll.coming or roll.line else [_("Es ist niemand angemeldet.")], submit=_("Jetzt absagen"),
        status=status_of(form),
    )  # fmt: skip


# --- How many places --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Rehearsal:
    """What another number of places would do, exactly."""

    back: list[SignUp]  # lose their place and wait again
    asked: list[SignUp]  # are offered a place

    @property
    def stand(self) -> str:
        """The same people, the same word: tells whether it is still true when it is done."""
        names = [f"-{row.uuid}" for row in self.back] + [f"+{row.uuid}" for row in self.asked]
        return hashlib.sha256(" ".join(sorted(names)).encode()).hexdigest()[:16]


def rehearse(shift: Shift, capacity: int) -> Rehearsal:
    """Do it and take it back: no mail leaves, no row stays. Raises Refused as the action would."""
    with transaction.atomic():
        before = dict(SignUp.objects.filter(shift=shift).values_list("pk", "state"))
        back = [row.pk for row in places.set_capacity(shift, capacity, actor=None)]
        after = list(SignUp.objects.filter(shift=shift).select_related("volunteer").order_by("pk"))
        transaction.set_rollback(True)
    return Rehearsal(
        back=[row for row in after if row.pk in back],
        asked=[row for row in after if row.state == SignUp.State.OFFERED and before.get(row.pk) == SignUp.State.WAITING],
    )  # fmt: skip


@in_shift
@require_http_methods(["GET", "HEAD", "POST"])
def capacity(request: HttpRequest, room: Room, shift: Shift) -> HttpResponse:
    """Fewer than taken: shows who goes back to the waiting list, and does it only when that was seen and is still so."""
    form = CapacityForm(data_of(request), initial={"capacity": shift.capacity})
    back = shift_trail(shift)[1]
    shown: Rehearsal | None = None
    if form.is_bound and form.is_valid():
        number = form.cleaned_data["capacity"]
        try:
            with transaction.atomic():
                places.lock(shift.pk)
                shown = rehearse(shift, number)
                seen = request.POST.get("stand", "")
                if not shown.back or seen == shown.stand:
                    answer = save(request, form, lambda: _set(room, shift, number), back)
                    assert answer is not None
                    return answer
        except ValidationError as refused:
            add_errors(form, refused)
    status = status_of(form)
    if shown is not None and not request.POST.get("stand"):
        status = 200  # a question, not an error
    return screen(
        request, room, "capacity", _("Plätze ändern"), offer_trail(shift.offer), shift_trail(shift), form=form, back=back,
        shift=shift, shown=shown, changed_since=bool(shown and request.POST.get("stand")), status=status,
    )  # fmt: skip


def _set(room: Room, shift: Shift, number: int) -> str:
    back = places.set_capacity(shift, number, actor=room.user)
    told = _("Jetzt gibt es %(n)s Plätze.") % {"n": number} if number != 1 else _("Jetzt gibt es einen Platz.")
    if back:
        told += " " + ngettext(
            "Eine Anmeldung steht wieder auf der Warteliste.", "%(n)s Anmeldungen stehen wieder auf der Warteliste.", len(back)
        ) % {"n": len(back)}  # fmt: skip
    return told
