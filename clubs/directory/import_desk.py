"""The city's desk: take a table of clubs over, take it back, hand the directory out as a file."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from functools import wraps
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from django_scopes import scope, scopes_disabled

from portal.kit.tables import Sheet, Table
from portal.kit.writers import spool, write_csv, write_xlsx

from . import importing
from .columns import COLUMNS, TAGS, row_of
from .importing_models import ClubImport
from .importing_rows import CHANGED, NEW, SAME, TWIN, WRONG, Line
from .models import Club
from .permissions import may_manage

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.cities.models import City

View = Callable[..., HttpResponseBase]
REFUSED = 422
SHOWN = 200  # rows of one verdict in the preview
CHIPS = {NEW: "ok", CHANGED: "info", SAME: "off", TWIN: "warn", WRONG: "err"}
WORDS = {
    NEW: gettext_lazy("neu"), CHANGED: gettext_lazy("ändert sich"), SAME: gettext_lazy("unverändert"),
    TWIN: gettext_lazy("vielleicht doppelt"), WRONG: gettext_lazy("Fehler"),
}  # fmt: skip


def desk_only(view: View) -> View:
    """For the city's own desk, on the host of the city; everybody else gets 404."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.city is None or request.is_admin_host or settings.SESSION_COOKIE_NAME not in request.COOKIES:
            raise Http404
        if not may_manage(request.user, request.city):  # type: ignore[arg-type]
            raise Http404
        return view(request, request.city, request.user, *args, **kwargs)

    return never_cache(inner)


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Tabelle"),
        help_text=gettext_lazy("CSV oder XLSX, höchstens 4 MB und 2.000 Zeilen. Die erste Zeile enthält die Überschriften."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx,.txt"}),
        error_messages={
            "required": gettext_lazy("Bitte wählen Sie eine Datei aus."),
            "empty": gettext_lazy("Diese Datei ist leer."),
        },
    )  # fmt: skip


def _screen(request: HttpRequest, template: str, title: str, status: int = 200, **context: Any) -> HttpResponse:
    from .care_desk import page  # which stands on `desk_only`

    return page(request, template, title, status=status, **context)


@desk_only
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, city: City, user: User) -> HttpResponseBase:
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if form.is_bound and form.is_valid():
        try:
            with scope(city=[city]):
                batch = importing.check_file(city, form.cleaned_data["file"], actor=user)
            return HttpResponseRedirect(reverse("directory_desk:import_batch", args=[batch.uuid]))
        except ValidationError as refused:
            form.add_error("file", refused)
    earlier = ClubImport.objects.filter(city=city).defer("rows").select_related("made_by")[:20]
    return _screen(
        request,
        "import",
        _("Import und Export"),
        REFUSED if form.is_bound else 200,
        form=form,
        earlier=list(earlier),
        columns=[
            {"key": column.key, "title": column.title, "hint": _hint(column)}
            for column in COLUMNS
            if column.key != "uuid"
        ],
    )


def _hint(column: Any) -> str:
    if column.choices:
        return ", ".join(str(label) for _code, label in column.choices)
    hints = {
        "flag": _("ja oder nein"), "tags": _("mit Komma getrennt"), "number": _("zum Beispiel 48,8585"),
        "postcode": _("fünf Ziffern"), "mail": _("wird nicht veröffentlicht"),
    }  # fmt: skip
    return hints.get(column.kind, "")


def _batch(city: City, key: uuid.UUID) -> ClubImport:
    batch = ClubImport.objects.filter(city=city, uuid=key).select_related("city__site", "made_by").first()
    if batch is None:
        raise Http404
    return batch


@desk_only
@require_http_methods(["GET", "HEAD", "POST"])
def batch(request: HttpRequest, city: City, user: User, key: uuid.UUID) -> HttpResponseBase:
    """The preview before, the result after. One button each: take over, discard, take back."""
    found = _batch(city, key)
    error = ""
    if request.method == "POST":
        done = {"apply": _apply, "discard": _discard, "undo": _undo}.get(request.POST.get("do", ""))
        if done is None:
            raise Http404
        try:
            return done(request, city, user, found)
        except ValidationError as refused:
            error = " ".join(refused.messages)
            found = _batch(city, key)
    with scope(city=[city]):
        lines = importing.lines_of(found) if found.status == ClubImport.Status.CHECKED else []
    groups = [_group(verdict, lines) for verdict in (WRONG, TWIN, NEW, CHANGED, SAME)]
    useful = sum(line.verdict in (NEW, CHANGED, TWIN) for line in lines)
    return _screen(
        request, "import_batch", found.file_name, REFUSED if error else 200, batch=found, error=error,
        groups=[group for group in groups if group["count"]], useful=useful,
        unknown=[name[1:] for name in found.columns if name.startswith("?")],
        may_undo=found.status == ClubImport.Status.APPLIED and found.imported.exists(),
    )  # fmt: skip


