"""What people did without an account, in the words of the audit trail."""

from django.utils.translation import gettext_lazy as _

LABELS = {
    "guests.ask": _("Beitrag ohne Konto eingereicht, noch nicht bestätigt"),
    "guests.confirm": _("Beitrag ohne Konto bestätigt"),
    "guests.forget": _("Angaben von Gästen gelöscht"),
}
