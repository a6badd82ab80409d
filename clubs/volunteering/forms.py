"""The sign-up form: never more fields than the offer's rules need."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from . import words
from .actions.places import asks_age
from .models import MAX_GROUP, TITLE_MAX

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.cities.models import City

    from .models import Offer, Shift

REQUEST_MAX, QUESTION_MAX = 1000, 1800
# Which field a refusal of the actions belongs to; others concern the form as a whole
FIELDS = {
    "name": "name", "email": "email", "age": "birth", "skills": "has_skills", "group": "places",
    "consent": "guardian_email", "over": "shift",
}  # fmt: skip


class SignUpForm(forms.Form):
    """`shifts`: all that can be chosen, by uuid. Age is computed for the shift's day; the birth date is not kept."""

    shift = forms.CharField(
        label=_("Einsatz"), max_length=40,
        error_messages={"required": _("Bitte wählen Sie einen Einsatz."), "max_length": _("Bitte wählen Sie einen Einsatz.")},
    )  # fmt: skip
    name = forms.CharField(
        label=_("Ihr Name"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "name", "maxlength": 80}),
        error_messages={"required": _("Bitte geben Sie Ihren Namen an."), "max_length": _("Bitte höchstens 80 Zeichen.")},
    )  # fmt: skip
    email = forms.EmailField(
        label=_("Ihre E-Mail-Adresse"), max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "maxlength": 254}),
        help_text=_("Dorthin geht ein Link. Erst mit dem Klick darauf ist der Platz sicher."),
        error_messages={
            "required": _("Bitte geben Sie Ihre E-Mail-Adresse an."),
            "invalid": _("Diese E-Mail-Adresse ist unvollständig, zum Beispiel name@anbieter.de."),
        },
    )  # fmt: skip
    birth = forms.DateField(
        label=_("Ihr Geburtsdatum"),
        widget=forms.DateInput(attrs={"type": "date", "autocomplete": "bday", "class": "w-m"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d.%m.%Y"],
        help_text=_("Wir prüfen damit nur das Alter am Tag des Einsatzes. Das Datum speichern wir nicht."),
        error_messages={
            "required": _("Bitte geben Sie Ihr Geburtsdatum an."),
            "invalid": _("Bitte als Tag, Monat und Jahr, zum Beispiel 31.12.2005."),
        },
    )  # fmt: skip
    guardian_email = forms.CharField(
        label=_("E-Mail-Adresse Ihrer Eltern, nur wenn Sie unter 18 sind"), max_length=254, required=False,
        widget=forms.EmailInput(attrs={"maxlength": 254, "autocomplete": "off"}),
        help_text=_("Wir fragen sie, ob sie einverstanden sind. Danach löschen wir die Adresse."),
    )  # fmt: skip
    places = forms.IntegerField(
        label=_("Für wie viele Personen?"), min_value=1, max_value=MAX_GROUP, initial=1, required=False,
        widget=forms.NumberInput(attrs={"class": "w-s"}),
        error_messages={"invalid": _("Bitte eine ganze Zahl."), "min_value": _("Mindestens eine Person.")},
    )  # fmt: skip
    has_skills = forms.BooleanField(
        label=_("Ja, das kann ich"), required=True, error_messages={"required": _("Bitte bestätigen Sie das.")}
    )

    def __init__(self, data: Any = None, *, offer: Offer, shifts: dict[str, Shift], user: User | None, **kwargs: Any):
        super().__init__(data, **kwargs)
        self.shifts = shifts
        if user is not None:
            del self.fields["email"]
            self.fields["name"].initial = user.display_name
        if not asks_age(offer):
            del self.fields["birth"]
        if not offer.needs_consent:
            del self.fields["guardian_email"]
        if offer.max_group <= 1:
            del self.fields["places"]
        else:
            self.fields["places"].help_text = _now("Höchstens %(n)s. Die Namen der anderen geben Sie später an.") % {
                "n": offer.max_group
            }
        if offer.skills:
            self.fields["has_skills"].label = _now("Ja, ich kann das: %(what)s") % {"what": offer.skills}
        else:
            del self.fields["has_skills"]

    def others(self) -> list[forms.BoundField]:
        """All fields but the choice of the shift, which the page draws itself."""
        return [field for field in self if field.name != "shift"]

    def clean_shift(self) -> Shift:
        try:
            key = str(uuid.UUID(self.cleaned_data["shift"]))
        except ValueError:
            key = ""
        if key not in self.shifts:
            raise forms.ValidationError(_now("Diesen Einsatz gibt es nicht mehr. Bitte wählen Sie einen anderen."))
        return self.shifts[key]

    def clean_birth(self) -> dt.date:
        birth: dt.date = self.cleaned_data["birth"]
        if not dt.date(1900, 1, 1) <= birth <= timezone.localdate():
            raise forms.ValidationError(_now("Bitte prüfen Sie das Geburtsdatum."))
        return birth

    def answers(self) -> dict[str, Any]:
        """Keyword arguments of `asks.ask` and `asks.join`."""
        data = self.cleaned_data
        shift: Shift = data["shift"]
        birth = data.get("birth")
        return {
            "name": data["name"],
            "places": data.get("places") or 1,
            "age": words.age(birth, timezone.localtime(shift.starts_at).date()) if birth else None,
            "has_skills": bool(data.get("has_skills")),
            "guardian_email": data.get("guardian_email") or "",
        }

    def refuse(self, refused: forms.ValidationError) -> None:
        """Show what an action said at the field it concerns."""
        field = FIELDS.get(getattr(refused, "code", "") or "")
        self.add_error(field if field in self.fields else None, refused)


class OthersForm(forms.Form):
    """A group: how many, and who."""

    places = forms.IntegerField(
        label=_("Wie viele Personen kommen?"), min_value=1, max_value=MAX_GROUP,
        widget=forms.NumberInput(attrs={"class": "w-s"}),
        error_messages={"required": _("Bitte geben Sie eine Zahl an."), "invalid": _("Bitte eine ganze Zahl.")},
    )  # fmt: skip
    others = forms.CharField(
        label=_("Namen der anderen"), required=False, max_length=4000, strip=False,
        widget=forms.Textarea(attrs={"rows": 4}), help_text=_("Ein Name je Zeile. Nur die Verantwortlichen sehen sie."),
    )  # fmt: skip


class LinkForm(forms.Form):
    email = forms.EmailField(
        label=_("Ihre E-Mail-Adresse"), max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "maxlength": 254}),
        help_text=_("Die Adresse, mit der Sie sich angemeldet haben."),
        error_messages={
            "required": _("Bitte geben Sie Ihre E-Mail-Adresse an."),
            "invalid": _("Diese E-Mail-Adresse ist unvollständig, zum Beispiel name@anbieter.de."),
        },
    )  # fmt: skip


