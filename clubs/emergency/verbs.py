"""What happened to calls for helpers, in the words of the audit trail."""

from django.utils.translation import gettext_lazy as _

LABELS = {
    "emergency.create_call": _("Hilfsaufruf vorbereitet"),
    "emergency.open_call": _("Hilfsaufruf veröffentlicht"),
    "emergency.change_call": _("Hilfsaufruf geändert"),
    "emergency.pause_call": _("Hilfsaufruf angehalten"),
    "emergency.close_call": _("Hilfsaufruf beendet"),
    "emergency.ask_neighbours": _("Nachbarstädte um Hilfe gebeten"),
    "emergency.answer_neighbour": _("Bitte einer Nachbarstadt beantwortet"),
    "emergency.register": _("Als Helferin oder Helfer gemeldet"),
    "emergency.leave": _("Meldung zurückgezogen"),
    "emergency.save_task": _("Aufgabe eines Hilfsaufrufs gespeichert"),
    "emergency.assign": _("Helfende eingeteilt"),
    "emergency.unassign": _("Einteilung aufgehoben"),
    "emergency.attendance": _("Anwesenheit im Einsatz eingetragen"),
    "emergency.message": _("Nachricht an Eingeteilte geschrieben"),
    "emergency.export": _("Liste der Helfenden ausgegeben"),
    "emergency.forget": _("Angaben von Helfenden gelöscht"),
}
