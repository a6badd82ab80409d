"""Every change of a blueprint, and the one way from a blueprint to a project."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from participation.projects import actions as projects
from participation.projects.kinds import all_kinds
from participation.projects.models import Milestone, Module, Phase, Project, Who
from participation.projects.plans import plan_of
from portal.audit.actions import record
from portal.kit.refused import Refused

from . import data as rules
from .catalogue import Source, origin_of
from .files import Package
from .models import NAME_MAX, TEXT_MAX, Blueprint

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.cities.models import City

MAX_BLUEPRINTS = 100  # of one city


@dataclass
class Begun:
    """`left_out`: titles of what this installation cannot do (modules of unknown kinds, settings no longer known)."""

    project: Project
    left_out: list[str] = field(default_factory=list)


# --- From a blueprint to a project ----------------------------------------------------------------


@transaction.atomic
def start_from(
    city: City,
    source: Source,
    title: str,
    start: dt.date,
    *,
    actor: User | None,
    key: uuid.UUID | None = None,
) -> Begun:
    """A draft with phases, modules, accesses and milestones; the first phase begins on `start`. Nothing is published.

    `key`: of the form; sent twice it makes one project.
    """
    known = Project.objects.filter(city=city, uuid=key).first() if key else None
    if known is not None:
        return Begun(known)
    plan = rules.checked(source.data)
    project = projects.create_project(
        city, title, actor=actor, key=key, purpose=plan["purpose"], easy_purpose=plan["easy_purpose"]
    )
    begun = Begun(project)
    phases = [_start_phase(city, project, row, start, actor) for row in plan["phases"]]
    modules = [_start_module(city, begun, row, plan["accesses"] is None, actor) for row in plan["modules"]]
    if plan["accesses"] is not None:
        wanted = []
        for phase, module_number, key, who in plan["accesses"]:
            module = modules[module_number]
            feature = module.spec.feature(key) if module is not None else None
            if module is not None and feature is not None and (who in feature.who or who == Who.DESK):
                wanted.append((phases[phase], module, key, who))
        projects.set_accesses(city, project, wanted, actor=actor)
    for row in plan["milestones"]:
        projects.save_milestone(city, project, actor=actor, title=row["title"], text=row["text"])
    record(city, "blueprints.start", project, actor=actor, blueprint=source.key, version=source.version)
    return begun


def _moment(start: dt.date, day_and_minute: list[int]) -> dt.datetime:
    day, minute = day_and_minute
    wall = dt.datetime.combine(start + dt.timedelta(days=day), dt.time(minute // 60, minute % 60))
    return wall.replace(tzinfo=timezone.get_default_timezone())


def _start_phase(city: City, project: Project, row: dict[str, Any], start: dt.date, actor: User | None) -> Phase:
    return projects.save_phase(
        city, project, actor=actor, kind=row["kind"], title=row["title"], text=row["text"], easy_text=row["easy_text"],
        starts_at=_moment(start, row["starts"]), ends_at=_moment(start, row["ends"]) if row["ends"] else None,
    )  # fmt: skip


def _start_module(city: City, begun: Begun, row: dict[str, Any], proposed: bool, actor: User | None) -> Module | None:
    spec = all_kinds().get(row["kind"])
    if spec is None:
        begun.left_out.append(row["title"])
        return None
    fields = {"intro": row["intro"], "easy_intro": row["easy_intro"], "switched_on": row["switched_on"]}
    module = None
    if spec.settings and row["settings"]:
        try:
            with transaction.atomic():
                module = projects.add_module(
                    city, begun.project, row["kind"], row["title"], actor=actor, open_features=proposed,
                    settings=row["settings"], **fields,
                )  # fmt: skip
        except ValidationError:
            begun.left_out.append(_("Einstellungen von „%(title)s“") % {"title": row["title"]})
    if module is None:
        module = projects.add_module(
            city, begun.project, row["kind"], row["title"], actor=actor, open_features=proposed, **fields
        )
    if spec.load and row["content"] is not None:
        try:
            with transaction.atomic():
                spec.call(spec.load)(module, row["content"])
        except ValidationError:
            begun.left_out.append(_("Inhalt von „%(title)s“") % {"title": row["title"]})
    return module


# --- From a project to a blueprint ----------------------------------------------------------------


def data_of(project: Project) -> dict[str, Any]:
    """Everything of a project that another one could begin with; days are counted from its first phase."""
    plan = plan_of(project)
    zone = timezone.get_default_timezone()
    first = min((p.starts_at.astimezone(zone).date() for p in plan.phases), default=timezone.localdate())

    def moment(value: dt.datetime | None) -> list[int] | None:
        if value is None:
            return None
        local = value.astimezone(zone)
        return [(local.date() - first).days, local.hour * 60 + local.minute]

    phases = []
    for phase in plan.phases:
        starts, ends = moment(phase.starts_at), moment(phase.ends_at)
        if starts is not None and ends is not None and ends <= starts:
            ends = [starts[0], starts[1] + 1] if starts[1] + 1 < rules.MINUTES else [starts[0] + 1, 0]
        phases.append({
            "kind": phase.kind, "title": phase.title, "text": phase.text, "easy_text": phase.easy_text,
            "starts": starts, "ends": ends,
        })  # fmt: skip
    number_of_phase = {phase.pk: n for n, phase in enumerate(plan.phases)}
    number_of_module = {module.pk: n for n, module in enumerate(plan.modules)}
    with scopes_disabled():
        steps = list(Milestone.objects.filter(project=project))
    return rules.checked({
        "purpose": project.purpose,
        "easy_purpose": project.easy_purpose,
        "phases": phases,
        "modules": [
            {
                "kind": module.kind, "title": module.title, "intro": module.intro, "easy_intro": module.easy_intro,
                "settings": module.settings if module.spec.settings else {}, "switched_on": module.switched_on,
                "content": module.spec.call(module.spec.dump)(module) if module.spec.dump else None,
            }
            for module in plan.modules
        ],
        "accesses": [
            [number_of_phase[a.phase_id], number_of_module[a.module_id], a.feature, str(a.who)] for a in plan.accesses
        ],
        "milestones": [{"title": row.title, "text": ""} for row in steps],
    })  # fmt: skip


@transaction.atomic
def save_as_blueprint(
    city: City, project: Project, name: str, text: str = "", *, actor: User | None, row: Blueprint | None = None
) -> Blueprint:
    """Make a blueprint of the city's own project, or a new version of `row`."""
    if project.city_id != city.pk or (row is not None and row.city_id != city.pk):
        raise Refused(_("Eine Vorlage entsteht aus einem Projekt der eigenen Stadt."))
    data = data_of(project)
    if row is None:
        _room_for_one(city)
        row = Blueprint(city=city, data=data)
    elif row.data != data:
        row.data, row.version = data, row.version + 1
    return _save(city, row, name, text, "blueprints.save", actor)