class RequestForm(forms.Form):
    """„Ich möchte helfen“. `city`: only on the alliance's portal, which decides on nothing itself."""

    title = forms.CharField(
        label=_("Was möchten Sie tun?"), max_length=TITLE_MAX, help_text=_("In einem Satz, zum Beispiel: Ich lese gern vor."),
        widget=forms.TextInput(attrs={"maxlength": TITLE_MAX}),
        error_messages={
            "required": _("Bitte schreiben Sie, was Sie tun möchten."), "max_length": _("Bitte höchstens 120 Zeichen."),
        },
    )  # fmt: skip
    text = forms.CharField(
        label=_("Mehr dazu"), required=False, max_length=REQUEST_MAX, strip=False,
        widget=forms.Textarea(attrs={"rows": 5, "maxlength": REQUEST_MAX}),
        help_text=_("Was können Sie, was ist Ihnen wichtig? Bitte ohne Namen, Adresse und Telefon: Das steht öffentlich."),
        error_messages={"max_length": _("Bitte höchstens 1000 Zeichen.")},
    )  # fmt: skip
    when_note = forms.CharField(
        label=_("Wann haben Sie Zeit?"), required=False, max_length=160, widget=forms.TextInput(attrs={"maxlength": 160}),
        error_messages={"max_length": _("Bitte höchstens 160 Zeichen.")},
    )  # fmt: skip
    from_home = forms.BooleanField(label=_("Ich möchte von zu Hause aus helfen"), required=False)
    interests = forms.MultipleChoiceField(
        label=_("Themen"), required=False, widget=forms.CheckboxSelectMultiple, help_text=_("Höchstens fünf."),
        error_messages={"invalid_choice": _("Dieses Thema gibt es nicht.")},
    )  # fmt: skip
    city = forms.ChoiceField(
        label=_("In welcher Stadt?"), error_messages={"required": _("Bitte wählen Sie eine Stadt."), "invalid_choice": _("Bitte wählen Sie eine Stadt.")}
    )  # fmt: skip
    email = forms.EmailField(
        label=_("Ihre E-Mail-Adresse"), max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "maxlength": 254}),
        help_text=_("Wir zeigen sie niemandem. Wer Ihnen antworten will, schreibt über ein Formular."),
        error_messages={
            "required": _("Bitte geben Sie Ihre E-Mail-Adresse an."),
            "invalid": _("Diese E-Mail-Adresse ist unvollständig, zum Beispiel name@anbieter.de."),
        },
    )  # fmt: skip

    def __init__(self, data: Any = None, *, user: User | None, cities: dict[str, City], **kwargs: Any):
        super().__init__(data, **kwargs)
        from clubs.directory.models import Interest

        choices = list(Interest.to_choose().values_list("slug", "name"))
        self.fields["interests"].choices = choices  # type: ignore[attr-defined]
        if not choices:
            del self.fields["interests"]
        if user is not None:
            del self.fields["email"]
        if cities:
            names = [("", _now("Bitte wählen")), *((slug, city.name) for slug, city in cities.items())]
            self.fields["city"].choices = names  # type: ignore[attr-defined]
        else:
            del self.fields["city"]

    def words(self) -> dict[str, Any]:
        """Keyword arguments of `actions.requests`."""
        names = ("title", "text", "when_note", "from_home", "interests")
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}


