"""A portal's side of the one sign-in: sends the visitor to the provider, comes back with a code, opens its own session.

Authorization code flow with PKCE, state and nonce (OpenID Connect Core 1.0, section 3.1; RFC 7636). Provider and
portals are one installation, so the code is exchanged by calling the provider's token endpoint inside the process:
no socket, no second worker, the same view with the same checks. See docs/decisions/ for the reasons.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass
from typing import Any

import jwt
from allauth.core import context as allauth_context
from allauth.idp.oidc import views as provider_views
from allauth.idp.oidc.models import Client, Token
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core import signing
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.http import urlencode

from portal.cities import hosts

from .models import User
from .places import hostname, own_path, signin_address
from .provider import issuer, private_key

COOKIE = "anmeldung"  # signed, host-only; holds the sign-ins this browser has begun, nothing about a person
COOKIE_AGE = 60 * 60
MAX_PENDING = 4  # tabs


class SignInFailed(Exception):
    """`reason`: cancelled | expired | refused. Always shown as a page, never as an error 500."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Pending:
    state: str
    nonce: str
    verifier: str
    next: str


@dataclass(frozen=True)
class Arrived:
    user: User
    sid: str
    brief: bool  # the session ends with the browser
    next: str


def client_id_for(host: str) -> str:
    return f"portal:{host}"


def redirect_uri_for(host: str) -> str:
    return hosts.absolute(host, reverse("signin_callback"))


def begin(request: HttpRequest) -> tuple[str, Pending]:
    """Address of the provider to go to, and what this browser must remember until it is back."""
    from .actions import sync_client

    host = hostname(request)
    client = sync_client(host)
    pending = Pending(
        state=secrets.token_urlsafe(24),
        nonce=secrets.token_urlsafe(24),
        verifier=secrets.token_urlsafe(48),
        next=own_path(request, request.GET.get("next"), "/admin/" if host == settings.ADMIN_HOST else "/"),
    )
    query = {
        "client_id": client.pk,
        "redirect_uri": redirect_uri_for(host),
        "response_type": "code",
        "scope": "openid",
        "state": pending.state,
        "nonce": pending.nonce,
        "code_challenge": _challenge(pending.verifier),
        "code_challenge_method": "S256",
    }
    if request.LANGUAGE_CODE != settings.LANGUAGE_CODE:  # type: ignore[attr-defined]
        query["ui_locales"] = request.LANGUAGE_CODE  # type: ignore[attr-defined]
    return f"{signin_address(reverse('idp:oidc:authorization'))}?{urlencode(query)}", pending


def _challenge(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")


def pending_of(request: HttpRequest) -> list[Pending]:
    try:
        rows = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_salt(request), max_age=COOKIE_AGE)
        return [Pending(*row) for row in rows]
    except (signing.BadSignature, TypeError, ValueError):
        return []


def remember(request: HttpRequest, response: HttpResponse, rows: list[Pending]) -> None:
    if not rows:
        response.delete_cookie(COOKIE, path="/konto/", samesite="Lax")
        return
    data = [[p.state, p.nonce, p.verifier, p.next] for p in rows[-MAX_PENDING:]]
    response.set_cookie(
        COOKIE,
        signing.dumps(data, salt=_salt(request), compress=True),
        max_age=COOKIE_AGE,
        path="/konto/",
        httponly=True,
        samesite="Lax",
        secure=settings.PUBLIC_SCHEME == "https",
    )


def _salt(request: HttpRequest) -> str:
    return f"portal.accounts.relying:{hostname(request)}"  # a cookie of one portal means nothing on another


def finish(request: HttpRequest) -> Arrived:
    """What the provider says about the visitor who came back; SignInFailed otherwise."""
    state = request.GET.get("state", "")
    pending = next((p for p in pending_of(request) if hmac.compare_digest(p.state.encode(), state.encode())), None)
    if pending is None:
        raise SignInFailed("expired")
    if request.GET.get("error"):
        raise SignInFailed("cancelled" if request.GET["error"] == "access_denied" else "refused")
    code = request.GET.get("code", "")
    if not code or len(code) > 200:
        raise SignInFailed("refused")
    host = hostname(request)
    claims = _claims(_exchange(code, pending, host), host, pending)
    user = User.objects.filter(uuid=claims["sub"], is_active=True, deleted_at=None).first()
    if user is None:
        raise SignInFailed("refused")
    return Arrived(user, claims["sid"], bool(claims.get("brief")), pending.next)


def _exchange(code: str, pending: Pending, host: str) -> str:
    """Code → ID token, by the provider's own token view, called in this process."""
    data = {
        "grant_type": "authorization_code",
        "code": code,
        "client_id": client_id_for(host),
        "redirect_uri": redirect_uri_for(host),
        "code_verifier": pending.verifier,
    }
    inner = HttpRequest()
    inner.method = "POST"
    inner.path = inner.path_info = reverse("idp:oidc:token")
    inner.META = {
        "HTTP_HOST": signin_address("").split("://", 1)[1],
        "SERVER_NAME": settings.SIGNIN_HOST,
        "SERVER_PORT": str(settings.PUBLIC_PORT),
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "REMOTE_ADDR": "127.0.0.1",
    }
    inner.POST = QueryDict(urlencode(data))  # type: ignore[assignment]
    inner.user = AnonymousUser()
    with allauth_context.request_context(inner):
        response = provider_views.token(inner)
    answer: dict[str, Any] = json.loads(response.content)
    if response.status_code != 200 or "id_token" not in answer:
        raise SignInFailed("expired" if answer.get("error") == "invalid_grant" else "refused")
    # The portal wants to know who came, once: tokens for later use are not kept.
    for name in ("access_token", "refresh_token"):
        if answer.get(name):
            Token.objects.by_value(answer[name]).delete()
    return str(answer["id_token"])


def _claims(id_token: str, host: str, pending: Pending) -> dict[str, Any]:
    public_key = load_pem_private_key(private_key().encode(), password=None).public_key()
    try:
        claims: dict[str, Any] = jwt.decode(
            id_token,
            key=public_key,  # type: ignore[arg-type]
            algorithms=["RS256"],
            audience=client_id_for(host),
            issuer=issuer(),
            leeway=5,
            options={"require": ["exp", "iat", "iss", "aud", "sub", "nonce", "sid"]},
        )
    except jwt.PyJWTError as error:
        raise SignInFailed("refused") from error
    if not hmac.compare_digest(str(claims["nonce"]), pending.nonce):
        raise SignInFailed("refused")
    return claims


def client_settings(host: str, name: str) -> dict[str, Any]:
    """What a portal's client looks like; the only redirect address is computed, never taken from a request."""
    return {
        "name": name[:100],
        "type": Client.Type.PUBLIC,
        "secret": "!",  # public client: PKCE instead of a secret
        "scopes": "openid",
        "default_scopes": "openid",
        "grant_types": Client.GrantType.AUTHORIZATION_CODE.value,
        "response_types": Client.ResponseType.CODE.value,
        "redirect_uris": redirect_uri_for(host),
        "skip_consent": True,
        "allow_uri_wildcards": False,
    }
