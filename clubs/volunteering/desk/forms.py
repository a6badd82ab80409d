"""Forms of the desks. Actions check once more; what they refuse comes back beside its field."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from clubs.codes import ACCESS, LANGUAGES, unpacked
from clubs.volunteering import rules
from clubs.volunteering.models import MAX_GROUP, MAX_PLACES, Offer, Shift

if TYPE_CHECKING:
    from clubs.directory.models import Club, Interest
    from clubs.volunteering.desk.access import Room

KINDS = (Offer.Kind.SHIFTS, Offer.Kind.REGULAR, Offer.Kind.FLEXIBLE)
DAYS = [_("Montag"), _("Dienstag"), _("Mittwoch"), _("Donnerstag"), _("Freitag"), _("Samstag"), _("Sonntag")]
NUMBER = {"invalid": _("Bitte eine ganze Zahl.")}


def key_field() -> forms.UUIDField:
    """Key of a form that makes something new: sent twice, it makes one row."""
    return forms.UUIDField(required=False, initial=uuid.uuid4, widget=forms.HiddenInput)


def day_field(label: Any, **options: Any) -> forms.DateField:
    return forms.DateField(
        label=label, input_formats=["%Y-%m-%d", "%d.%m.%Y"],
        widget=forms.DateInput(attrs={"type": "date", "class": "w-m"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Bitte als Tag, Monat und Jahr, zum Beispiel 31.12.2026.")}, **options,
    )  # fmt: skip


def clock_field(label: Any, **options: Any) -> forms.TimeField:
    return forms.TimeField(
        label=label, input_formats=["%H:%M", "%H:%M:%S"],
        widget=forms.TimeInput(attrs={"type": "time", "class": "w-m"}, format="%H:%M"),
        error_messages={"invalid": _("Bitte als Stunde und Minute, zum Beispiel 15:00.")}, **options,
    )  # fmt: skip


def number_field(label: Any, low: int, high: int, **options: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, min_value=low, max_value=high, widget=forms.NumberInput(attrs={"class": "w-s"}),
        error_messages=NUMBER, **options,
    )  # fmt: skip


def line_field(label: Any, limit: int, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=limit, **{"required": False, **options})


def moment(day: dt.date, clock: dt.time, later: int = 0) -> dt.datetime:
    """A time by the clock on the wall in Germany, `later` days after `day`. Raises ValidationError for one that the clock skips; of one that it
    shows twice, the first counts."""
    if not 2000 <= day.year <= 2100:
        raise ValidationError(_t("Bitte ein Datum zwischen 2000 und 2100 angeben."))
    zone = timezone.get_default_timezone()
    wall = dt.datetime.combine(day + dt.timedelta(days=later), clock)
    found = wall.replace(tzinfo=zone)
    if found.astimezone(dt.UTC).astimezone(zone).replace(tzinfo=None) != wall:
        raise ValidationError(_t("Diese Uhrzeit gibt es an diesem Tag nicht: Die Uhr wird vorgestellt."))
    return found


class KindForm(forms.Form):
    """First step: what kind, and for whom."""

    kind = forms.ChoiceField(
        label=_("Was suchen Sie?"),
        widget=forms.RadioSelect,
        initial=Offer.Kind.SHIFTS,
        choices=[
            (Offer.Kind.SHIFTS, _("Hilfe an festen Terminen: Man meldet sich für einen Einsatz an.")),
            (Offer.Kind.REGULAR, _("Hilfe jede Woche: immer an denselben Tagen.")),
            (Offer.Kind.FLEXIBLE, _("Hilfe nach Absprache: Die Zeit ist frei wählbar.")),
        ],
    )
    whose = forms.ChoiceField(label=_("Für wen?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, room: Room, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(club.slug, club.name) for club in room.clubs]
        if room.manages:
            choices += [
                ("stadt", _t("die Stadt selbst")), ("initiative", _t("eine Initiative, die kein Verein ist")),
            ]  # fmt: skip
        field = self.fields["whose"]
        field.choices = choices  # type: ignore[attr-defined]
        field.initial = choices[0][0]


class OfferForm(forms.Form):
    """One kind's own fields, in sections. `sections` is what the template draws."""

    title = line_field(_("Titel"), 120, required=True, help_text=_("Was ist zu tun? Zum Beispiel „Kuchen verkaufen“."))
    provider = line_field(_("Name der Initiative"), 120, required=True)
    summary = line_field(_("In einem Satz"), 240, help_text=_("Steht in der Liste unter dem Titel."))
    text = forms.CharField(
        label=_("Beschreibung"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Was genau ist zu tun, wer ist dabei, was hat man davon? Kurze Sätze."),
    )  # fmt: skip
    interests = forms.MultipleChoiceField(
        label=_("Themen"), required=False, widget=forms.CheckboxSelectMultiple, help_text=_("Höchstens fünf.")
    )
    is_urgent = forms.BooleanField(
        label=_("Dringend"), required=False, help_text=_("Steht dann weiter oben. Bitte sparsam verwenden.")
    )
    when_note = line_field(
        _("Zeit in Worten"), 160, help_text=_("Zum Beispiel „zwei Stunden in der Woche, nach Absprache“.")
    )
    from_home = forms.BooleanField(label=_("Geht von zu Hause aus"), required=False)
    place = line_field(_("Ort"), 160, help_text=_("Treffpunkt mit Straße und Hausnummer."))
    latitude = forms.CharField(
        label=_("Breite"), max_length=20, required=False, widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        help_text=_("Zum Beispiel 49.1243. Nur mit Breite und Länge findet man das Angebot nach Entfernung."),
    )  # fmt: skip
    longitude = forms.CharField(
        label=_("Länge"), max_length=20, required=False, widget=forms.TextInput(attrs={"inputmode": "decimal"})
    )
    in_region = forms.BooleanField(
        label=_("In allen neun Städten zeigen"), required=False, initial=True,
        help_text=_("Sonst steht es nur auf dem Portal Ihrer Stadt."),
    )  # fmt: skip
    min_age = number_field(_("Mindestalter"), 0, 99, required=False, help_text=_("Leer: für jedes Alter."))
    needs_consent = forms.BooleanField(
        label=_("Unter 18 nur mit Einverständnis der Eltern"), required=False,
        help_text=_("Wir fragen die Eltern mit einem Link. Vorher gilt die Anmeldung nicht."),
    )  # fmt: skip
    skills = line_field(
        _("Was man können muss"), 240, help_text=_("Leer: nichts Besonderes. Wer sich anmeldet, muss es bestätigen.")
    )
    needs_check = forms.BooleanField(
        label=_("Erweitertes Führungszeugnis nötig"), required=False,
        help_text=_("Bei regelmäßigem Kontakt mit Kindern oder Jugendlichen. Sie vermerken nur, dass Sie es gesehen haben."),
    )  # fmt: skip
    max_group = number_field(
        _("Höchstens so viele Personen je Anmeldung"), 1, MAX_GROUP, required=False, initial=1,
        help_text=_("1: Jede Person meldet sich selbst an."),
    )  # fmt: skip
    languages = forms.MultipleChoiceField(
        label=_("Sprachen"), choices=LANGUAGES, required=False, widget=forms.CheckboxSelectMultiple
    )
    access = forms.MultipleChoiceField(
        label=_("Barrierefreiheit"), choices=ACCESS, required=False, widget=forms.CheckboxSelectMultiple
    )
    expenses = forms.ChoiceField(
        label=_("Aufwandsentschädigung"), choices=Offer.Expenses.choices, initial="none", widget=forms.RadioSelect,
        help_text=_("Davon hängt ab, ob die Stunden für die Ehrenamtskarte zählen."),
    )  # fmt: skip
    expenses_amount = forms.CharField(
        label=_("Betrag in Euro"), max_length=20, required=False, help_text=_("Zum Beispiel 25 oder 25,50."),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "w-s"}),
    )  # fmt: skip
    is_insured = forms.BooleanField(label=_("Versichert über den Träger"), required=False)
    insurance_note = line_field(_("Zur Versicherung"), 240)
    bring = line_field(_("Bitte mitbringen"), 240, help_text=_("Zum Beispiel feste Schuhe."))
    contact_email = forms.EmailField(
        label=_("E-Mail für Fragen"), max_length=254, required=False,
        help_text=_("Wird nicht veröffentlicht: Fragen kommen über ein Formular."),
    )  # fmt: skip

    WHAT: ClassVar = ("title", "provider", "summary", "text", "interests", "is_urgent")
    WHERE: ClassVar = ("from_home", "place", "latitude", "longitude", "in_region")
    WHO: ClassVar = (
        "min_age", "needs_consent", "skills", "needs_check", "max_group", "languages", "access",
    )  # fmt: skip
    GET: ClassVar = (
        "expenses", "expenses_amount", "is_insured", "insurance_note", "bring", "contact_email",
    )  # fmt: skip

    def __init__(
        self, data: Any = None, *, kind: str, interests: Iterable[Interest], own: bool, offer: Offer | None = None,
        club: Club | None = None,
    ) -> None:  # fmt: skip
        """`own`: of a club or the city, so nobody has to say whose it is."""
        self.kind = kind
        super().__init__(data, initial=initial_of(offer) if offer else from_club(club))
        self.fields["interests"].choices = [(tag.slug, tag.name) for tag in interests]  # type: ignore[attr-defined]
        if own:
            del self.fields["provider"]
        if kind == Offer.Kind.SHIFTS:
            del self.fields["when_note"]
        if kind == Offer.Kind.REGULAR:
            for number, label in enumerate(DAYS):
                self.fields[f"tag{number}_von"] = clock_field(_t("%(day)s von") % {"day": label}, required=False)
                self.fields[f"tag{number}_bis"] = clock_field(_t("%(day)s bis") % {"day": label}, required=False)
        if offer is None:
            self.fields["marke"] = key_field()

    def sections(self) -> list[dict[str, Any]]:
        found = [{"title": _t("Worum es geht"), "key": "was", "fields": self._bound(self.WHAT)}]
        when = [f"tag{n}_{end}" for n in range(7) for end in ("von", "bis")] + ["when_note"]
        if fields := self._bound(when):
            found.append({"title": _t("Wann"), "key": "wann", "fields": fields})
        return [
            *found,
            {"title": _t("Wo"), "key": "wo", "fields": self._bound(self.WHERE)},
            {"title": _t("Wer mitmachen kann"), "key": "wer", "fields": self._bound(self.WHO)},
            {"title": _t("Was Sie bieten"), "key": "bieten", "fields": self._bound(self.GET)},
        ]

    def _bound(self, names: Iterable[str]) -> list[forms.BoundField]:
        return [self[name] for name in names if name in self.fields]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.kind == Offer.Kind.REGULAR:
            data["pattern"] = []
            for number in range(7):
                start, end = data.get(f"tag{number}_von"), data.get(f"tag{number}_bis")
                if start and end and end <= start:
                    self.add_error(f"tag{number}_bis", _t("Das Ende muss nach dem Beginn liegen."))
                elif bool(start) != bool(end):
                    self.add_error(f"tag{number}_{'bis' if start else 'von'}", _t("Bitte Beginn und Ende angeben."))
                elif start and end:
                    data["pattern"].append({"day": number, "from": f"{start:%H:%M}", "to": f"{end:%H:%M}"})
            if not data["pattern"] and not data.get("when_note") and not self.errors:
                self.add_error("when_note", _t("Bitte geben Sie einen Wochentag an, oder die Zeit in Worten."))
        return data

    def values(self) -> dict[str, Any]:
        """Fields for the action."""
        data = self.cleaned_data
        found = {name: data[name] for name in rules.FIELDS if name in data}
        found["min_age"] = data.get("min_age") or 0
        found["max_group"] = data.get("max_group") or 1
        for name in ("latitude", "longitude", "expenses_amount"):
            found[name] = str(data.get(name) or "").strip().replace(",", ".")
        return found


