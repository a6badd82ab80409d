"""Phases, modules and who may do what when."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from .. import actions, showing
from ..kinds import ModuleKind, all_kinds
from ..models import Module, Phase
from ..rooms import REFUSED, module_url
from . import matrix as cells
from .access import Desk, click, in_project, project_screen, save, status_of
from .forms import ModuleForm, NewModuleForm, PhaseForm


def _phase(desk: Desk, key: uuid.UUID) -> Phase:
    row = next((phase for phase in desk.plan.phases if phase.uuid == key), None)
    if row is None:
        raise Http404
    return row


def _module(desk: Desk, key: uuid.UUID) -> Module:
    row = next((module for module in desk.plan.modules if module.uuid == key), None)
    if row is None:
        raise Http404
    return row


# --- Phases -------------------------------------------------------------------------------------


@in_project(write=False)
@require_http_methods(["GET", "HEAD"])
def phases(request: HttpRequest, desk: Desk) -> HttpResponse:
    now = timezone.now()
    rows = [
        {
            "phase": phase,
            "span": showing.span(phase),
            "running": phase.is_running(now),
            "over": phase.is_over(now),
            "edit": desk.url("phase", phase.uuid),
            "end": desk.url("phase_end", phase.uuid),
            "remove": desk.url("phase_remove", phase.uuid),
        }
        for phase in desk.plan.phases
    ]
    return project_screen(request, desk, "phases", "phases", _("Phasen"), rows=rows, add_url=desk.url("phase_new"))


@in_project()
@require_http_methods(["GET", "HEAD", "POST"])
def phase(request: HttpRequest, desk: Desk, phase: uuid.UUID | None = None) -> HttpResponse:
    """Add a phase, or change one."""
    row = _phase(desk, phase) if phase else None
    form = PhaseForm(request.POST if request.method == "POST" else None, row=row)

    def do() -> str:
        saved = actions.save_phase(desk.city, desk.project, row, actor=desk.user, **form.values())
        return _("Die Phase „%(title)s“ ist gespeichert: %(span)s.") % {
            "title": saved.title,
            "span": showing.span(saved),
        }

    done = save(request, form, do, desk.url("phases"))
    title = _("Phase ändern") if row else _("Neue Phase")
    return done or project_screen(
        request, desk, "project_form", "phases", title, status_of(form), form=form, back=desk.url("phases"),
        intro=_("Zeiten gelten in deutscher Zeit. Phasen dürfen sich überschneiden."),
    )  # fmt: skip


@in_project()
@require_http_methods(["GET", "HEAD", "POST"])
def phase_end(request: HttpRequest, desk: Desk, phase: uuid.UUID) -> HttpResponse:
    row = _phase(desk, phase)
    if request.method == "POST":

        def do() -> str:
            actions.end_phase(desk.city, row, actor=desk.user)
            return _("Die Phase „%(title)s“ ist beendet. Sie läuft weiter, wenn Sie ihr ein neues Ende geben.") % {
                "title": row.title
            }

        return click(request, do, desk.url("phases"))
    return project_screen(
        request, desk, "confirm", "phases", _("Phase beenden"),
        question=_("Soll „%(title)s“ jetzt enden?") % {"title": row.title},
        hint=_("Was bis jetzt abgeschickt wurde, zählt. Danach nimmt die Phase nichts mehr an."),
        button=_("Jetzt beenden"), back=desk.url("phases"),
    )  # fmt: skip


@in_project()
@require_http_methods(["GET", "HEAD", "POST"])
def phase_remove(request: HttpRequest, desk: Desk, phase: uuid.UUID) -> HttpResponse:
    row = _phase(desk, phase)
    if request.method == "POST":

        def do() -> str:
            actions.remove_phase(desk.city, row, actor=desk.user)
            return _("Die Phase „%(title)s“ ist entfernt.") % {"title": row.title}

        return click(request, do, desk.url("phases"))
    return project_screen(
        request, desk, "confirm", "phases", _("Phase entfernen"),
        question=_("Möchten Sie die Phase „%(title)s“ entfernen?") % {"title": row.title},
        hint=_("Ihre Freischaltungen verschwinden mit. Beiträge bleiben erhalten."),
        button=_("Entfernen"), back=desk.url("phases"),
    )  # fmt: skip


# --- Modules ------------------------------------------------------------------------------------


@in_project(write=False)
@require_http_methods(["GET", "HEAD"])
def modules(request: HttpRequest, desk: Desk) -> HttpResponse:
    from participation.answers.registry import answerable_in

    last = len(desk.plan.modules) - 1
    rows = [
        {
            "module": module,
            "url": module_url(desk.project, module),
            "answers": reverse("answers:desk", args=[desk.project.slug, module.slug]) if answerable_in(module) else "",
            "edit": desk.url("module", module.uuid),
            "button": desk.url("module_button", module.uuid),
            "remove": desk.url("module_remove", module.uuid),
            "first": number == 0,
            "last": number == last,
        }
        for number, module in enumerate(desk.plan.modules)
    ]
    kinds = [{"kind": kind, "url": desk.url("module_new", kind.key)} for kind in all_kinds().values()]
    return project_screen(request, desk, "modules", "modules", _("Bausteine"), rows=rows, kinds=kinds)


def _settings_form(spec: ModuleKind, data: Any, values: dict[str, Any]) -> forms.Form | None:
    """The kind's own form, filled with what holds."""
    if not spec.settings:
        return None
    found: forms.Form = spec.call(spec.settings)(data, prefix="einstellung", initial={**spec.defaults, **values})
    return found