def _room_for_one(city: City) -> None:
    if Blueprint.objects.filter(city=city).count() >= MAX_BLUEPRINTS:
        raise Refused(_("Eine Stadt hat höchstens %(n)s Vorlagen.") % {"n": MAX_BLUEPRINTS})


def _save(city: City, row: Blueprint, name: str, text: str, verb: str, actor: User | None) -> Blueprint:
    row.name = rules.text(name, NAME_MAX, _("Der Name"), needed=True)
    row.text = rules.text(text, TEXT_MAX, _("Die Beschreibung"))
    row.full_clean(exclude=["city"])
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:  # the same click, twice in the same moment
        raise Refused(_("Diese Vorlage ist gerade schon gespeichert worden.")) from None
    record(city, verb, row, actor=actor, version=row.version)
    return row


@transaction.atomic
def rename(city: City, row: Blueprint, name: str, text: str, *, actor: User | None) -> Blueprint:
    return _save(city, row, name, text, "blueprints.save", actor)


@transaction.atomic
def share(city: City, row: Blueprint, shared: bool, *, actor: User | None) -> Blueprint:
    """Offer to the alliance or take back; copies that others made stay theirs. Repeating changes nothing."""
    if row.is_shared != shared:
        row.is_shared = shared
        row.save(update_fields=["is_shared", "updated_at"])
        record(city, "blueprints.share", row, actor=actor, shared=shared)
    return row


@transaction.atomic
def adopt(city: City, source: Source, *, actor: User | None) -> Blueprint:
    """An own copy with provenance, to be changed freely. Repeating answers the copy there is."""
    if source.origin == "own":
        raise Refused(_("Diese Vorlage gehört schon Ihrer Stadt."))
    known = Blueprint.objects.filter(city=city, derived_from=source.uuid).first()
    if known is not None:
        return known
    _room_for_one(city)
    row = Blueprint(
        city=city, data=rules.checked(source.data), derived_from=source.uuid, derived_version=source.version,
        derived_city=source.city,
    )  # fmt: skip
    return _save(city, row, source.name, source.text, "blueprints.adopt", actor)


@transaction.atomic
def take_newer(city: City, row: Blueprint, *, actor: User | None) -> Blueprint:
    """Replace the copy's content by the original's newer version. Own changes are lost: the screen lists them before."""
    origin = origin_of(row)
    if origin is None or origin.version <= (row.derived_version or 0):
        raise Refused(_("Es gibt keine neuere Fassung."))
    row.data = rules.checked(origin.data)
    row.version += 1
    row.derived_version = origin.version
    return _save(city, row, row.name, row.text, "blueprints.update", actor)


@transaction.atomic
def import_package(city: City, package: Package, *, actor: User | None) -> tuple[Blueprint, bool]:
    """(row, changed). A newer version replaces the one that is there; the same one changes nothing; an older is refused."""
    row = Blueprint.objects.filter(city=city, uuid=package.uuid).first()
    origin = package.origin or (None, None, "")
    if row is not None:
        if row.version == package.version and row.data == package.data:
            return row, False
        if row.version >= package.version:
            raise Refused(_("Ihre Stadt hat schon diese oder eine neuere Fassung dieser Vorlage."), code="blueprint")
    else:
        _room_for_one(city)
        row = Blueprint(city=city, uuid=package.uuid)
    if (
        origin[0] is not None
        and Blueprint.objects.filter(city=city, derived_from=origin[0]).exclude(pk=row.pk).exists()
    ):
        raise Refused(_("Ihre Stadt hat schon eine Kopie derselben Vorlage."), code="blueprint")
    row.version, row.data = package.version, package.data
    row.derived_from, row.derived_version, row.derived_city = origin
    return _save(city, row, package.name, package.text, "blueprints.import", actor), True


@transaction.atomic
def remove(city: City, row: Blueprint, *, actor: User | None) -> None:
    """Projects that began with it, and copies of other cities, stay."""
    record(city, "blueprints.remove", row, actor=actor, name=row.name)
    row.delete()
