from django.utils.translation import gettext_lazy as _

from portal.notifications.kinds import Kind

NOTICES = [
    Kind(
        "answers.answered",
        _("{office} hat auf Ihren Beitrag geantwortet"),
        _("„{title}“: {state}"),
        icon="ok",
    ),
    Kind(
        "answers.waiting",
        _("{count} Beiträge warten seit mehr als 14 Tagen auf eine Antwort"),
        _("{city}: Am längsten wartet „{title}“, seit {days} Tagen."),
        icon="clock",
    ),
]