@in_project()
@require_http_methods(["GET", "HEAD", "POST"])
def module_new(request: HttpRequest, desk: Desk, kind: str) -> HttpResponse:
    spec = all_kinds().get(kind)
    if spec is None:
        raise Http404
    data = request.POST if request.method == "POST" else None
    form = NewModuleForm(data, initial={"title": spec.label})
    extra = _settings_form(spec, data, {})

    def do() -> str:
        row = actions.add_module(
            desk.city, desk.project, kind, actor=desk.user, open_features=form.cleaned_data["open_features"],
            **({"settings": extra.cleaned_data} if extra else {}), **form.values(),
        )  # fmt: skip
        return _("Der Baustein „%(title)s“ ist angelegt.") % {"title": row.title}

    return _module_screen(request, desk, spec, form, extra, do, _("Neuer Baustein: %(kind)s") % {"kind": spec.label})


@in_project()
@require_http_methods(["GET", "HEAD", "POST"])
def module(request: HttpRequest, desk: Desk, module: uuid.UUID) -> HttpResponse:
    row = _module(desk, module)
    data = request.POST if request.method == "POST" else None
    form = ModuleForm(data, row=row)
    extra = _settings_form(row.spec, data, row.settings)

    def do() -> str:
        more = {"settings": extra.cleaned_data} if extra else {}
        actions.update_module(desk.city, row, actor=desk.user, **more, **form.values())
        return _("Der Baustein „%(title)s“ ist gespeichert.") % {"title": row.title}

    return _module_screen(request, desk, row.spec, form, extra, do, _("Baustein ändern"))


def _module_screen(
    request: HttpRequest, desk: Desk, spec: ModuleKind, form: forms.Form, extra: forms.Form | None, do: Any, title: str
) -> HttpResponse:
    valid = extra is None or not extra.is_bound or extra.is_valid()
    done = save(request, form, do, desk.url("modules")) if valid else None
    return done or project_screen(
        request, desk, "module_form", "modules", title, status_of(form),
        form=form, extra=extra, kind=spec, back=desk.url("modules"),
    )  # fmt: skip


@in_project()
@require_POST
def module_button(request: HttpRequest, desk: Desk, module: uuid.UUID) -> HttpResponse:
    """One step up or down, hide, show. Each is undone by its counterpart beside it."""
    row, do = _module(desk, module), request.POST.get("do")

    def act() -> str:
        if do in ("up", "down"):
            actions.move_module(desk.city, row, -1 if do == "up" else 1, actor=desk.user)
            return _("Die Reihenfolge ist geändert.")
        if do not in ("show", "hide"):
            raise actions.Refused(_("Diese Auswahl gibt es nicht."))
        actions.update_module(desk.city, row, actor=desk.user, switched_on=do == "show")
        told = _("„%(title)s“ ist wieder zu sehen.") if do == "show" else _("„%(title)s“ ist ausgeblendet.")
        return told % {"title": row.title}

    return click(request, act, desk.url("modules"))


@in_project()
@require_http_methods(["GET", "HEAD", "POST"])
def module_remove(request: HttpRequest, desk: Desk, module: uuid.UUID) -> HttpResponse:
    row = _module(desk, module)
    if request.method == "POST":

        def do() -> str:
            actions.remove_module(desk.city, row, actor=desk.user)
            return _("Der Baustein „%(title)s“ ist entfernt.") % {"title": row.title}

        return click(request, do, desk.url("modules"))
    return project_screen(
        request, desk, "confirm", "modules", _("Baustein entfernen"),
        question=_("Möchten Sie den Baustein „%(title)s“ entfernen?") % {"title": row.title},
        hint=_("Das geht nur ohne Beiträge. Sonst können Sie ihn ausblenden."),
        button=_("Entfernen"), back=desk.url("modules"),
    )  # fmt: skip


# --- Who may do what when -----------------------------------------------------------------------


@in_project()
@require_http_methods(["GET", "HEAD", "POST"])
def matrix(request: HttpRequest, desk: Desk) -> HttpResponse:
    """All selects, one save. If somebody else saved in between, the screen says so and keeps what was chosen."""
    plan = desk.plan
    shown = cells.shown_modules(plan, request.GET.get("baustein", "")) if plan.modules else []
    typed = request.POST.dict() if request.method == "POST" else None
    stand = cells.state(plan)
    back = desk.url("matrix") + (f"?baustein={shown[0].slug}" if len(shown) < len(plan.modules) else "")
    proposed = typed is None and request.GET.get("vorschlag") == "1"
    if proposed:
        plan.accesses = cells.proposal(plan)
    tables = cells.tables(plan, shown, typed)
    error = ""
    if typed is not None:
        if any(cell.error for table in tables for row in table["rows"] for cell in row["cells"]):
            error = _("Eine Auswahl gibt es nicht. Bitte prüfen Sie die markierten Felder.")
        elif typed.get("stand") != stand:
            error = _(
                "Inzwischen hat jemand diese Tabelle geändert. Ihre Auswahl steht noch da: Bitte prüfen Sie sie und "
                "speichern Sie noch einmal."
            )
        else:
            try:
                actions.set_accesses(desk.city, desk.project, cells.wanted(plan, tables), actor=desk.user)
            except actions.Refused as refused:
                error = " ".join(refused.messages)
            else:
                return click(request, lambda: _("Die Rechte sind gespeichert."), back)
    return project_screen(
        request,
        desk,
        "matrix",
        "matrix",
        _("Wer darf was wann"),
        REFUSED if error else 200,
        matrices=tables,
        error=error,
        stand=stand,
        proposed=proposed,
        choices=[{"title": m.title, "url": f"?baustein={m.slug}", "current": m in shown} for m in plan.modules]
        if len(shown) < len(plan.modules)
        else [],
    )
