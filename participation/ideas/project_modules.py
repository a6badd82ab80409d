"""The kind of module „Ideen und Orte“ (contract: participation.projects.kinds)."""

from django.utils.translation import gettext_lazy as _

from participation.projects.kinds import Feature, ModuleKind

from .hosting import DEFAULTS

SUBMIT = Feature("submit", _("Ideen eintragen"), phases=("ideas",))
SUPPORT = Feature("support", _("Ideen unterstützen"), phases=("ideas", "discussion", "vote"))
COMMENT = Feature("comment", _("Über Ideen reden"), who=("member",), phases=("ideas", "discussion"))

KINDS = [
    ModuleKind(
        key="ideas",
        label=_("Ideen und Orte"),
        text=_("Ideen eintragen, auf der Karte zeigen, unterstützen und besprechen; die Stadt antwortet auf jede."),
        icon="lamp",
        features=(SUBMIT, SUPPORT, COMMENT),
        view="participation.ideas.views.show",
        urls="participation.ideas.urls",
        card="participation.ideas.cards.card",
        settings="participation.ideas.forms.IdeaSettings",
        mine="participation.ideas.cards.mine",
        tables="participation.ideas.exports.tables",
        defaults=DEFAULTS,
        order=10,
    )
]
