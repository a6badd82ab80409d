"""What people did with their subscriptions, in the words of the audit trail."""

from django.utils.translation import gettext_lazy as _

LABELS = {
    "following.follow": _("Verfolgen begonnen"),
    "following.rhythm": _("Rhythmus der E-Mails geändert"),
    "following.unfollow": _("Verfolgen beendet"),
    "following.stop_mails": _("E-Mails zur Beteiligung abbestellt"),
    "following.forget": _("Alte Neuigkeiten und Zustellungen gelöscht"),
}