def initial_of(offer: Offer) -> dict[str, Any]:
    plain = [name for name in OfferForm.base_fields if name not in ("interests", "languages", "access")]
    found = {name: getattr(offer, name) for name in plain}
    found["interests"] = list(offer.interests.values_list("slug", flat=True))
    found["languages"], found["access"] = unpacked(offer.languages), unpacked(offer.access)
    found["expenses_amount"] = str(offer.expenses_amount or "").replace(".", ",")
    for item in offer.pattern if isinstance(offer.pattern, list) else []:
        found[f"tag{item['day']}_von"], found[f"tag{item['day']}_bis"] = item["from"], item["to"]
    return found


def from_club(club: Club | None) -> dict[str, Any]:
    """Where a club meets is where its offers mostly are."""
    if club is None:
        return {}
    where = ", ".join(part for part in (club.place, club.street) if part)
    found: dict[str, Any] = {"place": where[:160], "access": unpacked(club.access), "contact_email": club.contact_email}
    if club.latitude is not None:
        found |= {"latitude": club.latitude, "longitude": club.longitude}
    return found


class ShiftForm(forms.Form):
    day = day_field(_("Datum"))
    start = clock_field(_("Beginn"))
    end = clock_field(_("Ende"), help_text=_("Früher als der Beginn heißt: am nächsten Tag. Höchstens 24 Stunden."))
    capacity = number_field(_("Plätze"), 1, MAX_PLACES)
    min_people = number_field(
        _("Mindestens"), 0, MAX_PLACES, required=False, help_text=_("So viele brauchen Sie wenigstens. Leer: egal.")
    )
    title = line_field(_("Aufgabe"), 80, help_text=_("Nur wenn es mehrere gibt, zum Beispiel „Aufbau“."))

    def __init__(self, *args: Any, shift: Shift | None = None, **kwargs: Any) -> None:
        if shift is not None:
            begins, ends = timezone.localtime(shift.starts_at), timezone.localtime(shift.ends_at)
            kwargs["initial"] = {
                "day": begins.date(), "start": begins.time(), "end": ends.time(), "min_people": shift.min_people,
                "title": shift.title,
            }  # fmt: skip
        super().__init__(*args, **kwargs)
        if shift is not None:
            del self.fields["capacity"]  # by a screen of its own: somebody may lose a place
        else:
            self.fields["marke"] = key_field()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        day, start, end = data.get("day"), data.get("start"), data.get("end")
        if day and start and end:
            for name, later, clock in (("day", 0, start), ("end", int(end <= start), end)):
                try:
                    data[f"{name}_at"] = moment(day, clock, later)
                except ValidationError as error:
                    self.add_error(name, error)
        return data


