"""What keeps spam, haste and repetition out of a hall's questions."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from participation.comments.rules import check_words, is_new
from portal.kit import text as texts
from portal.kit.refused import Refused

from .models import TEXT_MAX, Question

if TYPE_CHECKING:
    from participation.projects.models import Module
    from participation.projects.permissions import Person
    from portal.cities.models import City

WINDOW = dt.timedelta(minutes=10)
PER_WINDOW, NEW_PER_WINDOW = 6, 3
WAITING_MAX = 300  # nameless questions of one module that wait for the desk


def checked_text(value: str) -> str:
    """One line of plain text. Raises Refused when it is empty, too long or carries a link."""
    if len(value) > 4 * TEXT_MAX:  # no work for a megabyte
        raise Refused(_("Bitte höchstens %(n)s Zeichen.") % {"n": TEXT_MAX}, code="long")
    cleaned = " ".join(texts.clean(value).split())
    if texts.is_blank(cleaned):
        raise Refused(_("Bitte schreiben Sie Ihre Frage."), code="empty")
    if len(cleaned) > TEXT_MAX:
        raise Refused(
            _("Bitte höchstens %(n)s Zeichen. Ihre Frage hat %(m)s.") % {"n": TEXT_MAX, "m": len(cleaned)}, code="long"
        )
    if texts.links(cleaned):
        raise Refused(_("Bitte stellen Sie Ihre Frage ohne Link."), code="links")
    return cleaned


def fingerprint(text: str) -> str:
    return hashlib.sha256(texts.fingerprint(text).encode()).hexdigest()


def check(city: City, person: Person, module: Module, text: str, now: dt.datetime, *, nameless: bool) -> None:
    """Blocked words, pace and repetition. Of a question that still waits, only its author hears that it is there."""
    check_words(city, text)
    same = Question.objects.filter(module=module, fingerprint=fingerprint(text))
    if same.shown().exists():
        raise Refused(
            _("Diese Frage hat schon jemand gestellt. Unterstützen Sie sie, dann rückt sie nach oben."),
            code="duplicate",
        )
    if nameless:
        waiting = Question.objects.filter(module=module, nameless=True, state=Question.State.WAITING)
        if waiting.filter(status=Question.Status.VISIBLE).count() >= WAITING_MAX:
            raise Refused(
                _("Gerade warten sehr viele Fragen auf Freigabe. Bitte versuchen Sie es später."), code="pace"
            )
        return
    who = {"author": person.user} if person.user is not None else {"guest": person.guest}
    if same.filter(**who).exclude(status=Question.Status.DELETED).exists():
        raise Refused(_("Das haben Sie schon gefragt."), code="duplicate")
    most = NEW_PER_WINDOW if person.user is None or is_new(person.user, now) else PER_WINDOW
    if Question.objects.filter(module=module, created_at__gt=now - WINDOW, **who).count() >= most:
        raise Refused(
            _("Sie haben gerade schon mehrere Fragen gestellt. Bitte warten Sie ein paar Minuten."), code="pace"
        )
