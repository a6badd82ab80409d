"""What happened to blueprints, in the words of the audit trail."""

from django.utils.translation import gettext_lazy as _

LABELS = {
    "blueprints.start": _("Prozess aus einer Vorlage begonnen"),
    "blueprints.save": _("Vorlage gespeichert"),
    "blueprints.share": _("Freigabe einer Vorlage geändert"),
    "blueprints.adopt": _("Vorlage einer anderen Stadt übernommen"),
    "blueprints.update": _("Neuere Fassung einer Vorlage übernommen"),
    "blueprints.import": _("Vorlage eingelesen"),
    "blueprints.remove": _("Vorlage gelöscht"),
}
