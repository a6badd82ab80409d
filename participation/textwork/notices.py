from django.utils.translation import gettext_lazy as _

from portal.notifications.kinds import Kind

NOTICES = [
    Kind(
        "textwork.decided",
        _("Ihr Vorschlag Nr. {number}: {state}"),
        _("Zum Text „{text}“. {answer}"),
        choice="notify_replies",
        icon="edit",
    ),
]
