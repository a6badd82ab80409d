"""What moderators and members did, in the words of the audit trail."""

from django.utils.translation import gettext_lazy as _

LABELS = {
    "moderation.report": _("Beitrag gemeldet"),
    "moderation.open": _("Beitrag von der Moderation aufgegriffen"),
    "moderation.keep": _("Beitrag belassen"),
    "moderation.hide": _("Beitrag ausgeblendet"),
    "moderation.appeal": _("Widerspruch eingelegt"),
    "moderation.uphold": _("Widerspruch zurückgewiesen"),
    "moderation.restore": _("Beitrag wieder gezeigt"),
    "moderation.withdraw": _("Fall beendet: Beitrag gelöscht"),
    "moderation.pause": _("Schreibpause gegeben"),
    "moderation.lift_pause": _("Schreibpause beendet"),
    "moderation.set_words": _("Gesperrte Wörter geändert"),
    "moderation.asked": _("Um Entscheidung über einen Widerspruch gebeten"),
    "moderation.help": _("Über Widerspruch einer anderen Stadt entschieden"),
    "moderation.returned": _("Widerspruch zurück: die andere Stadt hat nicht entschieden"),
    "moderation.move": _("Fall ist mit seinem Beitrag in eine andere Stadt gewechselt"),
    "moderation.forget": _("Nach Frist gelöscht"),
}
