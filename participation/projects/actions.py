"""Every change of state of a project. Nothing else writes these tables.

What changes phases, modules or accesses takes the project's lock alone (`gate.hold`), so that a running contribution
is either in before the change or meets the new rules.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from portal.audit.actions import record
from portal.cities.models import City
from portal.editorial.ownership import media_of_city
from portal.kit.refused import Refused
from portal.kit.slugs import free_slug
from portal.library.models import PortalImage

from . import geo
from .gate import hold
from .kinds import all_kinds
from .models import Access, Milestone, Module, Phase, Project, ProjectCity, Who
from .signals import changed

if TYPE_CHECKING:
    from portal.accounts.models import User

MAX_PHASES, MAX_MODULES, MAX_MILESTONES = 20, 20, 60
PROJECT_FIELDS = ("title", "purpose", "easy_purpose", "result", "office", "budget", "area")
PHASE_FIELDS = ("kind", "title", "text", "easy_text", "starts_at", "ends_at")
MODULE_FIELDS = ("title", "intro", "easy_intro", "settings", "position", "switched_on")
MILESTONE_FIELDS = ("title", "text", "status", "percent", "due_on", "cost", "picture", "position")


def _set(row: Model, allowed: tuple[str, ...], values: Mapping[str, Any]) -> None:
    unknown = set(values) - set(allowed)
    if unknown:
        raise TypeError(f"not to be set here: {sorted(unknown)}")
    for name, value in values.items():
        setattr(row, name, value)


def _save_project(project: Project) -> None:
    project.area = geo.checked_area(project.area)
    box = geo.bounds(project.area) if project.area else (None,) * 4
    project.south, project.west, project.north, project.east = box
    project.full_clean(exclude=["city", "office"])
    project.save()


@transaction.atomic
def create_project(
    city: City, title: str, *, actor: User | None, key: uuid.UUID | None = None, **fields: Any
) -> Project:
    """A new draft of the city, with the city as its first member. Raises ValidationError for bad fields.

    `key` (here and below): of the form; sent twice it makes one row, whose uuid it becomes.
    """
    known = Project.objects.filter(city=city, uuid=key).first() if key else None
    if known is not None:
        return known
    with scopes_disabled():
        taken = Project.objects.values_list("slug", flat=True)
        project = Project(city=city, slug=free_slug(title, taken, 80), title=title)
    project.uuid = key or project.uuid
    _set(project, PROJECT_FIELDS, fields)
    _save_project(project)
    ProjectCity.objects.create(project=project, city=city, joined_at=timezone.now())
    record(city, "projects.create", project, actor=actor)
    return project


@transaction.atomic
def update_project(city: City, project: Project, *, actor: User | None, **fields: Any) -> Project:
    hold(project.pk, alone=True)
    _set(project, PROJECT_FIELDS, fields)
    _save_project(project)
    record(city, "projects.update", project, actor=actor, fields=sorted(fields))
    return project


@transaction.atomic
def set_status(city: City, project: Project, status: str, *, actor: User | None) -> Project:
    """Publish, take back to draft or archive. Repeating changes nothing."""
    status = Project.Status(status)
    hold(project.pk, alone=True)
    project.refresh_from_db(fields=["status"])
    if project.status != status:
        project.status = status
        project.save(update_fields=["status", "updated_at"])
        record(city, "projects.status", project, actor=actor, status=status.value)
        if project.is_public:
            path = reverse("projects:project", args=[project.slug])
            with translation.override("de"):
                title = _("Das Projekt ist gestartet")
            changed.send(
                Project, city=city, project=project, kind="news", title=title, path=path, key=f"public:{project.uuid}"
            )
    return project


@transaction.atomic
def delete_project(city: City, project: Project, *, actor: User | None) -> None:
    """Only a draft that nobody has contributed to. Raises Refused otherwise."""
    hold(project.pk, alone=True)
    project.refresh_from_db()
    if project.is_public or project.contribution_count or project.participant_count:
        raise Refused(_("Zu diesem Projekt gibt es Beiträge. Es lässt sich archivieren, aber nicht löschen."))
    record(city, "projects.delete", project, actor=actor)
    project.delete()


# --- Phases -------------------------------------------------------------------------------------


@transaction.atomic
def save_phase(
    city: City,
    project: Project,
    phase: Phase | None = None,
    *,
    actor: User | None,
    key: uuid.UUID | None = None,
    **fields: Any,
) -> Phase:
    """Add a phase, or change one."""
    hold(project.pk, alone=True)
    known = project.phases.filter(uuid=key).first() if key and phase is None else None
    if known is not None:
        return known
    if phase is None:
        if project.phases.count() >= MAX_PHASES:
            raise Refused(_("Ein Projekt hat höchstens %(n)s Phasen.") % {"n": MAX_PHASES})
        phase = Phase(city_id=project.city_id, project=project)
        phase.uuid = key or phase.uuid
    _set(phase, PHASE_FIELDS, fields)
    for moment in (phase.starts_at, phase.ends_at):
        if moment is not None and not 2000 <= moment.year <= 2100:
            raise Refused(_("Bitte ein Datum zwischen 2000 und 2100 angeben."))
    if phase.starts_at and phase.ends_at and phase.ends_at <= phase.starts_at:
        raise Refused(_("Die Phase muss nach ihrem Beginn enden."))
    phase.full_clean(exclude=["city", "project"])
    phase.save()
    record(city, "projects.save_phase", phase, actor=actor, project=str(project.uuid))
    return phase


@transaction.atomic
def end_phase(city: City, phase: Phase, *, actor: User | None, at: dt.datetime | None = None) -> Phase:
    """End a running phase now. Contributions that were let in before are kept; later ones are refused."""
    hold(phase.project_id, alone=True)
    now = at or timezone.now()
    phase.refresh_from_db()
    if not phase.is_running(now) or phase.starts_at >= now:
        raise Refused(_("Diese Phase läuft gerade nicht."))
    phase.ends_at = now
    phase.save(update_fields=["ends_at"])
    record(city, "projects.end_phase", phase, actor=actor)
    return phase


@transaction.atomic
def remove_phase(city: City, phase: Phase, *, actor: User | None) -> None:
    hold(phase.project_id, alone=True)
    record(city, "projects.remove_phase", phase, actor=actor, title=phase.title)
    phase.delete()


# --- Modules ------------------------------------------------------------------------------------


@transaction.atomic
def add_module(
    city: City,
    project: Project,
    kind: str,
    title: str,
    *,
    actor: User | None,
    open_features: bool = True,
    key: uuid.UUID | None = None,
    **fields: Any,
) -> Module:
    """Add a module. With `open_features` its features are switched on in the phases for which the kind proposes them."""
    if kind not in all_kinds():
        raise Refused(_("Diese Art von Baustein gibt es nicht."))
    hold(project.pk, alone=True)
    known = project.modules.filter(uuid=key).first() if key else None
    if known is not None:
        return known
    taken = list(project.modules.values_list("slug", flat=True))
    if len(taken) >= MAX_MODULES:
        raise Refused(_("Ein Projekt hat höchstens %(n)s Bausteine.") % {"n": MAX_MODULES})
    module = Module(
        city_id=project.city_id, project=project, kind=kind, title=title, slug=free_slug(title, taken, 60),
        position=len(taken),
    )  # fmt: skip
    module.uuid = key or module.uuid
    _save_module(module, fields)
    if open_features:
        Access.objects.bulk_create(
            Access(city_id=project.city_id, phase=phase, module=module, feature=feature.key, who=feature.who[0])
            for phase in project.phases.all()
            for feature in module.spec.features
            if phase.kind in feature.phases
        )
    record(city, "projects.add_module", module, actor=actor, kind=kind, project=str(project.uuid))
    return module


@transaction.atomic
def update_module(city: City, module: Module, *, actor: User | None, **fields: Any) -> Module:
    hold(module.project_id, alone=True)
    _save_module(module, fields)
    record(city, "projects.update_module", module, actor=actor, fields=sorted(fields))
    return module


@transaction.atomic
def move_module(city: City, module: Module, by: int, *, actor: User | None) -> None:
    """One step up (-1) or down (1); at the ends nothing changes."""
    hold(module.project_id, alone=True)
    rows = list(Module.objects.filter(project_id=module.project_id))
    here = next(n for n, row in enumerate(rows) if row.pk == module.pk)
    there = min(max(here + by, 0), len(rows) - 1)
    rows.insert(there, rows.pop(here))
    for number, row in enumerate(rows):
        if row.position != number:
            row.position = number
            row.save(update_fields=["position"])
    record(city, "projects.move_module", module, actor=actor, position=there)


def _save_module(module: Module, fields: Mapping[str, Any]) -> None:
    _set(module, MODULE_FIELDS, fields)
    spec = module.spec
    if spec.settings:
        form = spec.call(spec.settings)({**spec.defaults, **module.settings})
        if not form.is_valid():
            raise ValidationError([error for errors in form.errors.values() for error in errors])
        module.settings = form.cleaned_data
    module.full_clean(exclude=["city", "project"])
    module.save()


@transaction.atomic
def remove_module(city: City, module: Module, *, actor: User | None) -> None:
    """Only without contributions; otherwise it can be switched off. Raises Refused."""
    hold(module.project_id, alone=True)
    module.refresh_from_db()
    if module.contribution_count:
        raise Refused(_("Hier gibt es schon Beiträge. Der Baustein lässt sich ausblenden, aber nicht löschen."))
    record(city, "projects.remove_module", module, actor=actor, kind=module.kind, title=module.title)
    module.delete()


@transaction.atomic
def set_accesses(
    city: City, project: Project, wanted: Iterable[tuple[Phase, Module, str, str]], *, actor: User | None
) -> None:
    """Who may do what in which phase, as a whole: (phase, module, feature, who); what is not named is closed."""
    hold(project.pk, alone=True)
    rows: dict[tuple[int, int, str], str] = {}
    for phase, module, key, who in wanted:
        feature = module.spec.feature(key)
        if phase.project_id != project.pk or module.project_id != project.pk or feature is None:
            raise Refused(_("Diese Freischaltung passt nicht zu diesem Projekt."))
        if who not in feature.who and who != Who.DESK:
            raise Refused(_("Diese Freischaltung gibt es für „%(feature)s“ nicht.") % {"feature": feature.label})
        rows[phase.pk, module.pk, key] = who
    with scopes_disabled():
        Access.objects.filter(module__project=project).delete()
        Access.objects.bulk_create(
            Access(city_id=project.city_id, phase_id=phase, module_id=module, feature=key, who=who)
            for (phase, module, key), who in rows.items()
        )
    project.save(update_fields=["updated_at"])  # tells the page cache
    record(city, "projects.set_accesses", project, actor=actor, count=len(rows))


# --- Cities -------------------------------------------------------------------------------------


@transaction.atomic
def ask_city(city: City, project: Project, other: City, *, actor: User | None) -> ProjectCity:
    """Invite another city; it joins by its own hand. Repeating changes nothing."""
    if other.is_alliance or city.pk != project.city_id:
        raise Refused(_("Einladen kann die Stadt, die das Projekt führt, und nur eine andere Stadt."))
    with scopes_disabled():
        row, made = ProjectCity.objects.get_or_create(project=project, city=other)
    if made:
        record(city, "projects.ask_city", project, actor=actor, asked=other.slug)
        record(other, "projects.asked", project, actor=actor, by=city.slug)
    return row


@transaction.atomic
def withdraw_city(city: City, row: ProjectCity, *, actor: User | None) -> None:
    """Take back an invitation that was not answered yet. Raises Refused afterwards."""
    hold(row.project_id, alone=True)
    row.refresh_from_db()
    if row.joined_at is not None:
        raise Refused(_("Diese Stadt nimmt schon teil. Sie kann das Projekt nur selbst verlassen."))
    record(city, "projects.withdraw_city", f"projects.project:{row.project_id}", actor=actor)
    row.delete()


@transaction.atomic
def join_project(city: City, row: ProjectCity, *, actor: User | None) -> ProjectCity:
    """The invited city takes part from now on: the project appears on its portal."""
    hold(row.project_id, alone=True)
    if row.city_id != city.pk:
        raise Refused(_("Beitreten kann nur die eingeladene Stadt."))
    if row.joined_at is None:
        row.joined_at = timezone.now()
        row.save(update_fields=["joined_at"])
        record(city, "projects.join", f"projects.project:{row.project_id}", actor=actor)
    return row


@transaction.atomic
def leave_project(city: City, row: ProjectCity, *, actor: User | None) -> None:
    """Decline or leave. The leading city stays; what the city's people contributed stays, too."""
    hold(row.project_id, alone=True)
    with scopes_disabled():
        lead = Project.objects.values_list("city_id", flat=True).get(pk=row.project_id)
    if row.city_id == lead:
        raise Refused(_("Die führende Stadt kann ihr Projekt nicht verlassen."))
    record(city, "projects.leave", f"projects.project:{row.project_id}", actor=actor)
    row.delete()


