"""Forms in which people describe their club. Actions check once more; what they refuse comes back beside its field."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clubs.codes import ACCESS, AUDIENCES, LANGUAGES
from portal.cities import hosts

from .models import NAME_MAX, PURPOSE_MAX, TEXT_MAX, Club, ClubMember, Interest
from .people_models import REASON_MAX
from .times_models import WEEKDAYS

MOMENT = ["%Y-%m-%dT%H:%M", "%d.%m.%Y %H:%M"]


def line(label: Any, limit: int, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=limit, **{"required": False, **options})


def area(label: Any, limit: int, rows: int, **options: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, "maxlength": limit})
    return forms.CharField(label=label, max_length=limit, widget=widget, **{"required": False, **options})


def several(label: Any, choices: Any, **options: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple, **options
    )


def clock(label: Any) -> forms.TimeField:
    return forms.TimeField(
        label=label, input_formats=["%H:%M", "%H:%M:%S"],
        widget=forms.TimeInput(attrs={"type": "time", "class": "w-m"}, format="%H:%M"),
        error_messages={"invalid": _("Bitte als Stunde und Minute, zum Beispiel 15:00.")}, required=False,
    )  # fmt: skip


def moment(label: Any, **options: Any) -> forms.DateTimeField:
    return forms.DateTimeField(
        label=label, input_formats=MOMENT,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"invalid": _("Bitte als Tag und Uhrzeit, zum Beispiel 31.12.2026 15:00.")}, **options,
    )  # fmt: skip


def interests(kept: Iterable[str] = ()) -> list[tuple[str, str]]:
    """To choose from; `kept`: slugs that the club has already, retired or not."""
    return [(tag.slug, tag.name) for tag in Interest.to_choose(kept)]


class ProfileForm(forms.Form):
    name = line(
        _("Name des Vereins"), NAME_MAX, required=True,
        error_messages={"required": _("Bitte geben Sie den Namen des Vereins an.")},
    )  # fmt: skip
    purpose = area(_("Der Verein in einem Satz"), PURPOSE_MAX, 2)
    text = area(_("Wir über uns"), TEXT_MAX, 10)
    interests = several(_("Themen"), interests, help_text=_("Höchstens fünf."))
    keywords = line(_("Stichwörter"), 600, help_text=_("Mit Komma getrennt, zum Beispiel: Boule, Jugendorchester."))
    audiences = several(_("Angebote für"), AUDIENCES)
    languages = several(_("Sprachen, in denen wir helfen"), LANGUAGES)
    register_court = line(_("Registergericht"), 60)
    register_number = line(_("Registernummer"), 20)
    is_charitable = forms.BooleanField(label=_("Als gemeinnützig anerkannt"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = self.initial.get("interests") or ()
        self.fields["interests"].choices = interests(held)  # type: ignore[attr-defined]


class ContactForm(forms.Form):
    contact_email = forms.EmailField(
        label=_("E-Mail für Anfragen"), max_length=254, required=False,
        help_text=_("Wird nicht veröffentlicht: Anfragen kommen über ein Formular."),
        error_messages={"invalid": _("Das ist keine E-Mail-Adresse.")},
    )  # fmt: skip
    public_phone = line(_("Öffentliche Telefonnummer"), 40)
    website = line(_("Website"), 200, help_text=_("Die ganze Adresse, zum Beispiel https://verein.example."))
    place = line(_("Treffpunkt"), 120)
    street = line(_("Straße und Hausnummer"), 120)
    postcode = line(_("Postleitzahl"), 5)
    town = line(_("Ort"), 60)
    access = several(_("Barrierefreiheit des Treffpunkts"), ACCESS)
    latitude = forms.FloatField(
        label=_("Breite"), required=False, help_text=_("Für die Karte. Lassen Sie beide Zahlen leer, wenn Sie sie nicht kennen."),
        error_messages={"invalid": _("Bitte eine Zahl, zum Beispiel 48,8585.")}, localize=True,
    )  # fmt: skip
    longitude = forms.FloatField(
        label=_("Länge"), required=False, localize=True,
        error_messages={"invalid": _("Bitte eine Zahl, zum Beispiel 8,2100.")},
    )  # fmt: skip


class DeskClubForm(ContactForm, ProfileForm):
    """Everything on one page: the desk copies from a letter or a list."""

    email = forms.EmailField(
        label=_("Wen möchten Sie einladen, den Verein zu vertreten?"), max_length=254, required=False,
        help_text=_("E-Mail-Adresse. Die Person bekommt einen Link, der 14 Tage gilt. Das geht auch später."),
        error_messages={"invalid": _("Bitte geben Sie eine vollständige E-Mail-Adresse an.")},
    )  # fmt: skip


class LogoForm(forms.Form):
    logo = forms.FileField(
        label=_("Logo"), required=False, help_text=_("JPEG, PNG oder WebP, höchstens 10 MB."),
        widget=forms.FileInput(attrs={"accept": ".jpg,.jpeg,.png,.webp"}),
    )  # fmt: skip
    remove = forms.BooleanField(label=_("Logo entfernen"), required=False)


class TimeForm(forms.Form):
    """One weekly time; a row without a title counts as not there."""

    title = line(_("Was"), 80)
    day = forms.TypedChoiceField(label=_("Wochentag"), choices=WEEKDAYS, coerce=int, required=False, empty_value=0)
    starts = clock(_("von"))
    ends = clock(_("bis"))
    place = line(_("Wo, wenn nicht am Treffpunkt"), 120)
    note = line(_("Hinweis"), 160)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("title"):
            for name in ("starts", "ends"):
                if name not in self.errors and found.get(name) is None:
                    self.add_error(name, _("Bitte eine Uhrzeit angeben."))
            if found.get("starts") and found.get("ends") and found["ends"] <= found["starts"]:
                self.add_error("ends", _("Das Ende muss nach dem Beginn liegen."))
        return found


TimesFormSet = forms.formset_factory(TimeForm, extra=2, max_num=40, absolute_max=60, validate_max=True)


class EventForm(forms.Form):
    title = line(_("Titel"), 120, required=True, error_messages={"required": _("Bitte einen Titel angeben.")})
    starts_at = moment(_("Beginn"))
    ends_at = moment(_("Ende"), required=False)
    place = line(_("Wo, wenn nicht am Treffpunkt"), 160)
    text = area(_("Beschreibung"), 1000, 4)


class CitiesForm(forms.Form):
    cities = several(
        _("Auch aktiv in"),
        (),
        help_text=_("Dort steht der Verein ebenfalls im Verzeichnis. Freigaben erteilt weiter Ihre Stadt."),
    )

    def __init__(self, *args: Any, club: Club, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["cities"].choices = other_cities(club)  # type: ignore[attr-defined]


def other_cities(club: Club) -> list[tuple[str, str]]:
    found = [host.city for host in hosts.every() if not host.city.is_alliance and host.city.pk != club.city_id]
    return [(city.slug, city.name) for city in sorted(found, key=lambda city: city.name)]


class InviteForm(forms.Form):
    email = forms.EmailField(
        label=_("E-Mail-Adresse"), max_length=254,
        error_messages={
            "required": _("Bitte geben Sie eine vollständige E-Mail-Adresse an."),
            "invalid": _("Bitte geben Sie eine vollständige E-Mail-Adresse an."),
        },
    )  # fmt: skip
    role = forms.ChoiceField(label=_("Aufgabe"), choices=ClubMember.Role.choices, initial=ClubMember.Role.EDITOR)


class ClaimForm(forms.Form):
    reason = area(
        _("Woran erkennt die Stadt, dass Sie den Verein vertreten?"), REASON_MAX, 4, required=True,
        help_text=_("Zum Beispiel Ihre Aufgabe im Verein. Nur die Stadt liest das."),
        error_messages={"required": _("Bitte sagen Sie in einem Satz, warum.")},
    )  # fmt: skip


class ReasonForm(forms.Form):
    reason = area(
        _("Begründung"), REASON_MAX, 4, required=True,
        error_messages={"required": _("Bitte sagen Sie in einem Satz, warum.")},
    )  # fmt: skip


class HandOverForm(forms.Form):
    to_city = forms.ChoiceField(label=_("Neue Stadt"))
    reason = area(
        _("Begründung"),
        REASON_MAX,
        3,
        required=True,
        error_messages={"required": _("Bitte sagen Sie in einem Satz, warum.")},
    )

    def __init__(self, *args: Any, club: Club, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["to_city"].choices = other_cities(club)  # type: ignore[attr-defined]
