"""What is still missing before residents should see a project. Warnings, no hurdles: the desk decides."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from ..models import ProjectPage
from ..plans import Plan


@dataclass(frozen=True)
class Check:
    """`tab`: where it is put right ("" for the page, which lies in the editors' area)."""

    ok: bool
    text: str
    tab: str


def checks(plan: Plan, pages: list[ProjectPage]) -> list[Check]:
    """One line each; no query."""
    project = plan.project
    shown = [module for module in plan.modules if module.switched_on]
    opened = {access.module_id for access in plan.accesses}
    never = [module.title for module in shown if module.pk not in opened]
    hard = [m.title for m in shown if not m.easy_intro.strip()] + [
        p.title for p in plan.phases if not p.easy_text.strip()
    ]
    return [
        Check(bool(project.purpose.strip()), _("Es steht da, worum es geht."), "master"),
        Check(bool(project.easy_purpose.strip()), _("Worum es geht, steht auch in Leichter Sprache da."), "master"),
        Check(project.office_id is not None, _("Eine Ansprechstelle ist genannt."), "master"),
        Check(bool(plan.phases), _("Es gibt mindestens eine Phase."), "phases"),
        Check(bool(shown), _("Es gibt mindestens einen sichtbaren Baustein."), "modules"),
        Check(
            not never,
            _("Jeder sichtbare Baustein ist in einer Phase freigeschaltet.")
            if not never
            else _("Nie freigeschaltet: %(titles)s.") % {"titles": ", ".join(never)},
            "matrix",
        ),
        Check(
            not hard,
            _("Phasen und Bausteine haben einen Text in Leichter Sprache.")
            if not hard
            else _("Ohne Text in Leichter Sprache: %(titles)s.") % {"titles": ", ".join(hard)},
            "phases" if hard and not any(not m.easy_intro.strip() for m in shown) else "modules",
        ),
        Check(
            any(page.live for page in pages),
            _("Eine veröffentlichte Seite zeigt das Projekt.")
            if not pages or any(page.live for page in pages)
            else _("Die Projektseite ist noch ein Entwurf."),
            "",
        ),
    ]
