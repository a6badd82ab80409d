"""The module kind „Umfrage“."""

from django.utils.translation import gettext_lazy as _

from participation.projects.kinds import Feature, ModuleKind
from participation.projects.models import Phase, Who

KINDS = [
    ModuleKind(
        key="poll",
        label=_("Umfrage"),
        text=_("Fragen stellen: eine schnelle Frage oder ein Fragebogen, auf Wunsch anonym und ohne Konto."),
        icon="list",
        features=(
            Feature(
                "answer",
                _("Umfrage beantworten"),
                who=(Who.MEMBER, Who.ANYONE, Who.RESIDENT),
                phases=(Phase.Kind.IDEAS, Phase.Kind.DISCUSSION, Phase.Kind.VOTE),
            ),
        ),
        view="participation.polls.views.show",
        urls="participation.polls.urls",
        card="participation.polls.cards.card",
        settings="participation.polls.forms.SettingsForm",
        mine="participation.polls.cards.mine",
        tables="participation.polls.exports.tables",
        dump="participation.polls.blueprints.dump",
        load="participation.polls.blueprints.load",
        defaults={"anonymous": True, "results": "after"},
        order=30,
    )
]
