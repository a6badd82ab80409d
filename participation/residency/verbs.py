"""What happened to proofs of residence, in the words of the audit trail."""

from django.utils.translation import gettext_lazy as _

LABELS = {
    "residency.ask": _("Brief zum Wohnsitznachweis angefordert"),
    "residency.withdraw": _("Anfrage zum Wohnsitznachweis zurückgezogen"),
    "residency.print": _("Brief zum Wohnsitznachweis gedruckt"),
    "residency.print_again": _("Brief zum Wohnsitznachweis neu gedruckt"),
    "residency.wrong_code": _("Falscher Code zum Wohnsitz eingegeben"),
    "residency.prove": _("Wohnsitz nachgewiesen"),
    "residency.give_back": _("Wohnsitznachweis zurückgegeben"),
    "residency.tidy": _("Ablaufende Wohnsitznachweise und Adressen gelöscht"),
}
