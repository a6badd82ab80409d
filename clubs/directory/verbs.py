"""What people did with clubs, in the words of the audit trail."""

from django.utils.translation import gettext_lazy as _

LABELS = {
    "directory.create": _("Verein angelegt"),
    "directory.hide": _("Verein ausgeblendet"),
    "directory.show": _("Verein wieder gezeigt"),
    "directory.times": _("Zeiten eines Vereins geändert"),
    "directory.event": _("Termin eines Vereins angelegt"),
    "directory.event_change": _("Termin eines Vereins geändert"),
    "directory.event_cancel": _("Termin eines Vereins abgesagt oder wieder angesetzt"),
    "directory.import_check": _("Tabelle mit Vereinen hochgeladen"),
    "directory.import": _("Vereine importiert"),
    "directory.import_discard": _("Tabelle mit Vereinen verworfen"),
    "directory.import_undo": _("Import von Vereinen zurückgenommen"),
}
