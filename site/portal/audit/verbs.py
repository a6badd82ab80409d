"""Plain words for the verbs of the audit trail; a verb without a line here shows its own name."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

LABELS = {
    "cities.add": _("Portal angelegt"),
    "cities.give_role": _("Aufgabe gegeben"),
    "cities.take_role": _("Aufgabe genommen"),
    "cities.update_settings": _("Stadt und Kontakt geändert"),
    "cities.update_theme": _("Gestaltung geändert"),
    "accounts.invite": _("Konto angelegt und eingeladen"),
    "editorial.add_redirect": _("Weiterleitung angelegt"),
    "editorial.change_redirect": _("Weiterleitung geändert"),
    "editorial.remove_redirect": _("Weiterleitung entfernt"),
    "pages.publish": _("Seite veröffentlicht"),
    "pages.unpublish": _("Seite zurückgezogen"),
    "pages.move": _("Seite verschoben"),
    "pages.delete": _("Seite gelöscht"),
}


def label_of(verb: str) -> str:
    return str(LABELS.get(verb, verb))
