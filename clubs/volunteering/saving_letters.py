"""Mails of saved searches: the link to confirm, what is new, whether it shall go on."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.mailing.actions import write

from . import cards, published
from .addresses import absolute, token
from .saved import SavedSearch
from .shelf import shelf

if TYPE_CHECKING:
    from portal.cities.models import City

    from .finding import Hit


def words_of(row: SavedSearch, city: City) -> str:
    """The search as people say it."""
    from .actions.saving import wish_of

    names = dict(shelf().interests.values())
    return wish_of(row.query, city).words_for(names) or _("alle Angebote")


def link(name: str, kind: str, row: SavedSearch, city: City) -> str:
    """A link of one kind opens nothing of another, and on no other portal."""
    return absolute(city, reverse(f"finding:{name}", args=[token(f"{kind}.{city.slug}", row)]))


def unsubscribe_url(row: SavedSearch, city: City) -> str:
    return link("saved_unsubscribe", "saved.off", row, city)


def confirm(row: SavedSearch) -> None:
    with translation.override("de"):
        context = {
            "city": row.city, "words": words_of(row, row.city), "link": link("saved_confirm", "saved", row, row.city),
        }  # fmt: skip
        body = render_to_string("volunteering/mails/saved_confirm.txt", context)
        subject = _("Bitte bestätigen Sie Ihre Suche")
        write(row.city, row.email, subject, body, key=f"volunteering.saved_confirm:{row.uuid}", soon=True)


def digest(row: SavedSearch, city: City, hits: list[Hit], count: int, at: dt.datetime) -> bool:
    """`at`: the round; one letter of it, whoever asks how often."""
    with translation.override("de"):
        offers = [
            {
                **cards.card(hit.offer, city, hit.next_shift, hit.free, hit.places, distance_km=hit.distance_km),
                "link": published.url_of(hit.offer),
            }
            for hit in hits
        ]
        unsubscribe = unsubscribe_url(row, city)
        context = {
            "city": city, "words": words_of(row, city), "offers": offers, "more": count - len(hits),
            "unsubscribe": unsubscribe,
        }  # fmt: skip
        body = render_to_string("volunteering/mails/saved_digest.txt", context)
        subject = ngettext("%(n)s neues Angebot zum Mithelfen", "%(n)s neue Angebote zum Mithelfen", count)
        headers = {
            "Auto-Submitted": "auto-generated", "List-Unsubscribe": f"<{unsubscribe}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }  # fmt: skip
        key = f"volunteering.digest:{row.uuid}:{at.timestamp():.0f}"
        return write(city, row.address, subject % {"n": count}, body, key=key, headers=headers)


def still_wanted(row: SavedSearch, city: City) -> bool:
    with translation.override("de"):
        context = {
            "city": city, "words": words_of(row, city), "link": link("saved_renew", "saved.on", row, city),
            "unsubscribe": unsubscribe_url(row, city), "until": row.expires_at,
        }  # fmt: skip
        body = render_to_string("volunteering/mails/saved_renew.txt", context)
        subject = _("Möchten Sie Ihre Suche behalten?")
        key = f"volunteering.saved_renew:{row.uuid}:{row.expires_at.timestamp():.0f}"
        return write(city, row.address, subject, body, key=key)
