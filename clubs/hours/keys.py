"""The alliance's key for certificates: Ed25519, from the environment. Public keys are what anyone needs to check a paper.

`CERTIFICATE_KEY`: 32 bytes in base64. Without it (demo, tests) a key is derived from SECRET_KEY; production does not
start so. `CERTIFICATE_OLD_KEYS`: public keys of former years, whose papers stay valid.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Iterable

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings
from django.utils.crypto import salted_hmac

SALT = "clubs.hours.certificates"
SIGNATURE = 64  # bytes


def b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def unb64(text: str) -> bytes:
    """Raises ValueError for anything but the one way to write these bytes: no spare bits, no padding, no other signs."""
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError) as error:
        raise ValueError("not base64url") from error
    if b64(raw) != text:
        raise ValueError("not canonical base64url")
    return raw


def private_key() -> Ed25519PrivateKey:
    text = settings.CERTIFICATE_KEY
    raw = base64.b64decode(text) if text else salted_hmac(SALT, "key", algorithm="sha256").digest()
    return Ed25519PrivateKey.from_private_bytes(raw)


def public_keys() -> list[bytes]:
    """32 bytes each; the one that signs today first."""
    old = [base64.b64decode(text) for text in settings.CERTIFICATE_OLD_KEYS]
    return [private_key().public_key().public_bytes_raw(), *old]


def key_id(public: bytes) -> str:
    return hashlib.sha256(public).hexdigest()[:16]


def sign(message: bytes) -> bytes:
    return private_key().sign(message)


def is_signed(message: bytes, signature: bytes, keys: Iterable[bytes]) -> bool:
    for raw in keys:
        try:
            Ed25519PublicKey.from_public_bytes(raw).verify(signature, message)
        except (InvalidSignature, ValueError):
            continue
        return True
    return False
