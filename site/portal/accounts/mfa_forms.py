"""allauth's forms of second factors and passkeys, with our words. Apart from forms.py: both sides load lazily."""

from __future__ import annotations

from allauth.mfa.base import forms as base
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django.utils.translation import gettext_lazy as _

from .forms import Worded

_CODE = {"code": (_("Code"), _("Aus Ihrer Authenticator-App oder einer Ihrer Notfallcodes."))}


class AuthenticateForm(Worded, base.AuthenticateForm):
    words = _CODE


class ReauthenticateForm(Worded, base.ReauthenticateForm):
    words = _CODE


class ActivateTOTPForm(Worded, totp.ActivateTOTPForm):
    words = {"code": (_("Code aus der App"), _("Sechs Ziffern, die alle 30 Sekunden wechseln."))}


class AddPasskeyForm(Worded, webauthn.AddWebAuthnForm):
    pass


class EditPasskeyForm(Worded, webauthn.EditWebAuthnForm):
    pass


class SignupPasskeyForm(Worded, webauthn.SignupWebAuthnForm):
    pass
