"""Forms of a text: propose a wording, decide on it, write the next version, choose what to compare."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from participation.comments.forms import make_mark, read_mark
from participation.comments.rules import FORM_LIFE, MIN_SECONDS
from participation.guests.forms import GuestFields
from portal.kit.refused import Refused

from .models import ANSWER_MAX, NOTE_MAX, REASON_MAX, SOURCE_MAX, WORDING_MAX, Suggestion

if TYPE_CHECKING:
    from portal.accounts.models import User


def _area(rows: int, most: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "maxlength": most, "data-count": most, "spellcheck": "true"})


class SuggestForm(GuestFields):
    """Members carry a signed mark (sent twice, stored once); visitors are kept apart by portal.cities.anonymous_forms."""

    wording = forms.CharField(
        label=_("Ihr Wortlaut"),
        help_text=_("Hier steht der heutige Wortlaut. Ändern Sie, was anders werden soll."),
        strip=False,
        widget=_area(8, WORDING_MAX),
        error_messages={"required": _("Bitte schreiben Sie Ihren Wortlaut.")},
    )
    reason = forms.CharField(label=_("Warum?"), required=False, strip=False, widget=_area(3, REASON_MAX))
    base = forms.UUIDField(widget=forms.HiddenInput, required=False)
    marke = forms.CharField(widget=forms.HiddenInput, required=False, max_length=400)

    def __init__(self, *args: Any, user: User | None, target: uuid.UUID, **kwargs: Any) -> None:
        self.user, self.target = user, target
        self.form_key: uuid.UUID | None = None
        super().__init__(*args, guest=user is None, **kwargs)
        if user is not None and not self.is_bound:
            self.fields["marke"].initial = make_mark(user, target)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.user is None:
            return data
        mark = read_mark(data.get("marke") or "", self.user, self.target)
        if mark is None or mark[1] > FORM_LIFE:
            self.renew(marke=make_mark(self.user, self.target))
            raise Refused(
                _("Das Formular war zu lange offen. Ihr Text ist noch da: Bitte senden Sie ihn noch einmal."),
                code="old",
            )
        self.form_key = mark[0]
        if mark[1] < dt.timedelta(seconds=MIN_SECONDS):
            raise Refused(
                _("Das ging sehr schnell. Bitte lesen Sie Ihren Text noch einmal und senden Sie ihn dann."),
                code="haste",
            )
        return data

    def renew(self, **values: str) -> None:
        """Change hidden values of the form that is shown again."""
        data: Any = self.data.copy()
        data.update(values)
        for name, value in values.items():
            data[name] = value
        self.data = data


class DecideForm(forms.Form):
    state = forms.ChoiceField(
        label=_("Entscheidung"),
        choices=[c for c in Suggestion.State.choices if c[0] != Suggestion.State.NEW],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Bitte wählen Sie eine Entscheidung aus der Liste."),
            "invalid_choice": _("Bitte wählen Sie eine Entscheidung aus der Liste."),
        },
    )
    answer = forms.CharField(
        label=_("Begründung"),
        required=False,
        help_text=_("Alle können sie lesen. Nötig, wenn der Vorschlag nicht oder nur teilweise übernommen wird."),
        widget=_area(4, ANSWER_MAX),
    )


class DraftForm(forms.Form):
    source = forms.CharField(
        label=_("Text"),
        strip=False,
        help_text=_(
            "Eine leere Zeile beginnt einen neuen Absatz. „# “ am Zeilenanfang macht eine Überschrift, „## “ eine kleinere,"
            " „- “ eine Aufzählung. Sie können einen fertigen Text einfügen."
        ),
        widget=forms.Textarea(attrs={"rows": 24, "maxlength": SOURCE_MAX, "spellcheck": "true"}),
        error_messages={"required": _("Bitte schreiben Sie einen Text.")},
    )
    lines = forms.BooleanField(
        label=_("Jede Zeile ist ein eigener Absatz"),
        required=False,
        help_text=_("Für eingefügte Texte ohne leere Zeilen."),
    )
    note = forms.CharField(
        label=_("Was ist neu?"),
        required=False,
        max_length=NOTE_MAX,
        help_text=_("Ein Satz für die Liste der Fassungen. Ab der zweiten Fassung nötig."),
        widget=forms.TextInput(attrs={"maxlength": NOTE_MAX}),
    )


def one_per_line(source: str) -> str:
    """Every line a paragraph of its own, entries of a list stay together."""
    lines = [line.strip() for line in source.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    out: list[str] = []
    for line in lines:
        bullet = line[:2] in ("- ", "* ", "• ", "– ")
        if out and not (bullet and out[-1][:2] in ("- ", "* ", "• ", "– ")):
            out.append("")
        if line:
            out.append(line)
    return "\n".join(out)


class CompareForm(forms.Form):
    """Two versions by number; foreign and unknown ones are no choice."""

    def __init__(self, *args: Any, numbers: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(n), _("Fassung %(n)s") % {"n": n}) for n in numbers]
        for name, label in (("von", _("Ältere Fassung")), ("bis", _("Neuere Fassung"))):
            self.fields[name] = forms.ChoiceField(
                label=label, choices=choices, widget=forms.Select(attrs={"class": "input"})
            )
