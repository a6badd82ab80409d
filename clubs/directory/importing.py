"""Imports of clubs: check a file, take it over, take it back. Each is one transaction with one audit row."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_scopes import scope, scopes_disabled

from portal.audit.actions import record
from portal.delivery.purge import touch
from portal.kit.refused import Refused
from portal.kit.slugs import free_slug

from . import findable
from .addresses import RESERVED
from .columns import BY_KEY, TAGS, row_of
from .importing_files import read
from .importing_models import ClubImport, ImportedClub
from .importing_rows import CHANGED, NEW, TWIN, Line, judged, read_rows
from .models import Club, ClubCity, ClubInterest, ClubKeyword, Interest, Keyword

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.cities.models import City

KEPT_UNAPPLIED = dt.timedelta(days=2)
KEPT_FOR_UNDO = dt.timedelta(days=90)
OWN_ROWS = ("clubinterest", "clubkeyword", "clubcity", "importedclub")


@transaction.atomic
def check_file(city: City, upload: UploadedFile, *, actor: User) -> ClubImport:
    """Read and keep the rows for the preview; nothing of the directory changes."""
    sheet = read(upload)
    lines = read_rows(city, sheet.rows)
    batch = ClubImport.objects.create(
        city=city, file_name=(upload.name or "datei")[-100:], columns=[*sheet.keys, *(f"?{name}" for name in sheet.unknown)],
        rows=[line.stored() for line in lines], made_by=actor,
    )  # fmt: skip
    record(city, "directory.import_check", batch, actor=actor, rows=len(lines))
    return batch


def lines_of(batch: ClubImport) -> list[Line]:
    """The rows as they would do now: the directory may have changed since the upload."""
    lines = [Line(**row) for row in batch.rows]
    fresh = [line for line in lines if not line.errors]
    judged(batch.city, fresh)
    return lines


@transaction.atomic
def apply(city: City, batch: ClubImport, *, actor: User, twins: frozenset[int] = frozenset()) -> ClubImport:
    """Make and change what the preview says. `twins`: line numbers of look-alikes that are clubs of their own.

    Rows with errors are left out; a second call finds the import done and refuses.
    """
    batch = ClubImport.objects.select_for_update().get(pk=batch.pk, city=city)
    if batch.status != ClubImport.Status.CHECKED:
        raise Refused(_("Dieser Import ist schon erledigt."), code="done")
    lines = lines_of(batch)
    new = [line for line in lines if line.verdict == NEW or (line.verdict == TWIN and line.number in twins)]
    changed = [line for line in lines if line.verdict == CHANGED]
    if not new and not changed:
        raise Refused(_("In dieser Datei ist nichts, was sich übernehmen ließe."), code="nothing")
    with scope(city=[city]):
        clubs = _make(city, new)
        before = {}
        for line in changed:
            club = Club.objects.select_for_update().get(city=city, uuid=line.club)
            before[club.pk] = snapshot(club)
            _write(club, line.values)
            clubs.append((club, line))
        _tag(city, clubs)
        fresh = Club.objects.prefetch_related(*TAGS).in_bulk([club.pk for club, _line in clubs])
        ImportedClub.objects.bulk_create(
            ImportedClub(city=city, batch=batch, club=club, before=before.get(pk, {}), after=snapshot(club))
            for pk, club in fresh.items()
        )
    findable.put_many(fresh.values())
    batch.status, batch.applied_at = ClubImport.Status.APPLIED, timezone.now()
    batch.created, batch.changed, batch.rows = len(new), len(changed), []
    batch.save(update_fields=["status", "applied_at", "created", "changed", "rows"])
    record(city, "directory.import", batch, actor=actor, new=len(new), changed=len(changed))
    _renew(city)
    return batch


def _renew(city: City) -> None:
    for model in (Club, ClubCity, ClubInterest, ClubKeyword):
        touch(model, None if model in (ClubInterest, ClubKeyword) else city)


def _make(city: City, lines: list[Line]) -> list[tuple[Club, Line]]:
    """The city's own import: public at once, shown on its own portal."""
    with scopes_disabled():
        taken = {*RESERVED, *(Club.objects.values_list("slug", flat=True) if lines else ())}
    made = []
    for line in lines:
        club = Club(city=city, status=Club.Status.PUBLISHED, slug=free_slug(line.name, taken, 80))
        taken.add(club.slug)
        _set(club, line.values)
        made.append((club, line))
    Club.objects.bulk_create(club for club, _line in made)
    ClubCity.objects.bulk_create(ClubCity(city=city, club=club) for club, _line in made)
    return made


def _set(club: Club, values: dict[str, Any]) -> None:
    for key, value in values.items():
        if key != "uuid" and BY_KEY[key].kind != "tags":
            setattr(club, key, value)


def _write(club: Club, values: dict[str, Any]) -> None:
    _set(club, values)
    club.save()


