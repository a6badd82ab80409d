"""What happened to projects, in the words of the audit trail."""

from django.utils.translation import gettext_lazy as _

LABELS = {
    "projects.create": _("Projekt angelegt"),
    "projects.update": _("Projekt geändert"),
    "projects.status": _("Zustand des Projekts geändert"),
    "projects.delete": _("Projekt gelöscht"),
    "projects.save_phase": _("Phase gespeichert"),
    "projects.end_phase": _("Phase beendet"),
    "projects.remove_phase": _("Phase entfernt"),
    "projects.add_module": _("Baustein der Beteiligung angelegt"),
    "projects.update_module": _("Baustein der Beteiligung geändert"),
    "projects.remove_module": _("Baustein der Beteiligung entfernt"),
    "projects.move_module": _("Reihenfolge der Bausteine geändert"),
    "projects.set_accesses": _("Freischaltungen der Phasen geändert"),
    "projects.ask_city": _("Stadt zum Projekt eingeladen"),
    "projects.asked": _("Einladung zu einem Projekt erhalten"),
    "projects.withdraw_city": _("Einladung zum Projekt zurückgezogen"),
    "projects.join": _("Projekt beigetreten"),
    "projects.leave": _("Projekt verlassen"),
    "projects.save_milestone": _("Meilenstein gespeichert"),
    "projects.remove_milestone": _("Meilenstein entfernt"),
}
