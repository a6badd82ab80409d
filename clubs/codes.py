"""Short lists that a row ticks several of (languages, access, audiences): one column, found with a plain LIKE.

Stored as " de en ": every code with a space on both sides, so that `filter(languages__contains=" en ")` finds whole codes.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

Choices = list[tuple[str, Any]]

LANGUAGES: Choices = [
    ("de", _("Deutsch")), ("ls", _("Leichte Sprache")), ("dgs", _("Deutsche Gebärdensprache")), ("en", _("Englisch")),
    ("fr", _("Französisch")), ("tr", _("Türkisch")), ("ar", _("Arabisch")), ("uk", _("Ukrainisch")),
    ("ru", _("Russisch")), ("pl", _("Polnisch")), ("ro", _("Rumänisch")), ("it", _("Italienisch")),
    ("es", _("Spanisch")), ("fa", _("Persisch")),
]  # fmt: skip
ACCESS: Choices = [
    ("stufenlos", _("ohne Stufen")), ("wc", _("barrierefreies WC")), ("parkplatz", _("Behindertenparkplatz")),
    ("hoeren", _("Höranlage")), ("sehen", _("Leitsystem für Blinde")), ("oepnv", _("mit Bus oder Bahn erreichbar")),
    ("begleitung", _("Begleitung möglich")),
]  # fmt: skip
AUDIENCES: Choices = [
    ("kinder", _("Kinder")), ("jugend", _("Jugendliche")), ("familien", _("Familien")), ("aeltere", _("Ältere")),
    ("neue", _("Neu Zugezogene")), ("inklusiv", _("Menschen mit Behinderung")),
]  # fmt: skip


def packed(codes: Iterable[str], choices: Choices) -> str:
    """The known ones of `codes`, in the order of `choices`; unknown ones are dropped."""
    wanted = set(codes)
    found = [code for code, _label in choices if code in wanted]
    return f" {' '.join(found)} " if found else ""


def unpacked(value: str) -> list[str]:
    return value.split()


def labels(value: str, choices: Choices) -> list[str]:
    held = set(value.split())
    return [str(label) for code, label in choices if code in held]


def codes_field(label: Any, **kwargs: Any) -> models.CharField:
    return models.CharField(label, max_length=120, blank=True, default="", **kwargs)
