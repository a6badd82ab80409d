from django.utils.translation import gettext_lazy as _

from portal.notifications.kinds import Kind

NOTICES = [
    Kind(
        "live.answered", _("Ihre Frage ist beantwortet: {question}"), "{answer}", choice="notify_replies", icon="chat"
    ),
    Kind("live.refused", _("Ihre Frage wurde nicht zugelassen: {question}"), "{answer}", mail=False, icon="chat"),
]
