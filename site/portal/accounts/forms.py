"""allauth's forms with our words, and the forms of the profile."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as base
from django import forms
from django.utils.translation import gettext_lazy as _

from portal.cities.models import City

from .models import User
from .names import MAX, clean_display_name
from .texts import labels


class Worded:
    """Labels and hints of ours; no placeholders: they vanish while one types and are no labels."""

    fields: dict[str, forms.Field]
    words: dict[str, tuple[Any, Any]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if name in self.words or name in labels:
                texts: tuple[Any, Any] = self.words.get(name) or labels[name]
                field.label, field.help_text = texts
            if isinstance(field, forms.CharField) and field.max_length is None:
                field.max_length = 254
                field.widget.attrs["maxlength"] = "254"
                field.validators.append(forms.CharField(max_length=254).validators[0])


class LoginForm(Worded, base.LoginForm):
    pass


class SignupForm(Worded, base.SignupForm):
    words = {"password1": (_("Passwort"), labels["password1"][1])}
    field_order = ["email", "password1", "display_name"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(self.field_order)
        if "website" in self.fields:
            self.fields["website"].widget.attrs = {"autocomplete": "off", "tabindex": "-1"}


class RequestLoginCodeForm(Worded, base.RequestLoginCodeForm):
    pass


class _Code(Worded):
    words = {"code": (_("Code aus der E-Mail"), _("Acht Ziffern, mit oder ohne Strich."))}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs.update(inputmode="numeric", autocomplete="one-time-code", **{"class": "w-m"})


class ConfirmLoginCodeForm(_Code, base.ConfirmLoginCodeForm):
    pass


class ConfirmEmailForm(_Code, base.ConfirmEmailVerificationCodeForm):
    pass


class ConfirmResetForm(_Code, base.ConfirmPasswordResetCodeForm):
    pass


class ResetPasswordForm(Worded, base.ResetPasswordForm):
    pass


class NewPasswordForm(Worded, base.ResetPasswordKeyForm):
    pass


class ChangePasswordForm(Worded, base.ChangePasswordForm):
    pass


class SetPasswordForm(Worded, base.SetPasswordForm):
    pass


class AddEmailForm(Worded, base.AddEmailForm):
    words = {"email": (_("Neue E-Mail-Adresse"), _("Wir schicken einen Code dorthin. Bis dahin gilt die bisherige."))}


class ChangeEmailForm(Worded, base.ChangeEmailForm):
    words = {"email": (_("Richtige E-Mail-Adresse"), "")}


class ReauthenticateForm(Worded, base.ReauthenticateForm):
    pass


class ProfileForm(forms.ModelForm):
    home_city = forms.ModelChoiceField(
        City.objects.none(),
        label=_("Heimatstadt"),
        required=False,
        empty_label=_("Keine Angabe"),
        help_text=_("Ihre Stadt sehen nur Sie. Sie steht in Listen vorn."),
    )

    class Meta:
        model = User
        fields = ("display_name", "home_city", "language", "notify_replies", "notify_follows")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["home_city"].queryset = City.objects.cities()  # type: ignore[attr-defined]
        self.fields["display_name"].max_length = MAX  # type: ignore[attr-defined]
        self.fields["display_name"].widget.attrs["autocomplete"] = "nickname"

    def clean_display_name(self) -> str:
        return clean_display_name(self.cleaned_data["display_name"], self.instance)


class DeleteForm(forms.Form):
    sure = forms.BooleanField(label=_("Ja, mein Konto für immer löschen"))
