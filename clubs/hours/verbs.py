"""What people did with hours, in the words of the audit trail."""

from django.utils.translation import gettext_lazy as _

LABELS = {
    "hours.log": _("Engagementstunden eingetragen"),
    "hours.attendance": _("Engagementstunden aus der Anwesenheitsliste"),
    "hours.confirm": _("Engagementstunden bestätigt"),
    "hours.refuse": _("Engagementstunden abgelehnt"),
    "hours.correct": _("Bestätigung von Engagementstunden zurückgenommen"),
    "hours.remove": _("Engagementstunden gelöscht"),
    "hours.certify": _("Nachweis ausgestellt"),
    "hours.revoke": _("Nachweis widerrufen"),
    "hours.card_rule": _("Regel für die Ehrenamtskarte geändert"),
    "hours.move": _("Unbestätigte Engagementstunden sind mit ihrem Verein in eine andere Stadt gewechselt"),
    "hours.forget": _("Namen bei Engagementstunden gelöscht"),
}
