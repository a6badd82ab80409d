"""What people did with clubs, in the words of the audit trail."""

from django.utils.translation import gettext_lazy as _

LABELS = {
    "directory.inquire": _("Anfrage an einen Verein"),
    "directory.answered": _("Anfrage beantwortet"),
    "directory.reminded": _("Verein an eine Anfrage erinnert"),
    "directory.escalated": _("Anfrage ohne Antwort der Stadt gemeldet"),
    "directory.forget": _("Anfragen an Vereine gelöscht"),
    "directory.ask": _("Verein gefragt, ob seine Angaben stimmen"),
    "directory.fade": _("Verein ohne Antwort ausgeblendet"),
    "directory.confirm": _("Angaben eines Vereins bestätigt"),
    "directory.settings": _("Regeln für Vereine geändert"),
    "directory.show_here": _("Verein auf dem Portal gezeigt oder ausgeblendet"),
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
