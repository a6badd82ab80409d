from django.utils.translation import gettext_lazy as _

from portal.notifications.kinds import Kind

NOTICES = [
    Kind(
        "comments.reply",
        _("{author} hat Ihnen geantwortet"),
        _("Auf der Seite „{page}“: {excerpt}"),
        choice="notify_replies",
        icon="chat",
    ),
]
