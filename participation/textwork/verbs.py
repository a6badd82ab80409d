"""What happened to texts and suggestions, in the words of the audit trail."""

from django.utils.translation import gettext_lazy as _

LABELS = {
    "textwork.save_draft": _("Entwurf eines Textes gespeichert"),
    "textwork.publish": _("Neue Fassung eines Textes veröffentlicht"),
    "textwork.suggest": _("Änderung an einem Text vorgeschlagen"),
    "textwork.delete": _("Änderungsvorschlag gelöscht"),
    "textwork.hide": _("Änderungsvorschlag ausgeblendet"),
    "textwork.show": _("Änderungsvorschlag wieder gezeigt"),
    "textwork.decide": _("Über einen Änderungsvorschlag entschieden"),
    "textwork.take_over": _("Änderungsvorschlag in den Entwurf übernommen"),
}
