"""What an idea must be like, and what keeps spam out. Refusals are worded for the person."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from participation.comments.rules import DUPLICATE_WINDOW, check_links, check_words, is_new
from portal.kit import text as texts
from portal.kit.refused import Refused

from .models import PLACE_MAX, TEXT_MAX, TITLE_MAX, Category, Idea

if TYPE_CHECKING:
    from participation.projects.models import Module
    from participation.projects.permissions import Person
    from portal.cities.models import City

PER_HOUR, NEW_PER_HOUR = 12, 5


def _cleaned(value: str, most: int, code: str) -> str:
    if len(value) > 4 * most:  # no work for a megabyte
        raise Refused(_("Bitte höchstens %(n)s Zeichen.") % {"n": most}, code=code)
    text = texts.clean(value)
    if len(text) > most:
        raise Refused(_("Bitte höchstens %(n)s Zeichen. Es sind %(m)s.") % {"n": most, "m": len(text)}, code=code)
    return text


def checked_title(value: str) -> str:
    """One line. Raises Refused (code "title")."""
    title = " ".join(_cleaned(value, TITLE_MAX, "title").split())
    if texts.is_blank(title):
        raise Refused(_("Bitte geben Sie Ihrer Idee eine Überschrift."), code="title")
    return title


def checked_text(value: str) -> str:
    """Raises Refused (code "text")."""
    text = _cleaned(value, TEXT_MAX, "text")
    if texts.is_blank(text):
        raise Refused(_("Bitte beschreiben Sie Ihre Idee."), code="text")
    return text


def checked_place(value: str) -> str:
    """One line, may be empty. Raises Refused (code "place")."""
    return " ".join(_cleaned(value, PLACE_MAX, "place").split())


def checked_category(module: Module, category: Category | None) -> Category | None:
    """Only one of this module that can still be chosen. Raises Refused (code "category")."""
    if category is not None and (category.module_id != module.pk or not category.switched_on):
        raise Refused(_("Dieses Thema gibt es hier nicht."), code="category")
    return category


def check_person(city: City, module: Module, person: Person, title: str, text: str, now: dt.datetime) -> None:
    """Pace, links, blocked words, the same idea twice. Raises Refused."""
    whole = f"{title}\n{text}"
    check_words(city, whole)
    if person.user is None:
        if texts.links(whole) > 1:
            raise Refused(_("Bitte höchstens einen Link."), code="links")
        mine = Idea.objects.filter(guest=person.guest)
    else:
        check_links(person.user, whole, now)
        mine = Idea.objects.filter(author=person.user)
    limit = PER_HOUR if person.user is not None and not is_new(person.user, now) else NEW_PER_HOUR
    if mine.filter(created_at__gt=now - dt.timedelta(hours=1)).count() >= limit:
        raise Refused(
            _("Sie haben in der letzten Stunde schon viele Ideen eingetragen. Bitte warten Sie etwas."), code="pace"
        )
    same = texts.fingerprint(whole)
    recent = mine.filter(module=module, created_at__gt=now - DUPLICATE_WINDOW).readable()
    if any(texts.fingerprint(f"{t}\n{x}") == same for t, x in recent.values_list("title", "text")):
        raise Refused(_("Diese Idee haben Sie schon eingetragen."), code="duplicate")
