from django.utils.translation import gettext_lazy as _

from participation.projects.kinds import Feature, ModuleKind

KINDS = [
    ModuleKind(
        key="text",
        label=_("Text gemeinsam prüfen"),
        text=_(
            "Ein Entwurf steht Absatz für Absatz offen: zum Mitreden und mit Vorschlägen für einen anderen Wortlaut."
        ),
        icon="edit",
        features=(
            Feature("comment", _("über Absätze sprechen"), who=("member", "resident"), phases=("discussion",)),
            Feature(
                "suggest", _("Änderungen vorschlagen"), who=("member", "anyone", "resident"), phases=("discussion",)
            ),
        ),
        view="participation.textwork.views.show",
        urls="participation.textwork.urls",
        card="participation.textwork.cards.card",
        mine="participation.textwork.cards.mine",
        tables="participation.textwork.exports.tables",
        order=40,
    )
]
