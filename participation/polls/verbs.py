"""What happened to surveys, in the words of the audit trail. Who answered is never written there."""

from django.utils.translation import gettext_lazy as _

LABELS = {
    "polls.add_question": _("Frage einer Umfrage angelegt"),
    "polls.change_question": _("Frage einer Umfrage geändert"),
    "polls.move_question": _("Frage einer Umfrage verschoben"),
    "polls.copy_question": _("Frage einer Umfrage verdoppelt"),
    "polls.delete_question": _("Frage einer Umfrage gelöscht"),
    "polls.begin": _("Umfrage begonnen"),
    "polls.resume_link": _("Link zum Weitermachen verschickt"),
    "polls.answer": _("Umfrage beantwortet"),
    "polls.import": _("Antworten einer Umfrage eingelesen"),
    "polls.drop_drafts": _("Abgelaufene Entwürfe einer Umfrage gelöscht"),
}
