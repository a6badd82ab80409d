"""allauth, spoken to in our words: formal German, own redirects, a client address that cannot be forged."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal.httpkit import clean_client_ip
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from .places import is_own_url
from .texts import error_texts, mfa_error_texts

UNKNOWN_ADDRESS = "0.0.0.0"  # noqa: S104  (shared by everyone without an address: the limit then counts them together)


def client_address(request: HttpRequest) -> str:
    """Address of the visitor. Only entries that our own proxies appended to X-Forwarded-For are believed.

    With n trusted proxies the n-th entry from the right was written by the outermost of them; whatever a visitor put
    further left is ignored. A header shorter than that came around the proxies: then the socket's address counts.
    """
    count = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    found = None
    if count > 0:
        hops = request.headers.get("x-forwarded-for", "").split(",")
        if len(hops) >= count:
            found = clean_client_ip(hops[-count])
    return found or clean_client_ip(request.META.get("REMOTE_ADDR", "")) or UNKNOWN_ADDRESS


class AccountAdapter(DefaultAccountAdapter):
    error_messages: ClassVar[dict[str, Any]] = {**DefaultAccountAdapter.error_messages, **error_texts}

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)

    def is_safe_url(self, url: str | None) -> bool:
        return is_own_url(url)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return "/konto/"

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        return "/konto/?willkommen=1"

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return "/konto/"

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """„Erfolgreich angemeldet als …“ says nothing new: only messages about changes are shown."""
        template = kwargs.get("message_template") or (args[2] if len(args) > 2 else None)
        if template in ("account/messages/logged_in.txt", "account/messages/logged_out.txt"):
            return
        super().add_message(*args, **kwargs)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        super().send_mail(template_prefix, email, {"home": "re@di – regional.digital", **context})

    def generate_login_code(self) -> str:
        return _digits()

    def generate_email_verification_code(self) -> str:
        return _digits()

    def generate_password_reset_code(self) -> str:
        return _digits()

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        names = {
            "reauthenticate": _("Mit dem Passwort bestätigen"),
            "mfa_reauthenticate": _("Mit einem Code der Authenticator-App bestätigen"),
            "mfa_reauthenticate:webauthn": _("Mit einem Passkey bestätigen"),
        }
        methods = super().get_reauthentication_methods(user)
        return [{**m, "description": names.get(m["id"], m["description"])} for m in methods]


def _digits() -> str:
    """Eight digits in two groups: easy to read aloud and to type, 3 attempts against 10^8."""
    import secrets

    number = f"{secrets.randbelow(10**8):08d}"
    return f"{number[:4]}-{number[4:]}"


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages: ClassVar[dict[str, Any]] = {**DefaultMFAAdapter.error_messages, **mfa_error_texts}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Passkeys belong to the sign-in host, whatever host name a request carries."""
        return {"id": settings.SIGNIN_HOST, "name": "re@di"}
