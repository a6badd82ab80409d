"""Blueprints at the desk of participation; for those who run projects, 404 for everybody else."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from participation.projects.desk.access import (
    Desk,
    click,
    crumbs,
    in_project,
    managers_only,
    project_screen,
    save,
    screen,
    status_of,
)
from participation.projects.kinds import all_kinds
from participation.projects.models import Phase

from . import actions, catalogue, files
from .compare import difference
from .forms import BlueprintForm, FileForm, SaveForm
from .models import Blueprint


def _screen(request: HttpRequest, template: str, title: str, status: int = 200, **context: Any) -> HttpResponse:
    trail = [(_("Vorlagen"), reverse("blueprints:list"))]
    if title != _("Vorlagen"):
        trail.append((title, ""))
    return screen(request, template, {"title": title, "crumbs": crumbs(*trail), **context}, status)


def _own(request: HttpRequest, key: uuid.UUID) -> Blueprint:
    return get_object_or_404(Blueprint.objects.select_related("city"), city=request.city, uuid=key)


def _url(row: Blueprint) -> str:
    return reverse("blueprints:blueprint", args=[row.uuid])


@managers_only
@require_http_methods(["GET", "HEAD"])
def blueprints(request: HttpRequest) -> HttpResponse:
    own = catalogue.own(request.city)
    newer = catalogue.newer_origins([source.row for source in own if source.row], request.city)
    return _screen(
        request, "blueprints/list", _("Vorlagen"),
        own=[{"source": source, "newer": source.row is not None and source.row.pk in newer} for source in own],
        shared=catalogue.shared(request.city), builtin=catalogue.builtin(),
    )  # fmt: skip


@managers_only
@require_http_methods(["GET", "HEAD"])
def blueprint(request: HttpRequest, blueprint: uuid.UUID) -> HttpResponse:
    """What is in it; for an own copy also what a newer original would change."""
    source = catalogue.find(request.city, blueprint)
    if source is None:
        raise Http404
    origin = catalogue.origin_of(source.row) if source.origin == "own" and source.row else None
    newer = origin is not None and source.row is not None and origin.version > (source.row.derived_version or 0)
    kinds, phase_kinds = all_kinds(), dict(Phase.Kind.choices)
    return _screen(
        request, "blueprints/blueprint", source.name, source=source, row=source.row if source.origin == "own" else None,
        origin=origin if newer else None,
        differences=difference(source.data, origin.data) if newer and origin else [],
        phases=[
            {"title": p["title"], "meta": _span(p), "note": str(phase_kinds[p["kind"]])} for p in source.data["phases"]
        ],
        modules=[
            {"title": m["title"], "text": m["intro"], "kind": kinds[m["kind"]].label if m["kind"] in kinds else ""}
            for m in source.data["modules"]
        ],
    )  # fmt: skip


def _span(phase: dict[str, Any]) -> str:
    first = phase["starts"][0] + 1
    if phase["ends"] is None:
        return _("ab Tag %(first)s") % {"first": first}
    last = phase["ends"][0] + (1 if phase["ends"][1] else 0)
    return _("Tag %(first)s bis %(last)s") % {"first": first, "last": max(first, last)}


@in_project()
@require_http_methods(["GET", "HEAD", "POST"])
def save_project(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Make a blueprint of a project, or a new version of one."""
    rows = list(Blueprint.objects.filter(city=desk.city))
    form = SaveForm(
        request.POST if request.method == "POST" else None, rows=rows, initial={"name": desk.project.title[:80]}
    )
    made: list[Blueprint] = []

    def do() -> str:
        data = form.cleaned_data
        row = form.rows.get(data["ziel"])
        made.append(
            actions.save_as_blueprint(desk.city, desk.project, data["name"], data["text"], actor=desk.user, row=row)
        )
        return _("Die Vorlage „%(name)s“ ist gespeichert (Fassung %(version)s).") % {
            "name": made[0].name,
            "version": made[0].version,
        }

    done = save(request, form, do, "")
    if done is not None:
        done["Location"] = _url(made[0])
        return done
    return project_screen(
        request, desk, "project_form", "project", _("Als Vorlage speichern"), status_of(form), form=form,
        back=desk.home, intro=_("Gespeichert werden Phasen, Bausteine, Texte und Rechte: keine Termine, keine Beiträge."),
    )  # fmt: skip


