"""What production must not start with. Plain functions over values, so that settings can ask before Django is there."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping, Sequence
from typing import Any

LOCAL = ("localhost", ".localhost", "127.0.0.1", "example", ".example", ".invalid", ".test")


class UnsafeSettings(Exception):
    """Raised with every problem at once, so that one start-up names all that is to do."""

    def __init__(self, found: list[str]) -> None:
        lines = "\n".join(f"  {n}. {text}" for n, text in enumerate(found, 1))
        super().__init__(
            f"\n\nDas Portal startet nicht: {len(found)} Einstellung{'en' if len(found) > 1 else ''} "
            f"{'sind' if len(found) > 1 else 'ist'} unsicher oder unvollständig.\n{lines}\n\n"
            "Jede Einstellung ist in docs/operators/umgebungsvariablen.md erklärt.\n"
        )


def problems(s: Mapping[str, Any], env: Mapping[str, str]) -> list[str]:
    """Every reason not to start; `s` are the settings, `env` the environment they came from."""
    found = [*_secrets(s), *_transport(s, env), *_hosts(s), *_data(s, env), *_mail(s, env)]
    return found


def _secrets(s: Mapping[str, Any]) -> list[str]:
    found = []
    key = s.get("SECRET_KEY", "")
    if not key:
        found.append("SECRET_KEY fehlt. Erzeugen: python3 -c 'import secrets; print(secrets.token_urlsafe(64))'")
    elif len(key) < 50 or len(set(key)) < 10 or "demo" in key or key.startswith("django-insecure"):
        found.append("SECRET_KEY ist zu kurz oder erratbar: mindestens 50 zufällige Zeichen.")
    found += _oidc_key(s.get("IDP_OIDC_PRIVATE_KEY", ""))
    if "clubs.hours" in s.get("INSTALLED_APPS", ()):
        found += _certificate_keys(s.get("CERTIFICATE_KEY", ""), s.get("CERTIFICATE_OLD_KEYS", ()))
    return found


def _certificate_keys(private: str, old: Sequence[str]) -> list[str]:
    found = []
    if not private:
        found.append(
            "CERTIFICATE_KEY fehlt: damit unterschreibt die Allianz Nachweise über freiwilliges Engagement. "
            "Erzeugen: openssl rand -base64 32"
        )
    elif not _is_key(private):
        found.append("CERTIFICATE_KEY muss 32 zufällige Bytes in Base64 sein. Erzeugen: openssl rand -base64 32")
    if not all(map(_is_key, old)):
        found.append(
            "CERTIFICATE_OLD_KEYS muss öffentliche Schlüssel nennen: je 32 Bytes in Base64, mit Komma getrennt."
        )
    return found


def _is_key(text: str) -> bool:
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return False
    return len(raw) == 32 and len(set(raw)) > 8


def _oidc_key(pem: str) -> list[str]:
    how = "Erzeugen: openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:3072"
    if not pem:
        return [
            f"IDP_OIDC_PRIVATE_KEY (oder eine lesbare IDP_OIDC_PRIVATE_KEY_FILE) fehlt: damit meldet die Anmeldeseite bei den Portalen an. {how}"
        ]
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        key = load_pem_private_key(pem.encode(), None)
    except (ValueError, TypeError):
        return [f"IDP_OIDC_PRIVATE_KEY ist kein lesbarer privater Schlüssel im PEM-Format. {how}"]
    if not isinstance(key, RSAPrivateKey) or key.key_size < 2048:
        return [f"IDP_OIDC_PRIVATE_KEY muss ein RSA-Schlüssel mit mindestens 2048 Bit sein. {how}"]
    return []


def _transport(s: Mapping[str, Any], env: Mapping[str, str]) -> list[str]:
    found = []
    if s.get("DEBUG") or env.get("DEBUG", "").lower() in ("1", "true", "yes", "on"):
        found.append("DEBUG ist eingeschaltet: Fehlerseiten zeigten Besuchern den Quelltext.")
    if s.get("DEMO"):
        found.append("DEMO ist eingeschaltet: Konten mit dem Passwort „demo“ wären offen.")
    if env.get("PUBLIC_SCHEME", "https") != "https":
        found.append("PUBLIC_SCHEME ist nicht https: Passwörter und Sitzungen gingen unverschlüsselt über das Netz.")
    count = env.get("TRUSTED_PROXY_COUNT", "")
    if count and not (count.isascii() and count.isdigit() and int(count) <= 10):
        found.append("TRUSTED_PROXY_COUNT muss die Zahl der eigenen Proxys vor dem Portal sein (0 bis 10).")
    if not count:
        found.append(
            "TRUSTED_PROXY_COUNT fehlt: 0 ohne Proxy, 1 hinter einem. Sonst zählen Grenzen gegen Missbrauch die falsche Adresse."
        )
    return found


def _hosts(s: Mapping[str, Any]) -> list[str]:
    found = []
    for name, what in (
        ("SIGNIN_HOST", "der Hostname der Allianz, zugleich die Anmeldeseite"),
        ("ADMIN_HOST", "der Hostname der Redaktion"),
    ):
        host = str(s.get(name, ""))
        if not host or host in LOCAL or host.endswith(tuple(part for part in LOCAL if part.startswith("."))):
            found.append(
                f"{name} fehlt oder gilt nur auf diesem Rechner: {what}, zum Beispiel redaktion.ihre-domain.de."
            )
        elif "/" in host or ":" in host or host != host.lower():
            found.append(f"{name} muss ein Hostname in Kleinbuchstaben sein, ohne https:// und ohne Port.")
    if s.get("SIGNIN_HOST") and s.get("SIGNIN_HOST") == s.get("ADMIN_HOST"):
        found.append("SIGNIN_HOST und ADMIN_HOST müssen verschieden sein: die Redaktion hat ihren eigenen Host.")
    return found


def _data(s: Mapping[str, Any], env: Mapping[str, str]) -> list[str]:
    database = s["DATABASES"]["default"]
    if database["ENGINE"].endswith("sqlite3") and env.get("ALLOW_SQLITE") != "1":
        return [
            "DATABASE_URL fehlt oder nennt SQLite. Für den Betrieb: postgres://name:passwort@host/datenbank. "
            "Wer SQLite auf einem einzigen Rechner bewusst will, setzt ALLOW_SQLITE=1."
        ]
    return []


def _mail(s: Mapping[str, Any], env: Mapping[str, str]) -> list[str]:
    found = []
    if not env.get("EMAIL_URL") or any(
        word in s.get("EMAIL_BACKEND", "") for word in ("console", "dummy", "locmem", "filebased")
    ):
        found.append(
            "EMAIL_URL fehlt oder verschickt nichts: Anmeldecodes kämen nie an. Zum Beispiel smtp+tls://name:passwort@mail.ihre-domain.de:587"
        )
    sender = str(s.get("DEFAULT_FROM_EMAIL", ""))
    if "@" not in sender or sender.rstrip(">").endswith(".example"):
        found.append("DEFAULT_FROM_EMAIL fehlt: die Absenderadresse aller Nachrichten.")
    return found
