"""Forms of a discussion. A rendered form carries a signed mark: what it belongs to, when, and a key of its own."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Any

from django import forms
from django.core import signing
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.kit.refused import Refused

from .models import TEXT_MAX, Comment
from .rules import FORM_LIFE, MIN_SECONDS, checked_text

if TYPE_CHECKING:
    from portal.accounts.models import User

SALT = "comments.form"


def make_mark(user: User, target: uuid.UUID) -> str:
    """Signed: form key, person, thread or comment, moment of rendering."""
    return signing.dumps([uuid.uuid4().hex, user.pk, target.hex, timezone.now().timestamp()], salt=SALT)


def read_mark(value: str, user: User, target: uuid.UUID) -> tuple[uuid.UUID, dt.timedelta] | None:
    """(form key, age) of a mark that was made for this person and target; None for everything else."""
    try:
        key, owner, made_for, at = signing.loads(value, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    if owner != user.pk or made_for != target.hex:
        return None
    return uuid.UUID(key), dt.timedelta(seconds=timezone.now().timestamp() - at)


class TextForm(forms.Form):
    """One text of at most 2000 characters."""

    text = forms.CharField(
        label=_("Ihr Beitrag"),
        strip=False,
        error_messages={"required": _("Bitte schreiben Sie einen Text.")},
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": TEXT_MAX, "data-count": TEXT_MAX, "spellcheck": "true"}),
    )

    def clean_text(self) -> str:
        return checked_text(self.cleaned_data["text"])


class EditForm(TextForm):
    pass


class WriteForm(TextForm):
    """Post in a thread or answer. Honeypot and haste are refused without losing the text."""

    website = forms.CharField(
        label=_("Dieses Feld bitte leer lassen"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    marke = forms.CharField(widget=forms.HiddenInput, required=False, max_length=400)

    def __init__(
        self, *args: Any, user: User, target: uuid.UUID, official: bool = False, stance: bool = False, **kwargs: Any
    ) -> None:
        self.user, self.target = user, target
        kwargs.setdefault("auto_id", "id_k_%s")
        super().__init__(*args, **kwargs)
        self.form_key: uuid.UUID | None = None
        if stance:
            self.fields["stance"] = forms.ChoiceField(
                label=_("Ich bin"),
                choices=[*Comment.Stance.choices, ("", _("weder noch"))],
                required=False,
                initial="",
                widget=forms.RadioSelect,
            )
        if official:
            self.fields["office"] = forms.CharField(
                label=_("Im Namen von"),
                required=False,
                max_length=80,
                help_text=_("Amt oder Stelle der Stadt. Leer: Sie schreiben als Mitglied."),
            )
        if not self.is_bound:
            self.fields["marke"].initial = make_mark(user, target)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("website"):
            raise Refused(
                _("Ein verstecktes Feld war ausgefüllt. Bitte lassen Sie es leer und senden Sie noch einmal."),
                code="trap",
            )
        mark = read_mark(data.get("marke") or "", self.user, self.target)
        if mark is None or mark[1] > FORM_LIFE:
            self.renew_mark()
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

    def renew_mark(self) -> None:
        data: Any = self.data.copy()
        data["marke"] = make_mark(self.user, self.target)
        self.data = data


class CloseForm(forms.Form):
    reason = forms.CharField(
        label=_("Warum schließt die Diskussion?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 300}),
        help_text=_("Steht für alle lesbar über der Diskussion."),
    )