class QuestionForm(forms.Form):
    """A message to whoever answers for an offer."""

    text = forms.CharField(
        label=_("Ihre Nachricht"), max_length=QUESTION_MAX, strip=False,
        widget=forms.Textarea(attrs={"rows": 5, "maxlength": QUESTION_MAX}),
        error_messages={
            "required": _("Bitte schreiben Sie eine Nachricht."), "max_length": _("Bitte höchstens 1800 Zeichen."),
        },
    )  # fmt: skip
    name = forms.CharField(
        label=_("Ihr Name"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "name", "maxlength": 80}),
        error_messages={"required": _("Bitte geben Sie Ihren Namen an."), "max_length": _("Bitte höchstens 80 Zeichen.")},
    )  # fmt: skip
    email = forms.EmailField(
        label=_("Ihre E-Mail-Adresse"), max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "maxlength": 254}),
        help_text=_("Dorthin geht die Antwort. Wer Ihre Nachricht bekommt, sieht Ihre Adresse."),
        error_messages={
            "required": _("Bitte geben Sie Ihre E-Mail-Adresse an."),
            "invalid": _("Diese E-Mail-Adresse ist unvollständig, zum Beispiel name@anbieter.de."),
        },
    )  # fmt: skip

    def __init__(self, data: Any = None, *, user: User | None, **kwargs: Any):
        super().__init__(data, **kwargs)
        if user is not None:
            self.fields["name"].initial = user.display_name
            self.fields["email"].initial = user.email