def _tag(city: City, clubs: list[tuple[Club, Line]]) -> None:
    """Tags of all clubs of an import in a handful of queries."""
    for key, tag_model, item_model in (("interests", Interest, ClubInterest), ("keywords", Keyword, ClubKeyword)):
        wanted = {club.pk: _names(line.values[key]) for club, line in clubs if key in line.values}
        set_tags(wanted, tag_model, item_model)


def set_tags(wanted: dict[int, list[str]], tag_model: Any, item_model: Any) -> None:
    names = sorted({name for each in wanted.values() for name in each})
    known = {tag.name.casefold(): tag for tag in tag_model.objects.all()}
    for name in names:
        if name.casefold() not in known:
            known[name.casefold()] = tag_model.objects.create(name=name)
    item_model.objects.filter(content_object__in=list(wanted)).delete()
    item_model.objects.bulk_create(
        item_model(content_object_id=club, tag=tag)
        for club, each in wanted.items()
        for tag in {known[name.casefold()].pk: known[name.casefold()] for name in each}.values()
    )


def _names(text: str) -> list[str]:
    return [name for name in text.split(", ") if name]


def snapshot(club: Club) -> dict[str, Any]:
    """Everything an import could have changed, and whether the club is public."""
    values = row_of(club)
    for column in BY_KEY.values():
        if column.kind == "codes":
            values[column.key] = getattr(club, column.key)
    return {**values, "status": club.status}


@transaction.atomic
def undo(city: City, batch: ClubImport, *, actor: User) -> ClubImport:
    """Everything as it was before the import: new clubs go, changed ones get their old values. All or nothing.

    Refused when one of the clubs was edited since, or has got people, events or offers of its own.
    """
    batch = ClubImport.objects.select_for_update().get(pk=batch.pk, city=city)
    if batch.status != ClubImport.Status.APPLIED:
        raise Refused(_("Dieser Import lässt sich nicht zurücknehmen."), code="done")
    with scopes_disabled():
        rows = list(batch.imported.all())
        clubs = Club.objects.filter(city=city).prefetch_related(*TAGS).in_bulk([r.club_id for r in rows])
        touched = [
            clubs[row.club_id].name if row.club_id in clubs else "?"
            for row in rows
            if row.club_id not in clubs
            or snapshot(clubs[row.club_id]) != row.after
            or (not row.before and _is_used(clubs[row.club_id]))
        ]
        if touched or len(rows) != batch.created + batch.changed:
            raise Refused(
                _("Das geht nicht mehr: Seit dem Import wurde weitergearbeitet, zum Beispiel an „%(name)s“.")
                % {"name": touched[0] if touched else "?"},
                code="edited",
            )
        gone = [clubs[row.club_id] for row in rows if not row.before]
        for club in gone:
            findable.remove(club)
        back = [(clubs[row.club_id], Line(0, values=_values(row.before))) for row in rows if row.before]
        for club, line in back:
            club.status = next(row.before["status"] for row in rows if row.club_id == club.pk)
            _write(club, line.values)
        _tag(city, back)
        Club.objects.filter(pk__in=[club.pk for club in gone]).delete()
        restored = Club.objects.prefetch_related(*TAGS).filter(pk__in=[c.pk for c, _line in back])
        findable.put_many(restored)
    batch.status, batch.undone_at = ClubImport.Status.UNDONE, timezone.now()
    batch.save(update_fields=["status", "undone_at"])
    record(city, "directory.import_undo", batch, actor=actor, removed=len(gone), restored=len(back))
    _renew(city)
    return batch


def _values(before: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in before.items() if key in BY_KEY and key != "uuid"}


def _is_used(club: Club) -> bool:
    """Something of another table points to the club: people, events, offers, claims of whatever app."""
    for relation in Club._meta.related_objects:
        model: Any = relation.related_model
        if model._meta.model_name in OWN_ROWS or relation.on_delete is models.SET_NULL:
            continue
        manager = getattr(model, "_base_manager", model.objects)
        if manager.filter(**{relation.field.name: club}).exists():
            return True
    return False


@transaction.atomic
def discard(city: City, batch: ClubImport, *, actor: User) -> None:
    batch = ClubImport.objects.select_for_update().get(pk=batch.pk, city=city)
    if batch.status != ClubImport.Status.CHECKED:
        raise Refused(_("Dieser Import ist schon erledigt."), code="done")
    record(city, "directory.import_discard", batch, actor=actor)
    batch.delete()


def forget(now: dt.datetime | None = None) -> None:
    """Daily: uploads nobody took over go after two days; what an undo needs goes after ninety."""
    now = now or timezone.now()
    with scopes_disabled():
        ClubImport.objects.filter(status=ClubImport.Status.CHECKED, made_at__lt=now - KEPT_UNAPPLIED).delete()
        ImportedClub.objects.filter(batch__made_at__lt=now - KEPT_FOR_UNDO).delete()
