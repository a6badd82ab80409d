"""The module that needs nothing but a discussion."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from .kinds import Feature, ModuleKind
from .models import Phase, Who

KINDS = [
    ModuleKind(
        key="discussion",
        label=_("Diskussion"),
        text=_("Ein Thema zum Mitreden, auf Wunsch mit dafür und dagegen."),
        icon="chat",
        features=(
            Feature(
                "comment",
                _("Mitdiskutieren"),
                who=(Who.MEMBER, Who.RESIDENT),
                phases=(Phase.Kind.IDEAS, Phase.Kind.DISCUSSION),
            ),
        ),
        view="participation.projects.discussion.show",
        card="participation.projects.discussion.card",
        settings="participation.projects.discussion.SettingsForm",
        defaults={"stance": False},
        order=20,
    )
]
