"""The provider's side of the one sign-in: allauth's OpenID Connect provider with pinned issuer and own key.

Every portal is a public client of its own with one exact redirect address, and PKCE S256 is required: a code that was
made for one portal is worth nothing to another.
"""

from __future__ import annotations

import hashlib
import os
import uuid
from collections.abc import Iterable
from functools import cache as remember
from pathlib import Path
from typing import Any, Literal
from urllib.parse import parse_qs, urlsplit

from allauth.idp.oidc import views
from allauth.idp.oidc.adapter import DefaultOIDCAdapter
from allauth.idp.oidc.models import Client, PrivateKey
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from portal.cities import language

from .models import User
from .places import signin_address

SID = "sign_in"  # session key: which sign-in of which browser a session belongs to, on every host


def issuer() -> str:
    """Pinned: never taken from the request. Discovery lives below it (OpenID Connect Discovery 1.0, section 4)."""
    return signin_address("/konto")


@remember
def private_key() -> str:
    """PEM from the environment; demo and tests keep one of their own under var/ (mode 600)."""
    if settings.IDP_OIDC_PRIVATE_KEY:
        return str(settings.IDP_OIDC_PRIVATE_KEY)
    if not settings.DEMO:
        raise ImproperlyConfigured(
            "IDP_OIDC_PRIVATE_KEY is missing: portals sign visitors in with it. "
            "Make one with `openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048`."
        )
    return _demo_key(Path(settings.VAR) / "idp-key.pem")


def _demo_key(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        pem = rsa.generate_private_key(public_exponent=65537, key_size=2048).private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        draft = path.with_suffix(f".{os.getpid()}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(pem)
        try:
            os.link(draft, path)  # the first of several starting workers wins; a half-written key is never read
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text()


class ProviderAdapter(DefaultOIDCAdapter):
    """Subject = the account's UUID; `sid` = the browser's sign-in; no e-mail, no name: portals need neither."""

    def get_issuer(self) -> str:
        return issuer()

    def get_user_sub(self, client: Client, user: Any) -> str:
        return str(user.uuid)

    def get_user_by_sub(self, client: Client, sub: str) -> User | None:
        try:
            wanted = uuid.UUID(sub)
        except (ValueError, AttributeError, TypeError):
            return None
        return User.objects.filter(uuid=wanted, is_active=True, deleted_at=None).first()

    def get_claims(
        self,
        purpose: Literal["id_token", "userinfo"],
        user: Any,
        client: Client,
        scopes: Iterable[str],
        email: str | None = None,
        **kwargs: Any,
    ) -> dict[str, Any]:
        return {"sub": self.get_user_sub(client, user)}

    def populate_id_token(self, id_token: dict[str, Any], client: Client, scopes: Iterable[str], **kwargs: Any) -> None:
        code = self.request.POST.get("code", "")
        id_token.update(cache.get(_claims_key(code)) or {})

    def list_private_keys(self, **kwargs: Any) -> list[PrivateKey]:
        return [PrivateKey(pem=private_key())]

    def populate_server_metadata(self, data: dict[str, Any]) -> None:
        """Says only what this provider does: code flow for its own portals."""
        for name in ("device_authorization_endpoint", "end_session_endpoint", "userinfo_endpoint"):
            data.pop(name, None)
        data.update(
            scopes_supported=["openid"],
            grant_types_supported=["authorization_code"],
            response_types_supported=["code"],
            token_endpoint_auth_methods_supported=["none"],
        )


def authorize(request: HttpRequest) -> HttpResponse:
    """allauth's authorization endpoint, PKCE S256 and code flow only; remembers which sign-in a code stands for."""
    if request.method != "GET" or not _asks_properly(request):
        return refused(request)
    response = views.authorization(request)
    if response.status_code == 200 and not request.user.is_authenticated:
        return refused(request)
    wanted = request.GET.get("ui_locales", "")
    if wanted in language.CODES and not request.user.is_authenticated:
        language.remember(response, wanted)  # chosen on the portal: the sign-in page speaks it too
    code = parse_qs(urlsplit(response.get("Location", "")).query).get("code", [""])[0]
    if code and request.user.is_authenticated:
        if SID not in request.session:  # signed in before this portal kept sign-ins apart
            request.session[SID] = uuid.uuid4().hex
        claims = {"sid": request.session[SID], "brief": request.session.get_expire_at_browser_close()}
        cache.set(_claims_key(code), claims, settings.IDP_OIDC_AUTHORIZATION_CODE_EXPIRES_IN)
    return response


def _asks_properly(request: HttpRequest) -> bool:
    get = request.GET
    return (
        get.get("code_challenge_method") == "S256"
        and bool(get.get("code_challenge"))
        and get.get("response_type") == "code"
        and len(request.META.get("QUERY_STRING", "")) < 4000
        and "\x00" not in request.META.get("QUERY_STRING", "")
        and "%00" not in request.META.get("QUERY_STRING", "")
    )


def refused(request: HttpRequest) -> HttpResponse:
    context = {
        "title": _("Diese Anmeldung ist ungültig"),
        "text": _(
            "Der Aufruf passt zu keinem unserer Portale. Bitte beginnen Sie die Anmeldung auf dem Portal Ihrer Stadt."
        ),
        "status": 400,
    }
    return render(request, "accounts/problem.html", context, status=400)


def _claims_key(code: str) -> str:
    return "accounts:code:" + hashlib.sha256(code.encode()).hexdigest()
