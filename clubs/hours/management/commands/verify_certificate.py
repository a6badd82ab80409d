"""`portal verify_certificate`: is this certificate genuine? Needs the public key and nothing else: no network, no database.

Takes the payload of a QR code, a check address, a PDF file or text copied from one. A PDF is checked to the last byte.
Whether it was revoked since only the check page knows. Exit code 1: not genuine.
"""

from __future__ import annotations

import base64
import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from clubs.hours import keys, paper, seal


class Command(BaseCommand):
    help = "Prüft einen Nachweis ohne Netz und Datenbank, nur mit dem öffentlichen Schlüssel."
    requires_system_checks: Any = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", help="Code, Prüfadresse oder Datei (PDF oder Text)")
        parser.add_argument("--key", help="schluessel.json oder öffentlicher Schlüssel in Base64; sonst der eigene")
        parser.add_argument("--name", help="Name auf dem Papier: wird verglichen")

    def handle(self, *args: Any, **options: Any) -> None:
        public = read_keys(options["key"]) if options["key"] else keys.public_keys()
        text = options["what"]
        path = Path(text)
        if len(text) < 1000 and path.is_file():
            data = path.read_bytes()
            if data.startswith(b"%PDF-"):
                return self.file(data, public)
            text = data.decode("utf-8", "replace")
        payload = paper.payload_in(text) or text.strip()
        facts = seal.unpack(payload, public)
        if facts is None:
            raise CommandError("NICHT ECHT: Die Unterschrift stimmt nicht.")
        if options["name"] and not facts.is_name(options["name"]):
            raise CommandError("NICHT ECHT: Der Nachweis wurde auf einen anderen Namen ausgestellt.")
        self.stdout.write(
            f"ECHT: Nr. {facts.number}, {facts.initials}, {facts.start:%d.%m.%Y} bis {facts.end:%d.%m.%Y}, "
            f"{paper.hours_text(facts.minutes)} Stunden, {facts.entries} Einsätze, ausgestellt am {facts.issued:%d.%m.%Y}"
        )
        if options["name"]:
            self.stdout.write("Der Name stimmt.")

    def file(self, data: bytes, public: list[bytes]) -> None:
        if not paper.is_genuine(data, public):
            raise CommandError("NICHT ECHT: Die Datei wurde verändert oder nicht von der Allianz ausgestellt.")
        self.stdout.write("ECHT: Die Datei ist Byte für Byte so, wie die Allianz sie ausgestellt hat.")


def read_keys(text: str) -> list[bytes]:
    path = Path(text)
    try:
        found = [row["key"] for row in json.loads(path.read_text())["keys"]] if path.is_file() else [text]
        raw = [base64.b64decode(item, validate=True) for item in found]
    except (ValueError, KeyError, TypeError) as error:
        raise CommandError("Der Schlüssel ist nicht lesbar: schluessel.json oder 32 Bytes in Base64.") from error
    if not all(len(item) == 32 for item in raw):
        raise CommandError("Ein Schlüssel hat 32 Bytes.")
    return raw
