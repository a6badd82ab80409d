"""What happened to weights, in the words of the audit trail; who weighed is never in it."""

from django.utils.translation import gettext_lazy as _

LABELS = {
    "priorities.save_option": _("Vorschlag zum Gewichten gespeichert"),
    "priorities.remove_option": _("Vorschlag zum Gewichten entfernt"),
    "priorities.from_ideas": _("Vorschläge aus Ideen übernommen"),
    "priorities.weigh": _("Gewichte abgegeben"),
}
