"""What a blueprint may hold, in one canonical form. Everything comes from files of strangers: bounded, typed, cleaned.

purpose, easy_purpose   texts
phases      kind, title, text, easy_text, starts: [day, minute], ends: [day, minute] or null (open), counted from the
            day on which the first phase begins (Europe/Berlin; the end is the first minute that no longer counts)
modules     kind, title, intro, easy_intro, settings, switched_on, content (what the kind itself carries, or null)
accesses    sorted [phase, module, feature, who] by position; null: what the kinds of the modules propose
milestones  title, text
"""

from __future__ import annotations

import json
import re
from typing import Any

from django.utils.translation import gettext as _

from participation.projects.actions import MAX_MILESTONES, MAX_MODULES, MAX_PHASES
from participation.projects.models import TEXT_MAX, TITLE_MAX, Phase, Who
from portal.kit.refused import Refused
from portal.kit.text import clean

DAYS, MINUTES = 3650, 24 * 60
SETTINGS_NODES, CONTENT_NODES, DEPTH = 300, 5000, 8
KEY = re.compile(r"[A-Za-z_][\w.-]{0,39}", re.ASCII)
NUMBER_LIMIT = 10**12


def refuse(what: str) -> Refused:
    return Refused(_("Diese Vorlage ist nicht lesbar: %(what)s.") % {"what": what}, code="blueprint")


def text(value: Any, limit: int, what: str, *, needed: bool = False) -> str:
    """A cleaned text; cleaning is repeated until it changes nothing, so that it stays the same ever after."""
    if not isinstance(value, str) or len(value) > 4 * limit:
        raise refuse(_("%(what)s fehlt oder ist zu lang") % {"what": what})
    for _step in range(5):
        value, before = clean(value), value
        if value == before:
            break
    else:
        raise refuse(_("%(what)s ist kein gewöhnlicher Text") % {"what": what})
    if len(value) > limit or (needed and not value):
        raise refuse(_("%(what)s fehlt oder ist zu lang") % {"what": what})
    return value


def _key(value: Any, what: str) -> str:
    if not isinstance(value, str) or not KEY.fullmatch(value) or len(value) > 20:
        raise refuse(_("%(what)s ist kein gültiges Kürzel") % {"what": what})
    return value


def _list(value: Any, limit: int, what: str) -> list[Any]:
    if not isinstance(value, list) or len(value) > limit:
        raise refuse(_("%(what)s fehlt oder hat mehr als %(n)s Einträge") % {"what": what, "n": limit})
    return value


def part_of(value: Any, names: frozenset[str], what: str) -> dict[str, Any]:
    if not isinstance(value, dict) or set(value) != names:
        raise refuse(_("%(what)s hat nicht die erwarteten Angaben") % {"what": what})
    return value


def _moment(value: Any, what: str) -> list[int]:
    if (
        not isinstance(value, list)
        or len(value) != 2
        or any(isinstance(n, bool) or not isinstance(n, int) for n in value)
        or not 0 <= value[0] <= DAYS
        or not 0 <= value[1] < MINUTES
    ):
        raise refuse(_("%(what)s hat keinen gültigen Zeitpunkt") % {"what": what})
    return list(value)


def plain(value: Any, nodes: int, what: str, depth: int = DEPTH) -> Any:
    """JSON without surprises: bounded depth, number of values, length of texts, size of numbers."""
    left = nodes

    def walk(item: Any, level: int) -> Any:
        nonlocal left
        left -= 1
        if left < 0 or level < 0:
            raise refuse(_("%(what)s ist zu umfangreich") % {"what": what})
        if item is None or isinstance(item, bool):
            return item
        if isinstance(item, str):
            return text(item, 5000, what)
        if isinstance(item, int | float):
            if not -NUMBER_LIMIT <= item <= NUMBER_LIMIT:  # also refuses what is no number
                raise refuse(_("%(what)s enthält eine zu große Zahl") % {"what": what})
            item = round(item, 9)
            return int(item) if item == int(item) else item  # one way to write each number, in any database
        if isinstance(item, list):
            return [walk(one, level - 1) for one in item]
        if isinstance(item, dict):
            if not all(isinstance(key, str) and KEY.fullmatch(key) for key in item):
                raise refuse(_("%(what)s enthält ein ungültiges Kürzel") % {"what": what})
            return {key: walk(item[key], level - 1) for key in sorted(item)}
        raise refuse(_("%(what)s enthält etwas Unbekanntes") % {"what": what})

    return walk(value, depth)


