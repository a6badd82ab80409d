"""Public data of a project: what the API, the archive and the widget say. Nothing here names a person."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from participation.projects.models import Milestone, Phase, Project
from participation.projects.plans import Plan, plan_of
from portal.cities import hosts
from portal.kit.tables import for_json
from portal.kit.writers import Zip, as_dict, spool, to_json

from . import tables

if TYPE_CHECKING:
    from typing import IO

    from portal.cities.models import City

LICENCE = "Datenlizenz Deutschland – Namensnennung – Version 2.0"
LICENCE_KEY = "dl-de/by-2.0"
LICENCE_URL = "https://www.govdata.de/dl-de/by-2-0"
FORMAT = "redi-participation"


def projects_on(city: City) -> QuerySet[Project]:
    """Published projects of this portal; on the alliance's host of all cities."""
    rows = Project.in_region() if city.is_alliance else Project.shown_in(city)
    with scopes_disabled():
        return rows.select_related("city__site").order_by("-created_at", "-pk")


def find(request: HttpRequest, slug: str) -> Plan:
    """The plan of a published project of this portal. Else 404."""
    if request.city is None or request.is_admin_host:
        raise Http404
    with scopes_disabled():
        project = projects_on(request.city).select_related("office").filter(slug=slug).first()
    if project is None:
        raise Http404
    return plan_of(project)


def home_url(project: Project) -> str:
    return _on_host(project, reverse("projects:project", args=[project.slug]))


def _on_host(project: Project, path: str) -> str:
    return hosts.absolute(project.city.site.hostname, path) if project.city.site else path


def brief(project: Project, cities: list[City]) -> dict[str, Any]:
    return {
        "slug": project.slug,
        "uuid": str(project.uuid),
        "title": project.title,
        "purpose": project.purpose,
        "city": project.city.slug,
        "cities": [city.slug for city in cities],
        "contributions": project.contribution_count,
        "participants": project.participant_count,
        "url": home_url(project),
    }


def phase_data(phase: Phase) -> dict[str, Any]:
    return {
        "uuid": str(phase.uuid),
        "kind": phase.kind,
        "title": phase.title,
        "text": phase.text,
        "easy_text": phase.easy_text,
        "starts_at": for_json(phase.starts_at),
        "ends_at": for_json(phase.ends_at),
    }


def details(plan: Plan) -> dict[str, Any]:
    """One query more than the plan: milestones."""
    project = plan.project
    with scopes_disabled():
        steps = list(Milestone.objects.filter(project=project))
    return {
        **brief(project, plan.cities),
        "easy_purpose": project.easy_purpose,
        "result": project.result,
        "office": project.office.name if project.office else "",
        "budget": for_json(project.budget),
        "area": project.area,
        "phases": [phase_data(phase) for phase in plan.phases],
        "modules": [
            {
                "uuid": str(module.uuid),
                "slug": module.slug,
                "kind": module.kind,
                "kind_label": str(module.spec.label),
                "title": module.title,
                "intro": module.intro,
                "easy_intro": module.easy_intro,
                "contributions": module.contribution_count,
            }
            for module in tables.shown(plan)
        ],
        "milestones": [
            {
                "uuid": str(row.uuid),
                "title": row.title,
                "text": row.text,
                "status": row.status,
                "percent": row.percent,
                "due_on": for_json(row.due_on),
                "cost": for_json(row.cost),
            }
            for row in steps
        ],
    }


def licence(plan: Plan) -> dict[str, str]:
    names = ", ".join(city.portal_name for city in plan.cities)
    return {"key": LICENCE_KEY, "title": LICENCE, "url": LICENCE_URL, "attribution": names}


README = """{title}

Offene Daten der Bürgerbeteiligung: {url}

project.json    Projekt mit Phasen, Bausteinen und Stand der Umsetzung
*/*.csv         eine Datei je Tabelle: UTF-8, Komma, erste Zeile mit Schlüsseln, Zeiten nach ISO 8601.
                Texte, die mit = + - @ beginnen, tragen ein Hochkomma davor, damit keine Tabellenkalkulation sie ausführt.

Die Dateien enthalten keine Namen und keine Adressen von Personen.

Lizenz: {licence} ({key})
{licence_url}
Namensnennung: {attribution}
"""


def archive(plan: Plan) -> IO[bytes]:
    """project.json, README.txt and one CSV per table; the same content gives the same bytes. In German, whoever asks."""
    out = spool()
    pack = Zip(out)
    data = details(plan)
    text = README.format(
        title=plan.project.title, url=data["url"], licence=LICENCE, key=LICENCE_KEY, licence_url=LICENCE_URL,
        attribution=licence(plan)["attribution"],
    )  # fmt: skip
    pack.add("README.txt", text.encode("utf-8", "replace"))
    listed = []
    with tables.in_cities(plan):
        for module in tables.shown(plan):
            for sheet in tables.sheets_of(plan, module, public=True):
                name = f"{module.slug}/{sheet.name}.csv"
                pack.add_csv(name, sheet, german=False)
                listed.append(
                    {
                        "module": module.slug,
                        "file": name,
                        **{k: v for k, v in as_dict(sheet, []).items() if k != "rows"},
                    }
                )
    pack.add(
        "project.json", to_json({"format": f"{FORMAT}/1", "project": data, "tables": listed, "licence": licence(plan)})
    )
    pack.close()
    out.seek(0)
    return out


def current_phase(plan: Plan, now: dt.datetime) -> Phase | None:
    """The running phase, else the next one."""
    ahead = [phase for phase in plan.phases if phase.starts_at > now]
    return next(iter([*plan.running(now), *ahead]), None)


def holds(plan: Plan, now: dt.datetime | None = None) -> int | None:
    """Seconds until a phase starts or ends; None: nothing ahead."""
    now = now or timezone.now()
    change = plan.next_change(now)
    return max(1, int((change - now).total_seconds())) if change is not None else None


def embed_code(project: Project) -> str:
    url = _on_host(project, reverse("opendata:embed", args=[project.slug]))
    title = project.title.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;").replace(">", "&gt;")
    label = _("Beteiligung: %(title)s") % {"title": title}
    return f'<iframe src="{url}" title="{label}" width="100%" height="320" loading="lazy"></iframe>'