# --- Implementation -----------------------------------------------------------------------------


@transaction.atomic
def save_milestone(
    city: City,
    project: Project,
    row: Milestone | None = None,
    *,
    actor: User | None,
    key: uuid.UUID | None = None,
    **fields: Any,
) -> Milestone:
    if key and row is None:
        hold(project.pk, alone=True)
        known = project.milestones.filter(uuid=key).first()
        if known is not None:
            return known
    if row is None:
        if project.milestones.count() >= MAX_MILESTONES:
            raise Refused(_("Ein Projekt hat höchstens %(n)s Meilensteine.") % {"n": MAX_MILESTONES})
        row = Milestone(city_id=project.city_id, project=project, position=project.milestones.count())
        row.uuid = key or row.uuid
    before = None if row._state.adding else Milestone.objects.values_list("status", "percent").get(pk=row.pk)
    _set(row, MILESTONE_FIELDS, fields)
    if row.status == Milestone.Status.DONE:
        row.percent = 100
    row.updated_at = timezone.now()
    if row.picture_id and not media_of_city(PortalImage, project.city).filter(pk=row.picture_id).exists():
        raise ValidationError({"picture": _("Bitte ein Bild aus den Bildern der Stadt auswählen.")})
    row.full_clean(exclude=["city", "project"])
    row.save()
    record(
        city, "projects.save_milestone", row, actor=actor, status=row.status, percent=row.percent, picture=row.picture_id
    )  # fmt: skip
    if before != (row.status, row.percent):
        path = reverse("projects:project", args=[project.slug])
        with translation.override("de"):
            title = f"{row.title}: {row.get_status_display()}"
        event = f"milestone:{row.uuid}:{row.status}:{row.percent}"
        changed.send(Milestone, city=city, project=project, kind="milestone", title=title, path=path, key=event)
    return row


@transaction.atomic
def remove_milestone(city: City, row: Milestone, *, actor: User | None) -> None:
    record(city, "projects.remove_milestone", row, actor=actor, title=row.title)
    row.delete()
