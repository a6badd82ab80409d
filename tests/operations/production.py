"""An environment in which production starts; each test spoils one value."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from tests.operations.installation import environment

SIGNIN, ADMIN = "www.redi.internal", "redaktion.redi.internal"


@cache
def pem(bits: int) -> str:
    """A private key: RSA of so many bits, or with 0 one of another kind."""
    key = rsa.generate_private_key(65537, bits) if bits else ec.generate_private_key(ec.SECP256R1())
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def safe(folder: Path) -> dict[str, str]:
    """Everything a production server needs, on SQLite."""
    return environment(folder, None, "config.settings.production") | {
        "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
        "IDP_OIDC_PRIVATE_KEY": pem(2048).replace("\n", "\\n"),
        "CERTIFICATE_KEY": "MDEyMzQ1Njc4OWFiY2RlZmdoaWprbG1ub3BxcnN0dXY=",
        "SIGNIN_HOST": SIGNIN,
        "ADMIN_HOST": ADMIN,
        "ALLOW_SQLITE": "1",
        "TRUSTED_PROXY_COUNT": "1",
        "EMAIL_URL": "smtp+tls://portal:geheim@mail.redi.internal:587",
        "DEFAULT_FROM_EMAIL": "portal@redi.internal",
    }
