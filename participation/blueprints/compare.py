"""What is different between two blueprints, in plain sentences."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _


def _labels() -> dict[str, str]:
    return {
        "kind": _("Art"), "title": _("Titel"), "text": _("Text"), "easy_text": _("Text in Leichter Sprache"),
        "starts": _("Beginn"), "ends": _("Ende"), "intro": _("Einleitung"),
        "easy_intro": _("Einleitung in Leichter Sprache"), "settings": _("Einstellungen"),
        "switched_on": _("Sichtbarkeit"), "content": _("Inhalt"),
    }  # fmt: skip


def difference(mine: dict[str, Any], theirs: dict[str, Any]) -> list[str]:
    """From `mine` to `theirs`; empty if they are the same. Parts are matched by their title."""
    found: list[str] = []
    for key, label in (("purpose", _("Zweck")), ("easy_purpose", _("Zweck in Leichter Sprache"))):
        if mine[key] != theirs[key]:
            found.append(_("%(what)s: anders") % {"what": label})
    for key, one in (("phases", _("Phase")), ("modules", _("Baustein")), ("milestones", _("Meilenstein"))):
        found += _parts(one, mine[key], theirs[key])
    if mine["accesses"] != theirs["accesses"]:
        found.append(_("Wer darf was wann: anders"))
    return found


def _parts(one: str, mine: list[dict[str, Any]], theirs: list[dict[str, Any]]) -> list[str]:
    labels = _labels()
    found = []
    left = list(mine)
    for part in theirs:
        other = next((row for row in left if row["title"] == part["title"]), None)
        name = {"one": one, "title": part["title"]}
        if other is None:
            found.append(_("%(one)s „%(title)s“: neu") % name)
            continue
        left.remove(other)
        changed = [labels[key] for key in part if part[key] != other.get(key)]
        if changed:
            found.append(_("%(one)s „%(title)s“ anders: %(what)s") % {**name, "what": ", ".join(changed)})
    found += [_("%(one)s „%(title)s“: entfällt") % {"one": one, "title": row["title"]} for row in left]
    if not found and [r["title"] for r in mine] != [r["title"] for r in theirs]:
        found.append(_("%(one)s: andere Reihenfolge") % {"one": one})
    return found