_ALL = frozenset({"purpose", "easy_purpose", "phases", "modules", "accesses", "milestones"})
_PHASE = frozenset({"kind", "title", "text", "easy_text", "starts", "ends"})
_MODULE = frozenset({"kind", "title", "intro", "easy_intro", "settings", "switched_on", "content"})
_MILESTONE = frozenset({"title", "text"})


def checked(value: Any) -> dict[str, Any]:
    """The canonical form. Checking it again changes nothing. Raises Refused (code "blueprint") in plain words."""
    value = part_of(value, _ALL, _("Die Vorlage"))
    phases = [_phase(row, n) for n, row in enumerate(_list(value["phases"], MAX_PHASES, _("Phasen")), 1)]
    modules = [_module(row, n) for n, row in enumerate(_list(value["modules"], MAX_MODULES, _("Bausteine")), 1)]
    milestones = []
    for row in _list(value["milestones"], MAX_MILESTONES, _("Meilensteine")):
        row = part_of(row, _MILESTONE, _("Ein Meilenstein"))
        milestones.append({
            "title": text(row["title"], TITLE_MAX, _("Der Titel eines Meilensteins"), needed=True),
            "text": text(row["text"], 400, _("Der Text eines Meilensteins")),
        })  # fmt: skip
    return {
        "purpose": text(value["purpose"], 600, _("Der Zweck")),
        "easy_purpose": text(value["easy_purpose"], 1000, _("Der Zweck in Leichter Sprache")),
        "phases": phases,
        "modules": modules,
        "accesses": _accesses(value["accesses"], len(phases), len(modules)),
        "milestones": milestones,
    }


def _phase(value: Any, number: int) -> dict[str, Any]:
    what = _("Phase %(n)s") % {"n": number}
    row = part_of(value, _PHASE, what)
    if row["kind"] not in Phase.Kind.values:
        raise refuse(_("%(what)s hat eine unbekannte Art") % {"what": what})
    starts = _moment(row["starts"], what)
    ends = _moment(row["ends"], what) if row["ends"] is not None else None
    if ends is not None and ends <= starts:
        raise refuse(_("%(what)s endet vor ihrem Beginn") % {"what": what})
    return {
        "kind": row["kind"],
        "title": text(row["title"], 80, what, needed=True),
        "text": text(row["text"], 300, what),
        "easy_text": text(row["easy_text"], 500, what),
        "starts": starts,
        "ends": ends,
    }


def _module(value: Any, number: int) -> dict[str, Any]:
    what = _("Baustein %(n)s") % {"n": number}
    row = part_of(value, _MODULE, what)
    if not isinstance(row["settings"], dict) or not isinstance(row["switched_on"], bool):
        raise refuse(_("%(what)s hat keine gültigen Einstellungen") % {"what": what})
    return {
        "kind": _key(row["kind"], what),
        "title": text(row["title"], TITLE_MAX, what, needed=True),
        "intro": text(row["intro"], TEXT_MAX, what),
        "easy_intro": text(row["easy_intro"], TEXT_MAX, what),
        "settings": plain(row["settings"], SETTINGS_NODES, what),
        "switched_on": row["switched_on"],
        "content": plain(row["content"], CONTENT_NODES, what),
    }


def _accesses(value: Any, phases: int, modules: int) -> list[list[Any]] | None:
    if value is None:
        return None
    what = _("Eine Freischaltung")
    found: dict[tuple[int, int, str], str] = {}
    for row in _list(value, 4000, _("Freischaltungen")):
        if (
            not isinstance(row, list)
            or len(row) != 4
            or any(isinstance(n, bool) or not isinstance(n, int) for n in row[:2])
        ):
            raise refuse(_("%(what)s hat nicht die erwarteten Angaben") % {"what": what})
        phase, module, feature, who = row
        if not (0 <= phase < phases and 0 <= module < modules) or who not in Who.values:
            raise refuse(_("%(what)s passt zu keiner Phase und keinem Baustein") % {"what": what})
        found[phase, module, _key(feature, what)] = who
    return [[*key, who] for key, who in sorted(found.items())]


def canonical(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1) + "\n"
