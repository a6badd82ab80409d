"""Downloads for the desk of the leading city: everything that its modules hold, witnessed in the audit trail."""

from __future__ import annotations

import uuid
from typing import IO

from django.contrib import messages
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from participation.projects.desk.access import Desk, in_project, project_screen
from participation.projects.models import Module
from portal.audit.actions import record
from portal.kit.refused import Refused
from portal.kit.writers import Zip, as_dict, spool, to_json, write_csv, write_xlsx

from . import published, tables

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "zip": "application/zip",
    "json": "application/json; charset=utf-8",
}


@in_project()
@require_http_methods(["GET", "HEAD", "POST"])
def export(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    """Choose on GET; a download is a POST, because it leaves a row in the audit trail."""
    if request.method != "POST":
        return project_screen(
            request, desk, "opendata/export", "project", _("Daten herunterladen"), back=desk.home,
            modules=[module for module in desk.plan.modules if module.spec.tables],
        )  # fmt: skip
    form = request.POST.get("form", "")
    if form not in ("xlsx", "csv", "json"):
        raise Http404
    module = _module(desk, request.POST.get("baustein", ""))
    try:
        file, ending = _file(desk, module, form)
    except Refused as refused:
        messages.error(request, " ".join(refused.messages))
        return HttpResponseRedirect(request.path)
    name = desk.project.slug + (f"-{module.slug}" if module else "")
    response = FileResponse(file, as_attachment=True, filename=f"{name}.{ending}", content_type=TYPES[ending])
    response["Cache-Control"] = "private, no-store"
    return response


def _module(desk: Desk, key: str) -> Module | None:
    """The module named, None for the whole project; anything else is 404."""
    if not key:
        return None
    try:
        wanted = uuid.UUID(key)
    except ValueError:
        raise Http404 from None
    found = next((module for module in desk.plan.modules if module.uuid == wanted), None)
    if found is None:
        raise Http404
    return found


@transaction.atomic
def _file(desk: Desk, module: Module | None, form: str) -> tuple[IO[bytes], str]:
    """(file, its ending). CSV of several tables come as a ZIP."""
    out, rows, ending = spool(), 0, form
    with tables.in_cities(desk.plan):
        modules = [module] if module is not None else desk.plan.modules
        sheets = [sheet for one in modules for sheet in tables.sheets_of(desk.plan, one, public=False)]
        if form == "xlsx":
            rows = write_xlsx(sheets, out)
        elif form == "json":
            found = []
            for sheet in sheets:
                found.append({"module": sheet.module.slug, **as_dict(sheet, sheet.rows())})
                rows += len(found[-1]["rows"])
            out.write(to_json({"project": published.details(desk.plan), "tables": found}))
        elif len(sheets) == 1:
            rows = write_csv(sheets[0], out, german=True)
        else:
            ending, pack = "zip", Zip(out)
            for sheet in sheets:
                rows += pack.add_csv(f"{sheet.module.slug}/{sheet.name}.csv", sheet, german=True)
            pack.close()
    what = module if module is not None else desk.project
    record(desk.city, "opendata.export", what, actor=desk.user, format=form, rows=rows)
    out.seek(0)
    return out, ending
