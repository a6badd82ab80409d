"""The kind of module „Bürgerhaushalt“ (contract: participation.projects.kinds)."""

from django.utils.translation import gettext_lazy as _

from participation.projects.kinds import Feature, ModuleKind
from participation.projects.models import Who

from .rules import DEFAULTS, KIND

KINDS = [
    ModuleKind(
        key=KIND,
        label=_("Bürgerhaushalt"),
        text=_("Vorschläge sammeln, Kosten prüfen, geheim über das Geld abstimmen, nachprüfbar auszählen."),
        icon="euro",
        features=(
            Feature("submit", _("Vorschläge machen"), phases=("ideas",)),
            Feature("support", _("Vorschläge unterstützen"), phases=("ideas", "discussion")),
            Feature("comment", _("Über Vorschläge reden"), who=(Who.MEMBER,), phases=("ideas", "discussion")),
            Feature("vote", _("Abstimmen"), who=(Who.RESIDENT, Who.MEMBER), phases=("vote",)),
        ),
        view="participation.budgets.views.show",
        urls="participation.budgets.urls",
        card="participation.budgets.cards.card",
        settings="participation.budgets.forms.BudgetSettings",
        mine="participation.budgets.cards.mine",
        tables="participation.budgets.exports.tables",
        defaults=DEFAULTS,
        order=30,
    )
]
