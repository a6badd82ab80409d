"""Forms of a meeting: settings, ask, support without an account, answer."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from participation.comments.forms import make_mark, read_mark
from participation.comments.rules import FORM_LIFE
from participation.guests.forms import GuestFields
from portal.kit.refused import Refused

from .models import ANSWER_MAX, TEXT_MAX

if TYPE_CHECKING:
    from portal.accounts.models import User


class SettingsForm(forms.Form):
    premoderation = forms.BooleanField(
        label=_("Fragen erst nach Freigabe zeigen"),
        required=False,
        help_text=_("Nur so kann man auch ohne Konto fragen, ohne auf eine E-Mail zu warten."),
    )


class AskForm(GuestFields):
    """`mailed`: a visitor confirms by mail. Members carry a signed mark: sent twice, stored once. No haste here: in a
    hall people type one line and send it."""

    text = forms.CharField(
        label=_("Ihre Frage"),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": TEXT_MAX, "data-count": TEXT_MAX, "spellcheck": "true"}),
        error_messages={"required": _("Bitte schreiben Sie Ihre Frage.")},
    )
    marke = forms.CharField(widget=forms.HiddenInput, required=False, max_length=400)

    def __init__(self, *args: Any, user: User | None, module: uuid.UUID, mailed: bool, **kwargs: Any) -> None:
        self.user, self.target = user, module
        self.form_key: uuid.UUID | None = None
        kwargs.setdefault("auto_id", "id_f_%s")
        super().__init__(*args, guest=mailed, **kwargs)
        if user is None:
            del self.fields["marke"]
        elif not self.is_bound:
            self.fields["marke"].initial = make_mark(user, module)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.user is None:
            return data
        mark = read_mark(data.get("marke") or "", self.user, self.target)
        if mark is None or mark[1] > FORM_LIFE:
            renewed: Any = self.data.copy()
            renewed["marke"] = make_mark(self.user, self.target)
            self.data = renewed
            raise Refused(
                _("Das Formular war zu lange offen. Ihr Text ist noch da: Bitte senden Sie ihn noch einmal."),
                code="old",
            )
        self.form_key = mark[0]
        return data


class SupportForm(GuestFields):
    """Only the address: the link in the mail counts the support."""


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label=_("Antwort in Kürze"),
        strip=False,
        help_text=_("Bleibt nach der Veranstaltung für alle lesbar."),
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": ANSWER_MAX, "data-count": ANSWER_MAX}),
        error_messages={"required": _("Bitte fassen Sie die Antwort kurz zusammen.")},
    )
