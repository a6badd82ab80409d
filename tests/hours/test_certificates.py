"""A certificate: accessible, the same bytes for ever, and no byte of it can be changed unnoticed."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import os
import random
import subprocess
import sys
import uuid
from datetime import date

import pikepdf
import pytest
import time_machine
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.management import CommandError, call_command
from hypothesis import example, given, settings
from hypothesis import strategies as st

from clubs.hours import keys, paper, seal

NUMBER = uuid.UUID("6f9619ff-8b86-4d01-b42d-00cf4fc964ff")
NAME = "Erika Muster #set text(red) *x* $y$"
SNAPSHOT = {
    "number": str(NUMBER), "name": NAME, "from": "2026-01-01", "to": "2026-11-24", "issued": "2026-11-25",
    "portal": "Stadt Bühl", "check": "https://buehl.example/stunden/pruefen/", "minutes": 4800,
    "sums": [{"club": "Naturfreunde", "city": "Bühl", "minutes": 4800}],
    "rows": [
        {"id": "x", "date": "2026-03-01", "club": "Naturfreunde @home <b>", "city": "Bühl", "what": "Ufer #import \\", "minutes": 80}
    ] * 60,
}  # fmt: skip


def facts(name: str = NAME) -> seal.Facts:
    return seal.Facts(
        NUMBER, date(2026, 11, 25), date(2026, 1, 1), date(2026, 11, 24), 4800, 60, seal.name_check(NUMBER, name),
        seal.initials(name),
    )  # fmt: skip


@pytest.fixture(scope="module")
def payload() -> str:
    return seal.pack(facts())


@pytest.fixture(scope="module")
def data(payload) -> bytes:
    return paper.render(SNAPSHOT, payload)


# --- Accessible: a foreign library is the judge -------------------------------------------------------------


def elements(node, found: list) -> list:
    """Every structure element below, as (type, element)."""
    kids = node.get("/K")
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            found.append((str(kid.S), kid))
            elements(kid, found)
    return found


def test_the_file_is_tagged_as_pdf_ua_asks(data):
    pdf = pikepdf.open(io.BytesIO(data))
    assert not pdf.check_pdf_syntax() if hasattr(pdf, "check_pdf_syntax") else True
    root = pdf.Root
    assert str(root.Lang).startswith("de")
    assert root.MarkInfo.Marked is True or bool(root.MarkInfo.Marked)
    assert bool(root.ViewerPreferences.DisplayDocTitle)
    with pdf.open_metadata() as meta:
        assert meta["pdfuaid:part"] == "1"
        assert "Nachweis über freiwilliges Engagement" in meta["dc:title"]
    found = elements(root.StructTreeRoot, [])
    kinds = [kind for kind, _ in found]
    assert kinds.count("/H1") == 1
    assert kinds.index("/H1") < kinds.index("/H2")
    assert kinds.count("/Table") == 2
    heads = [e for kind, e in found if kind == "/TH"]
    assert len(heads) == 7
    assert all("/Column" in str(e.A[0].Scope if isinstance(e.A, pikepdf.Array) else e.A.Scope) for e in heads)
    assert kinds.count("/TD") == 3 + 4 * 60
    figures = [e for kind, e in found if kind == "/Figure"]
    assert [bool(str(e.get("/Alt", ""))) for e in figures] == [True]
    assert "/Link" in kinds
    for page in pdf.pages:
        assert page.Tabs == "/S"
        for font in page.Resources.get("/Font", {}).values():
            if "/DescendantFonts" in font:
                descriptor = font.DescendantFonts[0].FontDescriptor
                assert any(f in descriptor for f in ("/FontFile2", "/FontFile3"))  # every font comes along
                assert "/ToUnicode" in font


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=60), min_size=3, max_size=3))
@example(["李小龙", "Flohmarkt 😀👩\u200d👩", "محمد"])
@example(["नमस्ते", "a\u0301\u0302\u0303", "\u2028\ufe0f\U00013000"])
def test_no_text_stops_the_typesetter(payload, texts):
    name, club, what = texts
    rows = [{"id": "x", "date": "2026-03-01", "club": club, "city": "Bühl", "what": what, "minutes": 80}]
    sums = [{"club": club, "city": "Bühl", "minutes": 80}]
    assert paper.is_genuine(paper.render({**SNAPSHOT, "name": name, "rows": rows, "sums": sums}, payload))


def test_every_sign_that_counts_as_printable_is_printed(payload):
    signs = [chr(c) for a, b in paper.SCRIPTS for c in range(a, b + 1) if paper.is_printable(chr(c))]
    assert len(signs) > 1400
    rows = [{"id": "x", "date": "2026-03-01", "club": "N", "city": "B", "what": " ".join(signs), "minutes": 80}]
    paper.render({**SNAPSHOT, "name": "".join(signs), "rows": rows}, payload)
    assert paper.printable("Ян Łoś & Ünal") == "Ян Łoś & Ünal"
    assert paper.printable("Fest 😀") == "Fest □"


# --- The same bytes -----------------------------------------------------------------------------------------

PROGRAM = """
import django, hashlib, json, sys
django.setup()
from clubs.hours import paper, seal
snapshot, payload = json.load(sys.stdin)
print(hashlib.sha256(paper.render(snapshot, payload)).hexdigest())
"""


def test_another_process_on_another_day_and_clock_makes_the_same_bytes(data, payload):
    with time_machine.travel("2031-02-03 04:05"):
        assert paper.render(SNAPSHOT, payload) == data
    env = {**os.environ, "TZ": "Pacific/Auckland", "LANG": "C", "PYTHONHASHSEED": "7", "SOURCE_DATE_EPOCH": "1"}
    env["PYTHONPATH"] = os.pathsep.join(p for p in sys.path if p)
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], input=json.dumps([SNAPSHOT, payload]), text=True, capture_output=True, env=env, check=True
    )  # fmt: skip
    assert done.stdout.strip().splitlines()[-1] == hashlib.sha256(data).hexdigest()


# --- Not one byte -------------------------------------------------------------------------------------------


def test_every_changed_byte_of_the_payload_is_detected(payload):
    assert seal.unpack(payload) == facts()
    signs = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=+/ .\x00é"
    for place in range(len(payload)):
        for sign in [*random.Random(place).sample(signs, 12), signs[(signs.index(payload[place]) + 1) % 64]]:
            if sign != payload[place]:
                assert seal.unpack(payload[:place] + sign + payload[place + 1 :]) is None, (place, sign)
    for cut in range(len(payload)):
        assert seal.unpack(payload[:cut]) is None
    assert seal.unpack(payload + "A") is None


def test_every_changed_byte_of_the_file_is_detected(data):
    """Each of a few thousand places spread over the file, and every one of the last 400; plus what is cut and added."""
    assert paper.is_genuine(data)
    rng = random.Random(4)
    public = keys.public_keys()
    places = set(rng.sample(range(len(data)), 2000)) | set(range(len(data) - 400, len(data))) | set(range(200))
    for place in places:
        spoilt = bytearray(data)
        spoilt[place] ^= 1 << rng.randrange(8)
        assert not paper.is_genuine(bytes(spoilt), public), place
    line = paper.LINE.search(data)
    assert line
    for place in range(line.start(), line.end()):  # the signature itself: every bit, its last sign has spare ones
        for bit in range(8):
            spoilt = bytearray(data)
            spoilt[place] ^= 1 << bit
            assert not paper.is_genuine(bytes(spoilt), public), (place, bit)
    for other in (
        data[:-1], data + b"\n", data[1:], data[: line.start()] + data[line.end() :], data.replace(line[0], line[0] * 2),
        data[: line.start()] + data[line.end() :] + line[0], line[0] + data[: line.start()] + data[line.end() :],
        data.replace(line[0], line[0][:-1] + b" \n"), b"",
    ):  # fmt: skip
        assert not paper.is_genuine(other, public)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_rubbish_is_no_payload_and_no_error(text):
    assert seal.unpack(text) is None
    assert not paper.is_genuine(text.encode("utf-8", "surrogatepass"))


def test_a_foreign_key_signs_nothing_and_a_former_key_stays_good(payload, data, settings):
    old = keys.public_keys()
    settings.CERTIFICATE_KEY = base64.b64encode(Ed25519PrivateKey.generate().private_bytes_raw()).decode()
    assert seal.unpack(payload) is None
    assert not paper.is_genuine(data)
    assert seal.unpack(seal.pack(facts())) == facts()
    settings.CERTIFICATE_OLD_KEYS = [base64.b64encode(raw).decode() for raw in old]
    assert seal.unpack(payload) == facts()
    assert paper.is_genuine(data)


def test_a_signature_of_the_payload_means_nothing_for_a_file():
    assert seal.CONTEXT != paper.CONTEXT
    raw = keys.unb64(seal.pack(facts()))
    assert not keys.is_signed(paper.CONTEXT + raw[:-64], raw[-64:], keys.public_keys())


def test_the_code_holds_no_name_but_knows_it(payload):
    raw = keys.unb64(payload)
    assert b"Erika" not in raw
    assert b"Muster" not in raw
    found = seal.unpack(payload)
    assert found
    assert found.is_name(f"  {NAME.upper()} ")
    assert not found.is_name("Erika Master")


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80))
def test_initials_of_any_name_fit(name):
    text = seal.initials(name)
    assert 1 <= len(text.encode()) <= seal.INITIALS
    assert seal.unpack(seal.pack(facts(name))) == facts(name)


# --- Offline, with the public key only ----------------------------------------------------------------------


def command(*args: str) -> str:
    out = io.StringIO()
    call_command("verify_certificate", *args, stdout=out)
    return out.getvalue()


def test_the_command_needs_only_the_public_key(tmp_path, payload, data, settings):
    public = base64.b64encode(keys.public_keys()[0]).decode()
    file, spoilt, text = tmp_path / "n.pdf", tmp_path / "x.pdf", tmp_path / "n.txt"
    file.write_bytes(data)
    spoilt.write_bytes(data.replace(b"/Producer", b"/producer") if b"/Producer" in data else data[:-1])
    text.write_text(f"Prüfadresse\nhttps://buehl.example/stunden/pruefen/{payload[:50]}\n{payload[50:]}/")
    keyfile = tmp_path / "schluessel.json"
    keyfile.write_text(json.dumps({"keys": [{"kid": "x", "key": public}]}))
    settings.CERTIFICATE_KEY = base64.b64encode(
        b"another key of thirty-two bytes!"
    ).decode()  # not the issuer's machine
    for key in (public, str(keyfile)):
        assert "ECHT: Nr. 6f9619ff" in command(payload, "--key", key)
        assert "80:00 Stunden" in command(str(text), "--key", key, "--name", NAME)
        assert "Byte für Byte" in command(str(file), "--key", key)
        for bad in ((str(spoilt),), (payload[:-1] + "A",), (payload, "--name", "Max Muster")):
            with pytest.raises(CommandError, match="NICHT ECHT"):
                command(*bad, "--key", key)
    with pytest.raises(CommandError, match="NICHT ECHT"):
        command(payload)
    with pytest.raises(CommandError, match="nicht lesbar"):
        command(payload, "--key", "???")
