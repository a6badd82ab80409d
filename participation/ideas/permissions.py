"""Who may change, withdraw and support an idea; every no carries its reason. Phases are the gate's matter."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from participation.comments.permissions import YES, Verdict

from .models import Idea

if TYPE_CHECKING:
    from participation.projects.permissions import Person
    from portal.accounts.models import User

OPEN_STATES = (Idea.State.NEW, Idea.State.REVIEW)


def may_edit(user: User | None, idea: Idea, now: dt.datetime | None = None) -> Verdict:
    """The author, within 15 minutes by the server's clock, while the idea is readable."""
    if not idea.is_by(user):
        return Verdict(False, _("Ändern kann nur, wer die Idee eingetragen hat."))
    if not idea.is_visible:
        return Verdict(False, _("Diese Idee lässt sich nicht mehr ändern."))
    if (now or timezone.now()) >= idea.editable_until():
        return Verdict(
            False, _("Ändern geht nur in den ersten 15 Minuten: Andere unterstützen, was sie gelesen haben.")
        )
    return YES


def may_delete(user: User | None, idea: Idea) -> Verdict:
    """The author, until the city has decided: a decision needs what it is about."""
    if not idea.is_by(user):
        return Verdict(False, _("Zurückziehen kann nur, wer die Idee eingetragen hat."))
    if idea.is_deleted:
        return Verdict(False, _("Diese Idee ist schon zurückgezogen."))
    if idea.state not in OPEN_STATES:
        return Verdict(False, _("Über diese Idee hat die Stadt schon entschieden. Sie bleibt mit der Antwort stehen."))
    return YES


def may_support(person: Person, idea: Idea) -> Verdict:
    if not idea.is_visible:
        return Verdict(False, _("Diese Idee ist nicht mehr zu sehen."))
    if idea.is_by(person.user) or (person.guest is not None and person.guest == idea.guest):
        return Verdict(False, _("Hinter der eigenen Idee stehen Sie ohnehin."))
    return YES
