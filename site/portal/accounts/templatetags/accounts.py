"""Tags of the account pages."""

from __future__ import annotations

from typing import Any

from django import template
from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from portal.cities import hosts
from portal.cities.models import City

from ..places import own_hosts, portal_of_next

register = template.Library()


@register.simple_tag
def account_messages(request: HttpRequest) -> list[Any]:
    """Answers of the last action. Only account pages ask: reading them touches the session."""
    return list(messages.get_messages(request))


@register.simple_tag
def coming_from(request: HttpRequest) -> dict[str, Any] | None:
    """The portal to which the visitor will return after signing in."""
    city = portal_of_next(request)
    return {"city": city, "url": hosts.absolute(city.site.hostname)} if city and city.site else None


@register.filter
def portal_names(names: list[str]) -> str:
    """Host names → names of portals, for the list of sign-ins."""
    known: dict[str, City | None] = own_hosts()
    words = []
    for name in dict.fromkeys(names):
        city = known.get(name)
        words.append(city.name if city else _("Redaktion"))
    return ", ".join(words)


@register.filter
def browser(user_agent: str) -> str:
    """ "Firefox, Windows": enough to recognise one's own device, from the fixed words of user agents."""
    programs = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
    systems = (
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "Mac"),
        ("Linux", "Linux"),
    )
    found = [next((name for word, name in table if word in user_agent), "") for table in (programs, systems)]
    return ", ".join(f for f in found if f) or _("Unbekanntes Gerät")
