"""What happened to budgets, in the words of the audit trail. Votes stand there without the person."""

from django.utils.translation import gettext_lazy as _

LABELS = {
    "budgets.check": _("Vorschlag geprüft"),
    "budgets.freeze": _("Stimmzettel festgelegt"),
    "budgets.vote": _("Stimme abgegeben"),
    "budgets.slip": _("Wahlschein erfasst"),
    "budgets.paper": _("Stimmzettel auf Papier erfasst"),
    "budgets.close": _("Abstimmung ausgezählt"),
    "budgets.import": _("Stimmzettel übernommen"),
}
