"""Codes of letters and fingerprints of people: made here, compared here, never stored in clear."""

from __future__ import annotations

import re
import secrets
import unicodedata

from django.utils.crypto import constant_time_compare, salted_hmac

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # without 0/O and 1/I
LENGTH = 8  # 32^8 codes, five tries


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def spaced(code: str) -> str:
    """As people read it: „ABCD-EFGH“."""
    return f"{code[:4]}-{code[4:]}"


def tidy_code(typed: str) -> str:
    """What was typed, without blanks and hyphens. Longer than a code is no code."""
    return re.sub(r"[^A-Z0-9]", "", typed[:40].upper())


def hash_code(code: str, letter: object) -> str:
    """Keyed with the installation's secret and bound to the letter: useless for any other one."""
    return salted_hmac(f"residency.code:{letter}", code, algorithm="sha256").hexdigest()


def matches(typed: str, letter: object, stored: str) -> bool:
    return bool(stored) and constant_time_compare(hash_code(tidy_code(typed), letter), stored)


def holder_of(name: str, street: str, postcode: str) -> str:
    """Fingerprint of a person at an address. Spelling („Straße“, „Str.“, capitals, accents) makes no difference."""
    return salted_hmac(
        "residency.holder", "|".join(map(_bare, (name, street, postcode))), algorithm="sha256"
    ).hexdigest()


def _bare(text: str) -> str:
    lower = unicodedata.normalize("NFKD", text.casefold().replace("ä", "ae").replace("ö", "oe").replace("ü", "ue"))
    letters = re.sub(r"[^a-z0-9]", "", lower.replace("ß", "ss"))
    return letters.replace("strasse", "str")