class RepeatForm(forms.Form):
    every = forms.TypedChoiceField(
        label=_("Wie oft?"), coerce=int, initial=7, widget=forms.RadioSelect,
        choices=[(1, _("jeden Tag")), (7, _("jede Woche")), (14, _("alle zwei Wochen")), (28, _("alle vier Wochen"))],
    )  # fmt: skip
    count = number_field(
        _("Wie viele weitere Termine?"), 1, 60, help_text=_("Höchstens 60. Die Uhrzeit bleibt gleich.")
    )


class CapacityForm(forms.Form):
    capacity = number_field(_("Plätze"), 0, MAX_PLACES)


class ReasonForm(forms.Form):
    reason = line_field(_("Grund"), 240, help_text=_("Steht in der E-Mail an die Personen."))

    def __init__(self, *args: Any, required: bool = False, hint: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = required
        if hint:
            self.fields["reason"].help_text = hint


class MessageForm(forms.Form):
    text = forms.CharField(
        label=_("Nachricht"), max_length=2000, widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Geht an jede Person einzeln. Niemand sieht die Adressen der anderen. Höchstens 2000 Zeichen."),
    )  # fmt: skip
    waiting = forms.BooleanField(label=_("Auch an die Warteliste"), required=False)
    marke = key_field()


class HandForm(forms.Form):
    """Somebody called or came by."""

    name = line_field(_("Name"), 80, required=True)
    email = forms.EmailField(
        label=_("E-Mail"), max_length=254,
        help_text=_("Dorthin geht die Bestätigung, mit einem Link zum Absagen. Ohne E-Mail geht es nicht."),
    )  # fmt: skip
    people = number_field(_("Für wie viele Personen?"), 1, MAX_GROUP, initial=1)
    age = number_field(_("Alter am Tag des Einsatzes"), 0, 120)
    guardian_email = forms.EmailField(label=_("E-Mail der Eltern, nur unter 18"), max_length=254, required=False)
    note = line_field(_("Hinweis"), 240, help_text=_("Zum Beispiel „kommt eine halbe Stunde später“."))

    def __init__(self, *args: Any, offer: Offer, asks_age: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if offer.max_group <= 1:
            del self.fields["people"]
        if not asks_age:
            del self.fields["age"]
        if not offer.needs_consent:
            del self.fields["guardian_email"]


class CheckForm(forms.Form):
    seen_on = day_field(_("Gesehen am"), initial=timezone.localdate)
    valid_until = day_field(
        _("Gültig bis"), help_text=_("Höchstens fünf Jahre. 90 Tage danach löschen wir den Vermerk.")
    )
