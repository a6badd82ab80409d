"""What people did in discussions, in the words of the audit trail."""

from django.utils.translation import gettext_lazy as _

LABELS = {
    "comments.open_thread": _("Diskussion angelegt"),
    "comments.switch_on": _("Diskussion eingeschaltet"),
    "comments.switch_off": _("Diskussion ausgeschaltet"),
    "comments.close_thread": _("Diskussion geschlossen"),
    "comments.reopen_thread": _("Diskussion wieder geöffnet"),
    "comments.post": _("Kommentar geschrieben"),
    "comments.edit": _("Kommentar geändert"),
    "comments.delete": _("Kommentar gelöscht"),
    "comments.like": _("Kommentar als hilfreich markiert"),
    "comments.unlike": _("Markierung als hilfreich entfernt"),
    "comments.hide": _("Kommentar ausgeblendet"),
    "comments.show": _("Kommentar wieder gezeigt"),
}
