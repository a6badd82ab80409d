from django.utils.translation import gettext_lazy as _

from participation.projects.kinds import Feature, ModuleKind

PHASES = ("information", "discussion", "decision")

KINDS = [
    ModuleKind(
        key="live",
        label=_("Fragen zur Veranstaltung"),
        text=_("Vor und während einer Veranstaltung fragen, Fragen anderer unterstützen, Antworten nachlesen."),
        icon="chat",
        features=(
            Feature("ask", _("Fragen stellen"), phases=PHASES),
            Feature("support", _("Fragen unterstützen"), phases=PHASES),
        ),
        view="participation.live.views.show",
        urls="participation.live.urls",
        card="participation.live.cards.card",
        settings="participation.live.forms.SettingsForm",
        mine="participation.live.cards.mine",
        tables="participation.live.exports.tables",
        defaults={"premoderation": True},
        order=60,
    )
]