@managers_only
@require_http_methods(["GET", "HEAD", "POST"])
def read_file(request: HttpRequest) -> HttpResponse:
    post = request.method == "POST"
    form = FileForm(request.POST, request.FILES) if post else FileForm()
    made: list[Blueprint] = []

    def do() -> str:
        row, changed = actions.import_package(request.city, form.cleaned_data["datei"], actor=request.user)
        made.append(row)
        if not changed:
            return _("Diese Fassung von „%(name)s“ war schon da.") % {"name": row.name}
        return _("Die Vorlage „%(name)s“ ist eingelesen.") % {"name": row.name}

    done = save(request, form, do, "")
    if done is not None:
        done["Location"] = _url(made[0])
        return done
    return _screen(
        request,
        "projects/desk/form",
        _("Vorlage einlesen"),
        status_of(form),
        form=form,
        back=reverse("blueprints:list"),
    )


@managers_only
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, blueprint: uuid.UUID) -> HttpResponse:
    row = _own(request, blueprint)
    form = BlueprintForm(
        request.POST if request.method == "POST" else None, initial={"name": row.name, "text": row.text}
    )

    def do() -> str:
        actions.rename(request.city, row, **form.cleaned_data, actor=request.user)
        return _("Die Vorlage ist gespeichert.")

    done = save(request, form, do, _url(row))
    return done or _screen(
        request, "projects/desk/form", _("Vorlage ändern"), status_of(form), form=form, back=_url(row)
    )


@managers_only
@require_POST
def share(request: HttpRequest, blueprint: uuid.UUID) -> HttpResponse:
    row = _own(request, blueprint)
    wanted = request.POST.get("do") == "share"

    def do() -> str:
        actions.share(request.city, row, wanted, actor=request.user)
        return _("Die Vorlage ist mit der Allianz geteilt.") if wanted else _("Die Vorlage ist nicht mehr geteilt.")

    return click(request, do, _url(row))


@managers_only
@require_POST
def adopt(request: HttpRequest, blueprint: uuid.UUID) -> HttpResponse:
    """Copy what another city shares (or a built-in one), or take the newer version into the own copy."""
    source = catalogue.find(request.city, blueprint)
    if source is None:
        raise Http404
    target: list[Blueprint] = []

    def do() -> str:
        if source.origin == "own" and source.row is not None:
            target.append(actions.take_newer(request.city, source.row, actor=request.user))
            return _("Die neuere Fassung ist übernommen.")
        target.append(actions.adopt(request.city, source, actor=request.user))
        return _("Die Vorlage ist übernommen. Es ist Ihre eigene Kopie.")

    response = click(request, do, reverse("blueprints:blueprint", args=[blueprint]))
    if target:
        response["Location"] = _url(target[0])
    return response


@managers_only
@require_http_methods(["GET", "HEAD"])
def file(request: HttpRequest, blueprint: uuid.UUID) -> HttpResponse:
    row = _own(request, blueprint)
    response = HttpResponse(files.dump(row), content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="vorlage-{row.uuid}-{row.version}.json"'
    return response


@managers_only
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, blueprint: uuid.UUID) -> HttpResponse:
    row = _own(request, blueprint)
    if request.method == "POST":
        name = row.name

        def do() -> str:
            actions.remove(request.city, row, actor=request.user)
            return _("Die Vorlage „%(name)s“ ist gelöscht.") % {"name": name}

        return click(request, do, reverse("blueprints:list"))
    return _screen(
        request, "projects/desk/confirm", _("Vorlage löschen"),
        question=_("Möchten Sie die Vorlage „%(name)s“ löschen?") % {"name": row.name},
        hint=_("Projekte, die damit begonnen haben, und Kopien anderer Städte bleiben."),
        button=_("Löschen"), back=_url(row),
    )  # fmt: skip
