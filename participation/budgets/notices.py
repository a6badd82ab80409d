from django.utils.translation import gettext_lazy as _

from portal.notifications.kinds import Kind

NOTICES = [
    Kind(
        "budgets.checked",
        _("Ihr Vorschlag ist geprüft"),
        _("„{title}“: {state}."),
        choice="notify_replies",
        icon="euro",
    )
]
