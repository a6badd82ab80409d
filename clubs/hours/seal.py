"""What the QR code of a certificate carries: a few facts and the alliance's signature over them. No name.

49 bytes and more, big endian, then 64 bytes of Ed25519 signature, all in base64url:

    version 1 (1) · number (16, UUID) · issued, from, to (2 each, days since 2000-01-01) · minutes (4) · entries (2)
    · check value of the name (12) · initials (UTF-8, 2 to 8 bytes)

The name itself stays on the paper. The check value is the beginning of SHA-256 over number and name: whoever holds the
paper can type the name that it shows and learns whether it is the certified one.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import struct
import unicodedata
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from . import keys

VERSION = 1
EPOCH = dt.date(2000, 1, 1)
HEAD = struct.Struct(">B16sHHHIH12s")
CONTEXT = b"redi certificate payload 1\n"  # a signature of one kind means nothing elsewhere
LONGEST = 260
INITIALS = 8  # bytes


@dataclass(frozen=True)
class Facts:
    """What a payload says."""

    number: uuid.UUID
    issued: dt.date
    start: dt.date
    end: dt.date
    minutes: int
    entries: int
    name_check: bytes
    initials: str

    def is_name(self, name: str) -> bool:
        return name_check(self.number, name) == self.name_check


def name_check(number: uuid.UUID, name: str) -> bytes:
    """Capitals, accents' spelling and spaces do not matter."""
    plain = " ".join(unicodedata.normalize("NFKC", name).casefold().split())
    return hashlib.sha256(number.bytes + plain.encode()).digest()[:12]


def initials(name: str) -> str:
    """First letters of the first and the last word."""
    words = [w for w in re.findall(r"\w+", unicodedata.normalize("NFC", name)) if w]
    chosen = words[:1] + words[1:][-1:]
    text = "".join(f"{w[0].upper()[:1]}." for w in chosen) or "–"
    while len(text.encode()) > INITIALS:
        text = text[:-2]
    return text or "–"


def pack(facts: Facts) -> str:
    """The signed payload."""
    days = [(day - EPOCH).days for day in (facts.issued, facts.start, facts.end)]
    raw = HEAD.pack(VERSION, facts.number.bytes, *days, facts.minutes, facts.entries, facts.name_check)
    raw += facts.initials.encode()
    return keys.b64(raw + keys.sign(CONTEXT + raw))


def unpack(payload: str, public: Iterable[bytes] | None = None) -> Facts | None:
    """None: not signed by the alliance, or changed since, or no payload at all. Needs nothing but the public keys."""
    if not payload or len(payload) > LONGEST or not payload.isascii():
        return None
    try:
        data = keys.unb64(payload)
        raw, signature = data[: -keys.SIGNATURE], data[-keys.SIGNATURE :]
        if not keys.is_signed(CONTEXT + raw, signature, keys.public_keys() if public is None else public):
            return None
        version, number, issued, start, end, minutes, entries, check = HEAD.unpack(raw[: HEAD.size])
        text = raw[HEAD.size :].decode()
    except (ValueError, struct.error):
        return None
    if version != VERSION:
        return None
    return Facts(uuid.UUID(bytes=number), _day(issued), _day(start), _day(end), minutes, entries, check, text)


def _day(number: int) -> dt.date:
    return EPOCH + dt.timedelta(days=number)
