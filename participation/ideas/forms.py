"""Forms of ideas: the idea itself, its picture (asked with the preview, so that no file is chosen twice), settings."""

from __future__ import annotations

import math
import uuid
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from participation.comments.forms import make_mark, read_mark
from participation.comments.rules import FORM_LIFE
from portal.kit import pictures
from portal.kit.refused import Refused

from . import rules
from .hosting import Rules
from .models import CATEGORY_MAX, PLACE_MAX, TEXT_MAX, TITLE_MAX, Category, Idea

if TYPE_CHECKING:
    from portal.accounts.models import User

MAX_CATEGORIES = 30
RULES_MAX = 1000
ALT_MAX = 200


def _degrees(value: str | None, most: float) -> float | None:
    """ "49,0123" or "49.0123"; None for empty. Raises ValueError."""
    text = (value or "").strip().replace(",", ".")
    if not text:
        return None
    number = float(text[:30])
    if not math.isfinite(number) or abs(number) > most:
        raise ValueError(text)
    return number


class IdeaForm(forms.Form):
    """`rules`: of the module. `categories`: those that can be chosen. A member's form carries a signed mark."""

    title = forms.CharField(
        label=_("Überschrift"),
        strip=False,
        widget=forms.TextInput(attrs={"maxlength": TITLE_MAX}),
        help_text=_("Ein Satz, der sagt, was sich ändern soll."),
        error_messages={"required": _("Bitte geben Sie Ihrer Idee eine Überschrift.")},
    )
    text = forms.CharField(
        label=_("Beschreibung"),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6, "maxlength": TEXT_MAX, "spellcheck": "true"}),
        error_messages={"required": _("Bitte beschreiben Sie Ihre Idee.")},
    )
    category = forms.ChoiceField(
        label=_("Thema"),
        required=False,
        widget=forms.Select,
        error_messages={"invalid_choice": _("Dieses Thema gibt es hier nicht.")},
    )
    place = forms.CharField(
        label=_("Ort"),
        required=False,
        strip=False,
        widget=forms.TextInput(attrs={"maxlength": PLACE_MAX, "autocomplete": "off"}),
        help_text=_("Straße, Kreuzung oder Stelle, in Ihren Worten."),
    )
    latitude = forms.CharField(
        label=_("Breite"), required=False, widget=forms.TextInput(attrs={"inputmode": "decimal", "maxlength": 20})
    )
    longitude = forms.CharField(
        label=_("Länge"), required=False, widget=forms.TextInput(attrs={"inputmode": "decimal", "maxlength": 20})
    )
    website = forms.CharField(
        label=_("Dieses Feld bitte leer lassen"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    marke = forms.CharField(widget=forms.HiddenInput, required=False, max_length=400)

    def __init__(
        self,
        *args: Any,
        rules: Rules,
        categories: list[Category],
        user: User | None,
        target: uuid.UUID,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.rules, self.user, self.target = rules, user, target
        self.categories = {str(c.uuid): c for c in categories if c.switched_on}
        self.form_key: uuid.UUID | None = None
        self.refusal = ""  # of the form as a whole: haste, age
        if self.categories:
            choices = [("", _("ohne Thema")), *((key, c.name) for key, c in self.categories.items())]
            self.fields["category"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["category"]
        if rules.place == "none":
            for name in ("place", "latitude", "longitude"):
                del self.fields[name]
        if user is None:
            del self.fields["marke"], self.fields["website"]  # portal.cities.anonymous_forms brings its own
        elif not self.is_bound:
            self.fields["marke"].initial = make_mark(user, target)

    def clean_title(self) -> str:
        return rules.checked_title(self.cleaned_data["title"])

    def clean_text(self) -> str:
        return rules.checked_text(self.cleaned_data["text"])

    def clean_place(self) -> str:
        return rules.checked_place(self.cleaned_data["place"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["category"] = self.categories.get(data.get("category") or "")
        data["point"] = self._point(data)
        if self.user is not None:
            self._check_mark(data)
        return data

    def _point(self, data: dict[str, Any]) -> tuple[float, float] | None:
        try:
            lat, lon = _degrees(data.get("latitude"), 90), _degrees(data.get("longitude"), 180)
        except ValueError:
            self.add_error("latitude", _("Bitte Breite und Länge in Grad angeben, zum Beispiel 49,0123 und 8,4567."))
            return None
        if (lat is None) != (lon is None):
            self.add_error("latitude", _("Bitte Breite und Länge angeben, oder beide Felder leer lassen."))
            return None
        if lat is None or lon is None:
            if self.rules.place == "required":
                self.add_error(
                    "place", _("Bitte zeigen Sie auf der Karte, wo das ist, oder geben Sie Breite und Länge an.")
                )
            return None
        return lat, lon

    def _check_mark(self, data: dict[str, Any]) -> None:
        assert self.user is not None
        if data.get("website"):
            raise Refused(
                _now("Ein verstecktes Feld war ausgefüllt. Bitte lassen Sie es leer und senden Sie noch einmal.")
            )
        mark = read_mark(data.get("marke") or "", self.user, self.target)
        if mark is None or mark[1] > FORM_LIFE:
            fresh: Any = self.data.copy()
            fresh[self.add_prefix("marke")] = make_mark(self.user, self.target)
            self.data = fresh
            raise Refused(
                _now("Das Formular war zu lange offen. Ihre Angaben sind noch da: Bitte senden Sie sie noch einmal."),
                code="old",
            )
        self.form_key = mark[0]

    @property
    def asks_place(self) -> bool:
        return "place" in self.fields


class PictureForm(forms.Form):
    """`cleaned_data["picture"]`: bytes and description for the action, or None."""

    file = forms.FileField(
        label=_("Bild"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        help_text=_(
            "JPEG, PNG oder WebP bis 10 MB. Ort und Gerät, die in der Datei stehen, löschen wir. Bitte keine fremden Gesichter."
        ),
    )
    alt = forms.CharField(
        label=_("Was ist auf dem Bild zu sehen?"),
        required=False,
        max_length=ALT_MAX,
        help_text=_("Wird Menschen vorgelesen, die das Bild nicht sehen. Nötig, wenn Sie ein Bild wählen."),
    )

    def clean_file(self) -> bytes | None:
        upload = self.cleaned_data["file"]
        return pictures.checked(upload) if upload else None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["picture"] = None
        if data.get("file"):
            alt = rules.checked_place(data.get("alt") or "")
            if not alt:
                self.add_error("alt", _("Bitte beschreiben Sie, was auf dem Bild zu sehen ist."))
            data["picture"] = (data["file"], alt)
        return data


class LinesField(forms.CharField):
    """One entry per line ↔ a list of texts, each once."""

    widget = forms.Textarea(attrs={"rows": 6})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(str(v) for v in value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        lines = value if isinstance(value, list) else str(value or "")[:10_000].split("\n")
        return list(dict.fromkeys(line for line in (rules.checked_place(str(raw)[:400]) for raw in lines) if line))

    def validate(self, value: Any) -> None:
        if len(value) > MAX_CATEGORIES or any(len(name) > CATEGORY_MAX for name in value):
            raise Refused(
                _now("Bitte höchstens %(n)s Themen mit je höchstens %(m)s Zeichen.")
                % {"n": MAX_CATEGORIES, "m": CATEGORY_MAX}
            )

    def run_validators(self, value: Any) -> None:
        return


class IdeaSettings(forms.Form):
    """Settings of every kind of module that collects ideas; a kind may add its own."""

    categories = LinesField(
        label=_("Themen"),
        required=False,
        help_text=_(
            "Ein Thema je Zeile, höchstens 30. Leer: ohne Themen. Ein Thema, das Sie streichen, bleibt an den Ideen."
        ),
    )
    place = forms.ChoiceField(
        label=_("Ort"),
        choices=[
            ("none", _("nicht fragen")),
            ("optional", _("freiwillig, auf der Karte oder in Worten")),
            ("required", _("nötig: ein Punkt auf der Karte")),
        ],
        widget=forms.RadioSelect,
    )
    pictures = forms.BooleanField(label=_("Mitglieder dürfen ein Bild beifügen"), required=False)
    rules = forms.CharField(
        label=_("Gut zu wissen"),
        required=False,
        max_length=RULES_MAX,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": RULES_MAX}),
        help_text=_("Steht neben dem Formular: was geht, was nicht, wer antwortet."),
    )


def initial_of(idea: Idea) -> dict[str, Any]:
    return {
        "title": idea.title,
        "text": idea.text,
        "category": str(idea.category.uuid) if idea.category else "",
        "place": idea.place,
        "latitude": "" if idea.latitude is None else f"{idea.latitude:.6f}",
        "longitude": "" if idea.longitude is None else f"{idea.longitude:.6f}",
    }
