"""The e-mail field for people without an account.

    class IdeaForm(GuestFields): …
    form = IdeaForm(request.POST, guest=room.user is None)

It stands last. With `guest=False` the field is not there.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class GuestFields(forms.Form):
    email = forms.EmailField(
        label=_("Ihre E-Mail-Adresse"), max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "maxlength": 254}),
        help_text=_(
            "Wir schicken Ihnen einen Link zur Bestätigung. Die Adresse wird nicht veröffentlicht. Wir löschen sie 180 Tage"
            " nach Ihrer letzten Teilnahme, frühestens am Ende des Projekts."
        ),
        error_messages={
            "required": _("Bitte geben Sie Ihre E-Mail-Adresse an, oder melden Sie sich an."),
            "invalid": _("Diese E-Mail-Adresse ist unvollständig, zum Beispiel name@anbieter.de."),
        },
    )  # fmt: skip

    def __init__(self, *args: Any, guest: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if guest:
            self.fields["email"] = self.fields.pop("email")
        else:
            del self.fields["email"]
