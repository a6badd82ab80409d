from django.utils.translation import gettext_lazy as _

from .kinds import Kind

NOTICES = [
    Kind(
        "notifications.page_changed",
        _("Neues auf der Seite „{page}“"),
        _("Die Seite „{page}“ im Portal {portal} wurde geändert."),
        choice="notify_follows",
        icon="file",
    ),
]