def _group(verdict: str, lines: list[Line]) -> dict[str, Any]:
    rows = [line for line in lines if line.verdict == verdict]
    return {
        "verdict": verdict, "label": WORDS[verdict], "chip": CHIPS[verdict], "count": len(rows), "lines": rows[:SHOWN],
        "more": max(0, len(rows) - SHOWN),
    }  # fmt: skip


def _apply(request: HttpRequest, city: City, user: User, found: ClubImport) -> HttpResponse:
    twins = frozenset(int(n) for n in request.POST.getlist("twin")[:2000] if n.isascii() and n.isdigit() and len(n) < 6)
    done = importing.apply(city, found, actor=user, twins=twins)
    new = ngettext("%(n)s neuer Verein", "%(n)s neue Vereine", done.created) % {"n": done.created}
    messages.success(request, _("Übernommen: %(new)s, %(changed)s geändert.") % {"new": new, "changed": done.changed})
    return HttpResponseRedirect(reverse("directory_desk:import_batch", args=[done.uuid]))


def _discard(request: HttpRequest, city: City, user: User, found: ClubImport) -> HttpResponse:
    importing.discard(city, found, actor=user)
    messages.success(request, _("Die Datei wurde verworfen. Am Verzeichnis hat sich nichts geändert."))
    return HttpResponseRedirect(reverse("directory_desk:import"))


def _undo(request: HttpRequest, city: City, user: User, found: ClubImport) -> HttpResponse:
    importing.undo(city, found, actor=user)
    messages.success(request, _("Der Import ist zurückgenommen. Alles ist wie vorher."))
    return HttpResponseRedirect(reverse("directory_desk:import_batch", args=[found.uuid]))


# --- Files --------------------------------------------------------------------------------------------


def download(table: Table, kind: str, *, german: bool = True) -> FileResponse:
    out = spool()
    if kind == "xlsx":
        write_xlsx([Sheet(table.name, table)], out)
        mime = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    else:
        write_csv(Sheet(table.name, table), out, german=german)
        mime = "text/csv; charset=utf-8"
    out.seek(0)
    return FileResponse(out, as_attachment=True, filename=f"{table.name}.{kind}", content_type=mime)


def _columns() -> tuple[tuple[str, str], ...]:
    return tuple((column.key, str(column.title)) for column in COLUMNS)


@desk_only
@require_safe
def template(request: HttpRequest, city: City, user: User, kind: str) -> HttpResponseBase:
    """Headings and one example row."""
    example = {
        "name": _("Musikverein Musterstadt e. V."), "purpose": _("Blasmusik für Jung und Alt."), "interests": "",
        "keywords": _("Blasorchester, Jugendkapelle"), "audiences": _("Kinder, Jugendliche"), "languages": _("Deutsch"),
        "access": _("ohne Stufen"), "register_court": "Mannheim", "register_number": "VR 100000", "is_charitable": True,
        "website": "https://musikverein.example", "contact_email": "vorstand@musikverein.example", "place": _("Vereinsheim"),
        "street": "Am Markt 1", "postcode": city.postcode, "town": city.name,
    }  # fmt: skip
    columns = tuple(pair for pair in _columns() if pair[0] != "uuid")
    return download(Table("vorlage-vereine", _("Vorlage"), columns, [example]), kind)


@desk_only
@require_safe
def export(request: HttpRequest, city: City, user: User, kind: str) -> HttpResponseBase:
    """All clubs of the city except closed ones, as the import reads them back; with the mailboxes, so for the desk only."""

    def rows() -> Iterator[dict[str, Any]]:
        for club in clubs:
            yield {**row_of(club), "status": club.get_status_display(), "confirmed": timezone.localtime(club.confirmed_at).date()}  # fmt: skip

    with scopes_disabled():
        found = Club.objects.filter(city=city).exclude(status=Club.Status.CLOSED)
        clubs = list(found.prefetch_related(*TAGS).order_by("slug"))
    columns = (*_columns(), ("status", _("Zustand")), ("confirmed", _("Bestätigt am")))
    return download(Table(f"vereine-{city.slug}", _("Vereine"), columns, rows()), kind)
