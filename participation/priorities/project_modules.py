"""The kind of module „Gewichten“."""

from django.utils.translation import gettext_lazy as _

from participation.projects.kinds import Feature, ModuleKind

KINDS = [
    ModuleKind(
        key="priorities",
        label=_("Gewichten"),
        text=_("Was ist wichtiger? Vorschläge bewerten, mit Punkten gewichten oder immer zwei vergleichen."),
        icon="star",
        features=(Feature("weigh", _("Vorschläge gewichten"), phases=("discussion", "vote")),),
        view="participation.priorities.views.show",
        urls="participation.priorities.urls",
        card="participation.priorities.cards.card",
        settings="participation.priorities.forms.SettingsForm",
        mine="participation.priorities.cards.mine",
        tables="participation.priorities.exports.tables",
        defaults={"method": "rating", "points": 10, "results": "after_own"},
        order=40,
    )
]
