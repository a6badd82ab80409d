"""The fields we add to allauth's sign-up. Apart from forms.py, because allauth imports it while it loads its own forms."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from .names import MAX, clean_display_name


class SignupFields(forms.Form):
    display_name = forms.CharField(
        label=_("Anzeigename"),
        required=False,
        max_length=MAX,
        help_text=_("So erscheinen Sie neben Ihren Beiträgen. Es muss nicht Ihr Name sein."),
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )

    def clean_display_name(self) -> str:
        return clean_display_name(self.cleaned_data["display_name"])

    def signup(self, request: HttpRequest, user: Any) -> None:
        """The portal that someone comes from becomes the home city; both can be changed later."""
        from .actions import update_profile
        from .places import portal_of_next

        update_profile(
            user,
            actor=user,
            display_name=self.cleaned_data.get("display_name", ""),
            home_city=portal_of_next(request),
            language=request.LANGUAGE_CODE,
        )
