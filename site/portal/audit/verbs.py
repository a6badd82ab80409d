"""Plain words for the verbs of the audit trail.

Every app may have a `verbs.py` with `LABELS` (verb → words), found by name like Django's `admin.py`; these here are
the portal's own. A verb without a line shows its own name, and `tests/themes/test_translations.py` names it.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module, util
from typing import Any

from django.apps import apps
from django.utils.translation import gettext_lazy as _

LABELS: dict[str, Any] = {
    "cities.add": _("Portal angelegt"),
    "cities.give_role": _("Aufgabe gegeben"),
    "cities.take_role": _("Aufgabe genommen"),
    "cities.update_settings": _("Stadt und Kontakt geändert"),
    "cities.update_theme": _("Gestaltung geändert"),
    "cities.sync_host": _("Adresse des Portals abgeglichen"),
    "accounts.invite": _("Konto angelegt und eingeladen"),
    "accounts.sync_client": _("Anmeldung des Portals abgeglichen"),
    "accounts.update_profile": _("Profil geändert"),
    "accounts.download": _("Eigene Daten heruntergeladen"),
    "accounts.delete": _("Konto gelöscht"),
    "accounts.purge_unverified": _("Unbestätigtes Konto gelöscht"),
    "editorial.add_redirect": _("Weiterleitung angelegt"),
    "editorial.change_redirect": _("Weiterleitung geändert"),
    "editorial.remove_redirect": _("Weiterleitung entfernt"),
    "pages.publish": _("Seite veröffentlicht"),
    "pages.unpublish": _("Seite zurückgezogen"),
    "pages.move": _("Seite verschoben"),
    "pages.delete": _("Seite gelöscht"),
    "content.report_barrier": _("Barriere gemeldet"),
    "content.handle_barrier": _("Barriere bearbeitet"),
    "content.delete_barrier": _("Meldung einer Barriere gelöscht"),
    "content.purge_barrier": _("Meldung einer Barriere nach Frist gelöscht"),
    "offices.add": _("Ansprechstelle angelegt"),
    "offices.change": _("Ansprechstelle geändert"),
    "offices.delete": _("Ansprechstelle gelöscht"),
    "offices.set_hours": _("Öffnungszeiten geändert"),
    "offices.add_exception": _("Ausnahme angelegt"),
    "offices.change_exception": _("Ausnahme geändert"),
    "offices.delete_exception": _("Ausnahme gelöscht"),
    "notifications.follow": _("Seite verfolgt"),
    "notifications.unfollow": _("Seite nicht mehr verfolgt"),
    "notifications.unsubscribe": _("Nachrichten abbestellt"),
}


@cache
def labels() -> dict[str, Any]:
    found: dict[str, Any] = {}
    for config in apps.get_app_configs():
        name = f"{config.name}.verbs"
        if not config.name.startswith("wagtail") and util.find_spec(name) is not None:
            found |= import_module(name).LABELS
    return found


def label_of(verb: str) -> str:
    return str(labels().get(verb, verb))
