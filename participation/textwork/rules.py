"""What keeps spam and haste out of suggestions. Refusals are worded for the person and never lose the text."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from participation.comments.rules import LINKS, NEW_LINKS, check_words, is_new
from portal.kit import text as texts
from portal.kit.refused import Refused

from .models import REASON_MAX, WORDING_MAX, Paragraph, Suggestion
from .texts import plain_line

if TYPE_CHECKING:
    from participation.projects.models import Module
    from participation.projects.permissions import Person
    from portal.cities.models import City

    from .models import Anchor

PER_HOUR, NEW_PER_HOUR = 20, 8


def checked_wording(value: str, paragraph: Paragraph) -> str:
    """The wording as stored: no heading or list signs of its own, not what stands there already."""
    if len(value) > 4 * WORDING_MAX:  # no work for a megabyte
        raise Refused(_("Bitte höchstens %(n)s Zeichen.") % {"n": WORDING_MAX}, code="long")
    cleaned = texts.clean(value)
    if texts.is_blank(cleaned):
        raise Refused(_("Bitte schreiben Sie Ihren Wortlaut."), code="empty")
    # One paragraph: a blank line or a leading sign would make several of it in the next version
    cleaned = "\n".join(line for line in map(plain_line, cleaned.split("\n")) if line)
    if paragraph.kind == Paragraph.Kind.HEADING:
        cleaned = " ".join(cleaned.split())
    if texts.is_blank(cleaned):
        raise Refused(_("Bitte schreiben Sie Ihren Wortlaut."), code="empty")
    if len(cleaned) > WORDING_MAX:
        raise Refused(
            _("Bitte höchstens %(n)s Zeichen. Ihr Text hat %(m)s.") % {"n": WORDING_MAX, "m": len(cleaned)}, code="long"
        )
    if " ".join(cleaned.split()) == " ".join(paragraph.text.split()):
        raise Refused(_("So steht es schon da. Bitte ändern Sie den Wortlaut."), code="same")
    return cleaned


def checked_reason(value: str) -> str:
    cleaned = texts.clean(value[: 4 * REASON_MAX])
    if len(cleaned) > REASON_MAX or len(value) > 4 * REASON_MAX:
        raise Refused(_("Die Begründung hat höchstens %(n)s Zeichen.") % {"n": REASON_MAX}, code="reason")
    return "" if texts.is_blank(cleaned) else cleaned


def check(
    city: City,
    person: Person,
    module: Module,
    anchor: Anchor,
    wording: str,
    reason: str,
    current: str,
    now: dt.datetime,
) -> None:
    """Links that the paragraph does not have already, blocked words, pace, repetition."""
    fresh = person.user is None or is_new(person.user, now)
    if texts.links(wording) - texts.links(current) + texts.links(reason) > (NEW_LINKS if fresh else LINKS):
        raise Refused(_("Bitte weniger Links in einem Vorschlag."), code="links")
    check_words(city, f"{wording} {reason}")
    mine = Suggestion.objects.filter(module=module)
    mine = mine.filter(author=person.user) if person.user is not None else mine.filter(guest=person.guest)
    recent = mine.filter(created_at__gt=now - dt.timedelta(hours=1)).count()
    if recent >= (NEW_PER_HOUR if fresh else PER_HOUR):
        raise Refused(_("Sie haben in der letzten Stunde schon viel geschrieben. Bitte warten Sie etwas."), code="pace")
    print_ = texts.fingerprint(wording)
    for other in mine.filter(anchor=anchor).readable().values_list("wording", flat=True):
        if texts.fingerprint(other) == print_:
            raise Refused(_("Das haben Sie schon vorgeschlagen."), code="duplicate")
