"""The region's vocabulary: add, rename, retire, make a free word of the clubs a topic. Addresses and saved searches name a
topic by its slug, which never changes; so nothing is ever deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from portal.audit.actions import record
from portal.delivery.purge import touch
from portal.kit.refused import Refused
from portal.kit.slugs import free_slug
from portal.kit.text import clean

from . import findable
from .columns import TAGS
from .models import Club, ClubInterest, ClubKeyword, Interest, Keyword
from .values import INTERESTS_MAX

if TYPE_CHECKING:
    from collections.abc import Iterable

    from portal.accounts.models import User
    from portal.cities.models import City

NAME_MAX = 60
MOST = 60  # a longer list is no help to anybody


class Merged(NamedTuple):
    """Clubs that have the topic now; clubs that keep the word because they have as many topics as they may."""

    moved: int
    kept: int


def _name(text: str, but: Interest | None = None) -> str:
    """Bounded, with a letter in it, and not there yet, in whatever case."""
    name = " ".join(clean(str(text)[: 8 * NAME_MAX]).split())
    if len(name) > NAME_MAX:
        raise Refused(_("Bitte höchstens %(n)s Zeichen.") % {"n": NAME_MAX}, code="name")
    if not any(letter.isalpha() for letter in name):
        raise Refused(_("Bitte geben Sie dem Thema einen Namen."), code="name")
    folded = name.casefold()  # the database folds ASCII only
    for tag in Interest.objects.all():
        if tag.name.casefold() == folded and (but is None or tag.pk != but.pk):
            raise Refused(_("Das Thema „%(name)s“ gibt es schon.") % {"name": tag.name}, code="name")
    return name


@transaction.atomic
def add(city: City, name: str, *, actor: User | None) -> Interest:
    """`city`: the alliance, whose audit trail tells of it."""
    name = _name(name)
    if Interest.objects.filter(is_retired=False).count() >= MOST:
        raise Refused(_("Mehr als %(n)s Themen findet niemand mehr durch.") % {"n": MOST}, code="name")
    slug = free_slug(name, Interest.objects.values_list("slug", flat=True), 80)
    try:
        with transaction.atomic():
            tag = Interest.objects.create(name=name, slug=slug)
    except IntegrityError:  # somebody was faster
        raise Refused(_("Das Thema „%(name)s“ gibt es schon.") % {"name": name}, code="name") from None
    record(city, "directory.interest_add", tag, actor=actor, slug=slug)
    return tag


@transaction.atomic
def rename(city: City, tag: Interest, name: str, *, actor: User | None) -> Interest:
    tag = Interest.objects.select_for_update().get(pk=tag.pk)
    name = _name(name, but=tag)
    if name == tag.name:
        return tag
    tag.name = name
    try:
        with transaction.atomic():
            tag.save(update_fields=["name"])
    except IntegrityError:
        raise Refused(_("Das Thema „%(name)s“ gibt es schon.") % {"name": name}, code="name") from None
    record(city, "directory.interest_rename", tag, actor=actor, slug=tag.slug)
    _found_by(ClubInterest.objects.filter(tag=tag).values_list("content_object_id", flat=True))
    return tag


@transaction.atomic
def retire(city: City, tag: Interest, retired: bool, *, actor: User | None) -> Interest:
    """Whoever has it keeps it and is found by it; forms do not offer it any more. Or the other way round."""
    tag = Interest.objects.select_for_update().get(pk=tag.pk)
    if tag.is_retired == retired:
        return tag
    tag.is_retired = retired
    tag.save(update_fields=["is_retired"])
    verb = "directory.interest_retire" if retired else "directory.interest_offer"
    record(city, verb, tag, actor=actor, slug=tag.slug)
    return tag


@transaction.atomic
def merge(city: City, word: Keyword, tag: Interest, *, actor: User | None) -> Merged:
    """A free word becomes a topic at every club that has it. Clubs are locked by id, then their words change."""
    tag = Interest.objects.select_for_update().get(pk=tag.pk)
    if tag.is_retired:
        raise Refused(_("Dieses Thema steht nicht mehr zur Wahl."), code="interest")
    with scopes_disabled():
        having = ClubKeyword.objects.filter(tag=word)
        clubs = list(
            Club.objects.select_for_update(of=("self",))
            .filter(pk__in=having.values("content_object"))
            .order_by("pk")
            .prefetch_related("interest_items")
        )
    held = {club.pk: {item.tag_id for item in club.interest_items.all()} for club in clubs}
    full = {pk for pk, tags in held.items() if tag.pk not in tags and len(tags) >= INTERESTS_MAX}
    new = [club for club in clubs if club.pk not in full and tag.pk not in held[club.pk]]
    ClubInterest.objects.bulk_create(ClubInterest(content_object=club, tag=tag) for club in new)
    having.exclude(content_object__in=full).delete()
    if not full:
        word.delete()
    touch(ClubInterest, None)
    touch(ClubKeyword, None)
    merged = Merged(len(clubs) - len(full), len(full))
    record(city, "directory.keyword_merge", tag, actor=actor, slug=tag.slug, clubs=merged.moved, kept=merged.kept)
    _found_by(club.pk for club in clubs)
    return merged


def _found_by(clubs: Iterable[int]) -> None:
    """The search of the portals knows clubs by their topics and words."""
    with scopes_disabled():
        findable.put_many(Club.objects.filter(pk__in=list(clubs)).prefetch_related(*TAGS))
