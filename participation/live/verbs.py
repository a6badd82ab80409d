"""What happened to a meeting's questions, in the words of the audit trail."""

from django.utils.translation import gettext_lazy as _

LABELS = {
    "live.ask": _("Frage gestellt"),
    "live.support": _("Frage unterstützt"),
    "live.unsupport": _("Unterstützung einer Frage zurückgenommen"),
    "live.delete": _("Frage gelöscht"),
    "live.hide": _("Frage ausgeblendet"),
    "live.show": _("Frage wieder gezeigt"),
    "live.run": _("Über eine Frage entschieden"),
}
