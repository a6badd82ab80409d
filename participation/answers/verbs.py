"""Official answers in the words of the audit trail."""

from django.utils.translation import gettext_lazy as _

LABELS = {
    "answers.answer": _("Beitrag amtlich beantwortet"),
    "answers.save_template": _("Antwortvorlage gespeichert"),
    "answers.remove_template": _("Antwortvorlage gelöscht"),
    "answers.remind": _("An unbeantwortete Beiträge erinnert"),
}
