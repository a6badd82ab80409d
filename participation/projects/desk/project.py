"""Overview of one project, its master data, and its way from draft to archive."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from portal.cities import hosts
from portal.cities.models import City

from .. import actions, showing
from ..models import Project, ProjectIndexPage, ProjectPage
from .access import Desk, click, in_project, project_screen, save, status_of
from .checks import checks
from .forms import ProjectForm


def _admin(name: str, *args: object) -> str:
    return hosts.absolute(settings.ADMIN_HOST, reverse(name, args=args))


def pages_of(city: City, project: Project) -> list[ProjectPage]:
    """Pages of this city's portal that show the project."""
    return list(ProjectPage.objects.for_city(city).filter(project=project).order_by("path").defer("body")[:20])


def add_page_url(city: City) -> str:
    """Where editors make the project's page: below the list of projects, or on the first level."""
    parent = ProjectIndexPage.objects.for_city(city).order_by("path").first()
    assert city.site is not None
    return _admin("wagtailadmin_pages:add", "projects", "projectpage", parent.pk if parent else city.site.root_page_id)


@in_project(write=False)
@require_http_methods(["GET", "HEAD"])
def overview(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Where the project stands, what is missing, and the buttons that change its state."""
    now = timezone.now()
    pages = pages_of(desk.city, desk.project)
    return project_screen(
        request,
        desk,
        "project",
        "project",
        phases=[showing.phase_row(phase, now) for phase in desk.plan.phases],
        checks=checks(desk.plan, pages) if desk.leads else [],
        pages=[
            {"title": page.title, "live": page.live, "url": _admin("wagtailadmin_pages:edit", page.pk)}
            for page in pages
        ],
        add_page_url=add_page_url(desk.city),
        public_url=reverse("projects:project", args=[desk.project.slug]),
        figures=[
            {"label": _("Beiträge"), "value": desk.project.contribution_count},
            {"label": _("Beteiligte"), "value": desk.project.participant_count},
            {"label": _("Städte"), "value": len(desk.plan.cities)},
        ],
        chip={"draft": "off", "published": "ok", "archived": "info"}[desk.project.status],
    )


@in_project()
@require_http_methods(["GET", "HEAD", "POST"])
def master(request: HttpRequest, desk: Desk) -> HttpResponse:
    if request.method == "POST":
        form = ProjectForm(request.POST, request.FILES, row=desk.project)
    else:
        form = ProjectForm(row=desk.project)

    def do() -> str:
        actions.update_project(desk.city, desk.project, actor=desk.user, **form.values())
        return _("Die Angaben sind gespeichert.")

    done = save(request, form, do, desk.url("master"))
    if done is not None:
        return done
    if form.is_bound:
        desk.project.refresh_from_db()  # headings show what is stored, the form what was typed
    return project_screen(
        request, desk, "project_form", "master", _("Angaben"), status_of(form), form=form, back=desk.url("project")
    )


@in_project()
@require_POST
def state(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Publish, back to draft, archive: each way can be gone back."""
    told = {
        "published": _("Das Projekt ist jetzt öffentlich."),
        "draft": _("Das Projekt ist wieder ein Entwurf und für niemanden mehr sichtbar."),
        "archived": _("Das Projekt ist archiviert: Es steht nicht mehr in den Listen und nimmt nichts mehr entgegen."),
    }
    wanted = request.POST.get("stand", "")

    def do() -> str:
        if wanted not in told:
            raise actions.Refused(_("Diesen Zustand gibt es nicht."))
        actions.set_status(desk.city, desk.project, wanted, actor=desk.user)
        return told[wanted]

    return click(request, do, desk.url("project"))


@in_project()
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, desk: Desk) -> HttpResponse:
    if request.method == "POST":
        title = desk.project.title

        def do() -> str:
            actions.delete_project(desk.city, desk.project, actor=desk.user)
            return _("„%(title)s“ ist gelöscht.") % {"title": title}

        response = click(request, do, reverse("projects_desk:list"))
        if Project.objects.filter(uuid=desk.project.uuid).exists():
            response["Location"] = desk.url("project")
        return response
    return project_screen(
        request,
        desk,
        "confirm",
        "project",
        _("Projekt löschen"),
        question=_("Möchten Sie „%(title)s“ mit allen Phasen und Bausteinen löschen?") % {"title": desk.project.title},
        hint=_("Das geht nur, solange niemand etwas beigetragen hat, und lässt sich nicht rückgängig machen."),
        button=_("Endgültig löschen"),
        back=desk.url("project"),
    )
