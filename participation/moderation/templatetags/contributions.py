"""How texts of members and their moments are shown, in discussions and in moderation."""

import datetime as dt

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from participation.moderation.models import Reason
from participation.moderation.registry import label_of
from portal.kit import text

register = template.Library()
register.filter("paragraphs", text.paragraphs)
register.filter("excerpt", text.excerpt)


@register.filter
def stamp(value: dt.datetime) -> str:
    """ "24. November 2026, 9:05 Uhr": no „heute“, which a cached page would turn into a lie."""
    return _("%(day)s Uhr") % {"day": date_format(timezone.localtime(value), "DATETIME_FORMAT")}


@register.filter
def ground(code: str) -> str:
    return str(Reason(code).label) if code in Reason.values else ""


@register.filter
def kind_label(kind: str) -> str:
    """ "kommentar" → „Kommentar“, in the words of the app whose contributions these are."""
    return label_of(kind)
