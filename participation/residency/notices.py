from django.utils.translation import gettext_lazy as _

from portal.notifications.kinds import Kind

NOTICES = [
    Kind(
        "residency.printed",
        _("Ihr Brief aus {city} ist unterwegs"),
        _("Wenn er da ist, geben Sie den Code auf der Seite „Wohnsitz nachweisen“ ein. Er gilt 30 Tage."),
        icon="mail",
    ),
    Kind(
        "residency.proven",
        _("Ihr Wohnsitz in {city} ist nachgewiesen"),
        _("Der Nachweis gilt bis {until} auf allen Portalen der Allianz."),
        icon="home",
    ),
    Kind(
        "residency.ends",
        _("Ihr Wohnsitznachweis für {city} läuft ab"),
        _("Er gilt noch bis {until}. Sie können ihn vorher erneuern."),
        icon="home",
    ),
]
