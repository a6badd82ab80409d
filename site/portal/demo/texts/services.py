"""Services that every town hall offers, in several wordings; each city adds what only holds there."""

from __future__ import annotations

from dataclasses import dataclass
from zlib import crc32

from portal.demo.kinds import Body, PageText, Portal, faq, note, steps

from .service_words import BAUEN, BUECHEREI, EHRENAMT, GEWERBE, HEIRATEN, HUND
from .service_words_more import AUSWEIS, KITA, MUELL, PARKEN, SCHWIMMBAD, UMMELDEN

Wording = tuple[str, str, str, tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]


@dataclass(frozen=True)
class Service:
    slug: str
    icon: str
    topic: str
    office: str
    motif: str
    wordings: tuple[Wording, ...]  # title, summary, first paragraphs, steps, questions


SERVICES = {
    "ausweis": Service("ausweis", "id", "Bürgerservice", "buergerbuero", "", AUSWEIS),
    "ummelden": Service("wohnsitz-ummelden", "home", "Bürgerservice", "buergerbuero", "", UMMELDEN),
    "muell": Service("abfall", "bin", "Umwelt", "umwelt", "", MUELL),
    "kita": Service("kita", "child", "Familie", "kinder", "", KITA),
    "heiraten": Service("heiraten", "rings", "Familie", "standesamt", "", HEIRATEN),
    "bauen": Service("bauen", "build", "Bauen und Verkehr", "bauen", "", BAUEN),
    "parken": Service("bewohnerparken", "car", "Bauen und Verkehr", "ordnung", "", PARKEN),
    "buecherei": Service("stadtbuecherei", "book", "Bildung", "buecherei", "library", BUECHEREI),
    "schwimmbad": Service("schwimmbad", "drop", "Sport", "baeder", "pool", SCHWIMMBAD),
    "hund": Service("hund-anmelden", "heart", "Bürgerservice", "stadtkasse", "", HUND),
    "gewerbe": Service("gewerbe-anmelden", "file", "Wirtschaft", "ordnung", "", GEWERBE),
    "ehrenamt": Service("ehrenamt", "people", "Ehrenamt", "ehrenamt", "", EHRENAMT),
}

_SLUGS = (
    "baden-baden", "bretten", "bruchsal", "buehl", "ettlingen", "gaggenau", "rastatt", "rheinstetten", "stutensee",
)  # fmt: skip


def path_of(key: str) -> str:
    return f"buergerservice/{SERVICES[key].slug}"


def pages(portal: Portal) -> list[PageText]:
    """One page per service the portal names; neighbours in the list get different wordings."""
    return [_page(portal, key, own) for key, own in portal.services.items()]


def _page(portal: Portal, key: str, own: str) -> PageText:
    service = SERVICES[key]
    turn = _SLUGS.index(portal.slug) + crc32(key.encode())
    title, summary, first, way, questions = service.wordings[turn % len(service.wordings)]
    offices = {office.key for office in portal.offices}
    body: Body = (first, *([steps(*way)] if way else []), own.split("\n!!")[0])
    if "\n!!" in own:  # "!! title: text" is a call-out of the city
        head, _, text = own.split("\n!!")[1].strip().partition(": ")
        body = (*body, note(head, text))
    if questions:
        body = (*body, faq(*questions))
    return PageText(
        path_of(key), title, summary, body, kind="service", topics=(service.topic,), picture=service.motif,
        icon=service.icon, office=service.office if service.office in offices else "",
    )  # fmt: skip
