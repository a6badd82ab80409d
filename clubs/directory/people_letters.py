"""Mails about a club to its people and its city: one per event, written in the transaction that they tell of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.utils import translation
from django_scopes import scopes_disabled

from portal.cities import hosts
from portal.mailing.actions import write

from .addresses import host_of
from .models import ClubMember

if TYPE_CHECKING:
    from portal.cities.models import City

    from .models import Club


def tell(
    city: City, to: str, subject: str, text: str, *, path: str, key: str, host: str = "", quote: str = "",
    soon: bool = False,
) -> None:  # fmt: skip
    """`path`: where it is to be seen, on `host` or the city's own. Nobody to write to: nothing is written."""
    if not to:
        return
    link = hosts.absolute(host or next((h.site.hostname for h in hosts.every() if h.city.pk == city.pk), ""), path)
    with translation.override("de"):
        context = {"text": text, "quote": quote, "link": link, "city": city}
        body = render_to_string("directory/mails/note.txt", context)
        write(city, to, subject, body, key=key, soon=soon)


def tell_people(club: Club, subject: str, text: str, *, path: str, key: str, quote: str = "", without: int = 0) -> None:
    """Everybody who speaks for the club, each in a letter of their own."""
    with scopes_disabled():
        members = list(ClubMember.objects.filter(club=club).exclude(user=without).select_related("user"))
    for member in members:
        if member.user.is_active:
            tell(
                club.city, member.user.email, subject, text, path=path, key=f"{key}:{member.user_id}", quote=quote,
                host=host_of(club),
            )  # fmt: skip
