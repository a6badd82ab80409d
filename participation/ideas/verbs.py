"""What people did with ideas, in the words of the audit trail."""

from django.utils.translation import gettext_lazy as _

LABELS = {
    "ideas.submit": _("Idee eingetragen"),
    "ideas.edit": _("Idee geändert"),
    "ideas.delete": _("Idee zurückgezogen"),
    "ideas.support": _("Idee unterstützt"),
    "ideas.unsupport": _("Unterstützung zurückgenommen"),
    "ideas.hide": _("Idee ausgeblendet"),
    "ideas.show": _("Idee wieder gezeigt"),
    "ideas.state": _("Stand einer Idee geändert"),
}
