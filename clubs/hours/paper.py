"""A certificate as a file: PDF/UA-1, the same bytes for the same snapshot, and signed to the last byte.

The typesetter uses only its own embedded fonts, no clock and no random numbers. The signature over the whole file
stands in a PDF comment before `startxref`, where readers skip it; it covers every byte of the file but its own line.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from . import keys

CONTEXT = b"redi certificate file 1\n"
MARK = b"%redi-signature:"
LINE = re.compile(rb"%redi-signature:([A-Za-z0-9_-]{86})\n")
PLACE = b"startxref\n"


@cache
def template() -> bytes:
    return (Path(__file__).parent / "certificate.typ").read_bytes()


# What the embedded fonts have, tried sign by sign: Latin, Greek, Cyrillic, punctuation, currencies. The typesetter refuses
# a sign without glyph (PDF/UA forbids blanks), and some signs of other scripts make it crash: none of them gets there.
SCRIPTS = (
    (0x20, 0x7E),
    (0xA0, 0x24F),
    (0x370, 0x4FF),
    (0x1E00, 0x1FFF),
    (0x2010, 0x2027),
    (0x2030, 0x2040),
    (0x20A0, 0x20C0),
)
BLANK = "□"


def _has(sign: str) -> bool:
    return any(a <= ord(sign) <= b for a, b in SCRIPTS) and unicodedata.category(sign)[0] in "LNPSZ"


def is_printable(text: str) -> bool:
    return all(map(_has, unicodedata.normalize("NFC", text)))


def printable(text: str) -> str:
    """Signs that the paper cannot show become a square; marks and joiners that belong to them vanish."""
    signs = unicodedata.normalize("NFC", " ".join(text.split()))
    return "".join(c if _has(c) else "" if unicodedata.category(c)[0] in "MC" else BLANK for c in signs)


def hours_text(minutes: int) -> str:
    """270 → "4:30"."""
    return f"{minutes // 60}:{minutes % 60:02}"


def day_text(iso: str) -> str:
    return f"{dt.date.fromisoformat(iso):%d.%m.%Y}"


def picture(text: str) -> str:
    import qrcode
    from qrcode.image.svg import SvgPathImage

    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=4)
    code.add_data(text)
    return code.make_image(image_factory=SvgPathImage).to_string().decode()


def words(snapshot: dict[str, Any], payload: str) -> dict[str, Any]:
    """Every text of the page, so that the template sets type and nothing else. German, whoever asks in what language."""
    url = f"{snapshot['check']}{payload}/"
    return {
        "title": f"Nachweis über freiwilliges Engagement Nr. {snapshot['number'][:8]}",
        "name": printable(snapshot["name"]),
        "period": f"{day_text(snapshot['from'])} bis {day_text(snapshot['to'])}",
        "total": hours_text(snapshot["minutes"]),
        "issued": day_text(snapshot["issued"]),
        "issued_date": [int(part) for part in snapshot["issued"].split("-")],
        "number": snapshot["number"],
        "portal": printable(snapshot["portal"]),
        "sums": [
            [printable(row["club"]), printable(row["city"]), hours_text(row["minutes"])] for row in snapshot["sums"]
        ],
        "rows": [
            [day_text(row["date"]), printable(row["club"]), printable(row["what"]) or "–", hours_text(row["minutes"])]
            for row in snapshot["rows"]
        ],
        "url": url,
        "check": snapshot["check"],
        "qr": picture(url),
    }


def render(snapshot: dict[str, Any], payload: str) -> bytes:
    """The signed file. Bytes depend on the snapshot, the payload and the alliance's key."""
    import typst  # most processes never set a page

    data = json.dumps(words(snapshot, payload), ensure_ascii=False, sort_keys=True)
    made = typst.compile(
        template(), format="pdf", pdf_standards=["ua-1"], ignore_system_fonts=True, sys_inputs={"data": data}, timestamp=0
    )  # fmt: skip
    assert isinstance(made, bytes)
    head, _, tail = made.rpartition(PLACE)
    signature = keys.b64(keys.sign(CONTEXT + made)).encode()
    return head + MARK + signature + b"\n" + PLACE + tail


def is_genuine(data: bytes, public: Iterable[bytes] | None = None) -> bool:
    """Is this file, byte for byte, one that the alliance signed?"""
    found = list(LINE.finditer(data))
    if len(found) != 1:
        return False
    line = found[0]
    rest = data[: line.start()] + data[line.end() :]
    if rest[line.start() :].find(PLACE) != 0 or rest.rfind(PLACE) != line.start():
        return False
    try:
        signature = keys.unb64(line.group(1).decode())
    except ValueError:
        return False
    return keys.is_signed(CONTEXT + rest, signature, keys.public_keys() if public is None else public)


def payload_in(text: str) -> str:
    """The payload in a link or in text copied from a certificate (line breaks inside are common); "" without."""
    tight = re.sub(r"\s+", "", text)
    found = re.search(r"/stunden/pruefen/([A-Za-z0-9_-]{100,260})/", tight)
    return found.group(1) if found else ""
