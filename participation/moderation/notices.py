"""What moderation tells people. Always mailed, except the answer to a report: an author must know."""

from django.utils.translation import gettext_lazy as _

from portal.notifications.kinds import Kind

NOTICES = [
    Kind(
        "moderation.hidden",
        _("{city}: Ihr Beitrag wurde ausgeblendet"),
        _(
            "{title}. Grund: {reason}. Begründung: {statement} Ein Mensch hat entschieden, auf Grundlage der Regeln "
            "der Diskussion. Sie können einmal widersprechen; dann prüft möglichst eine andere Person."
        ),
        icon="flag",
    ),
    Kind(
        "moderation.outcome",
        _("{city}: Entscheidung über Ihren Widerspruch"),
        _("{title}: {outcome}. Entschieden hat: {by}. Begründung: {statement}"),
        icon="flag",
    ),
    Kind(
        "moderation.returned",
        _("{city}: Ihr Widerspruch wird jetzt hier entschieden"),
        _(
            "{title}. Sie hatten gewünscht, dass eine andere Stadt entscheidet. {by} hat es in sieben Tagen nicht "
            "geschafft; nun entscheidet die eigene Stadt."
        ),
        icon="clock",
    ),
    Kind(
        "moderation.asked",
        _("{city} bittet Ihre Stadt um eine Entscheidung"),
        _("Widerspruch gegen das Ausblenden, Art: {what}. Bitte entscheiden Sie bis {until} Uhr."),
        icon="flag",
    ),
    Kind(
        "moderation.decided_elsewhere",
        _("{by} hat über einen Widerspruch entschieden"),
        _("{title}: {outcome}. Begründung: {statement}"),
        icon="flag",
    ),
    Kind(
        "moderation.restored",
        _("{city}: Ihr Beitrag ist wieder zu sehen"),
        _("{title}. {statement}"),
        icon="ok",
    ),
    Kind(
        "moderation.paused",
        _("{city}: Schreibpause bis {until} Uhr"),
        _("Grund: {reason}. Begründung: {statement} Lesen können Sie weiterhin alles."),
        icon="clock",
    ),
    Kind(
        "moderation.reported",
        _("Ihre Meldung wurde geprüft"),
        _("{title}: {outcome}. Danke für den Hinweis."),
        mail=False,
        icon="flag",
    ),
]
