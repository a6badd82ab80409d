"""What happened to data, in the words of the audit trail."""

from django.utils.translation import gettext_lazy as _

LABELS = {"opendata.export": _("Beiträge heruntergeladen")}
