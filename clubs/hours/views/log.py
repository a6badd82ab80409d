"""A person's own hours: with an account, or behind the personal link of the mails."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django_scopes import scopes_disabled

from clubs.directory.models import Club
from clubs.hours import addresses, paper, reading, words
from clubs.hours.actions import entries, papers
from clubs.hours.actions import people as own_people
from clubs.hours.forms import FIELDS, HoursForm, LinkForm, PaperForm
from clubs.hours.models import Certificate, HourEntry
from clubs.volunteering import visits
from clubs.volunteering.actions import people
from clubs.volunteering.models import Volunteer
from clubs.volunteering.visits import Visit
from portal.cities import anonymous_forms
from portal.kit.tables import Sheet
from portal.kit.writers import write_csv

View = Callable[..., HttpResponse]
PER_PAGE = 50
FOUND = 20  # clubs of a search
LINK_FORM = "hours-link"


@dataclass(frozen=True)
class Own:
    """A person at their own pages. `token`: "" for members; `person`: None for a member who never helped."""

    visit: Visit
    person: Volunteer | None
    token: str

    def url(self, name: str, *args: Any, done: str = "") -> str:
        full = f"hours:{name}_by_link" if self.token else f"hours:{name}"
        address = reverse(full, args=[self.token, *args] if self.token else args)
        return f"{address}?meldung={done}" if done else address

    @property
    def guard(self) -> dict[str, Any]:
        return {"member": self.visit.user}

    def crumbs(self, *trail: str) -> list[dict[str, str]]:
        items = [(_("Meine Stunden"), self.url("log")), *((title, "") for title in trail)]
        return visits.crumbs(*items[:-1], (items[-1][0], ""))


def own_page(view: View) -> View:
    """(request, token="", …) → (request, own, …). A link that means nobody answers 404, a visitor is led to the way in."""

    @wraps(view)
    def inner(request: HttpRequest, visit: Visit, token: str = "", **kwargs: Any) -> HttpResponse:
        if token:
            person = addresses.person_of(token, visit.city)
            if person is None:
                raise Http404
            if request.method == "POST" and visits.foreign(request):
                return HttpResponse(visits.foreign(request), status=403, content_type="text/plain; charset=utf-8")
        elif visit.user is None:
            return HttpResponseRedirect(reverse("hours:link"))
        else:
            person = people.known(visit.user)
        return view(request, Own(visit, person, token), **kwargs)

    return visits.personal_page(inner)


@own_page
@require_safe
def log(request: HttpRequest, own: Own) -> HttpResponse:
    """All cities, filters in the address, sums, the home city's card, certificates."""
    rows = reading.entries_of(own.person)
    wish = reading.Wish.of(request.GET, rows)
    shown = [row for row in rows if wish.takes(row)]
    user = own.visit.user
    home = (user.home_city if user else None) or (own.person.city if own.person else own.visit.city)
    confirmed, waiting = (reading.total(shown, s) for s in (HourEntry.State.CONFIRMED, HourEntry.State.ASKED))
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("seite"))
    for row in page.object_list:
        row.time = paper.hours_text(row.minutes)
        row.remove_url = "" if row.state == HourEntry.State.CONFIRMED else own.url("remove", row.uuid)
    found = reading.papers_of(own.person)
    for item in found:
        item.url = own.url("pdf", item.uuid)
        item.revoke_url = own.url("revoke", item.uuid)
        item.total = paper.hours_text(item.snapshot["minutes"])
    context = {
        "page": page, "any": bool(rows), "wish": wish, "groups": reading.options(rows, wish), "params": request.GET,
        "figures": [
            {"label": _("bestätigt"), "value": paper.hours_text(confirmed), "unit": _("Stunden")},
            {"label": _("noch nicht bestätigt"), "value": paper.hours_text(waiting), "unit": _("Stunden")},
        ],
        "card": reading.card(rows, home, timezone.localdate()), "papers": found,
        "can_issue": any(r.state == HourEntry.State.CONFIRMED for r in rows),
        "urls": {name: own.url(name) for name in ("add", "issue", "log")},
        "csv_url": own.url("csv") + (f"?{wish.query}" if wish.query else ""), **_told(request), **own.guard,
    }  # fmt: skip
    return visits.page(request, "hours/log.html", _("Meine Stunden"), crumbs=own.crumbs(), **context)


def _told(request: HttpRequest) -> dict[str, str]:
    return {"told": words.done(request.GET.get("meldung", ""))}


@own_page
@require_safe
def csv_file(request: HttpRequest, own: Own) -> HttpResponse:
    rows = reading.entries_of(own.person)
    wish = reading.Wish.of(request.GET, rows)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="meine-stunden.csv"'
    write_csv(Sheet("stunden", reading.table([r for r in rows if wish.takes(r)])), response, german=True)  # type: ignore[arg-type]
    return response


@own_page
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, own: Own) -> HttpResponse:
    """First for whom: an own sign-up that is over, or a club by name. Then the hours."""
    sign_up, club = _chosen(request, own)
    if sign_up is None and club is None:
        if request.method == "POST":
            return HttpResponseRedirect(own.url("add"))
        return _choose(request, own)
    is_sign_up = sign_up is not None
    initial = {"name": _name(own), "what": "", "date": ""}
    if sign_up is not None:
        minutes = entries.worked(sign_up.shift.starts_at, sign_up.shift.ends_at)[1]
        initial |= {"time": paper.hours_text(minutes), "what": sign_up.shift.title or sign_up.shift.offer.title}
        initial["name"] = sign_up.name or initial["name"]
    form = HoursForm(request.POST if request.method == "POST" else None, of_sign_up=is_sign_up, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        user = own.visit.user
        try:
            person = own.person or people.of_member(own.visit.city, user)  # type: ignore[arg-type]
            entries.log_hours(
                person, name=data["name"], date=data.get("date"), minutes=data["time"], what=data["what"], club=club,
                sign_up=sign_up, expenses=data.get("expenses", "none"), actor=user,
            )  # fmt: skip
        except ValidationError as refused:
            field = FIELDS.get(getattr(refused, "code", "") or "")
            form.add_error(field if field in form.fields else None, refused.messages)
        else:
            return HttpResponseRedirect(own.url("log", done="eingetragen"))
    title = _("Stunden eintragen")
    target = sign_up.shift.offer.provider_name if sign_up else club.name if club else ""
    context = {
        "form": form, "target": target, "shift": sign_up.shift if sign_up else None, "back": own.url("add"), **own.guard,
    }  # fmt: skip
    status = visits.REFUSED if form.errors else 200
    return visits.page(request, "hours/add.html", title, status=status, crumbs=own.crumbs(title), **context)


def _chosen(request: HttpRequest, own: Own) -> tuple[Any, Club | None]:
    """What the address names: an own sign-up without hours, or a public club. Everything else counts as not given."""
    try:
        number = uuid.UUID(request.GET.get("einsatz", ""))
    except ValueError:
        number = None
    if number is not None:
        return next((s for s in reading.without_hours(own.person, timezone.now()) if s.uuid == number), None), None
    slug = request.GET.get("verein", "")[:80]
    if not slug or "\x00" in slug:
        return None, None
    return None, Club.in_region().published().select_related("city__site").filter(slug=slug).first()


def _choose(request: HttpRequest, own: Own) -> HttpResponse:
    sign_ups = reading.without_hours(own.person, timezone.now())
    rows = [
        {
            "title": s.shift.offer.title,
            "url": f"{own.url('add')}?einsatz={s.uuid}",
            "meta": f"{timezone.localtime(s.shift.starts_at):%d.%m.%Y} · {s.shift.offer.provider_name}",
        }
        for s in sign_ups
    ]
    wanted = " ".join(request.GET.get("q", "")[:100].replace("\x00", "").split())
    clubs = []
    if wanted:
        with scopes_disabled():
            found = (
                Club.in_region()
                .published()
                .filter(name__icontains=wanted)
                .select_related("city")
                .order_by("name", "pk")
            )
            clubs = [
                {"title": c.name, "url": f"{own.url('add')}?verein={c.slug}", "meta": c.city.name}
                for c in found[:FOUND]
            ]
    title = _("Stunden eintragen")
    context = {"rows": rows, "clubs": clubs, "wanted": wanted, "action": own.url("add")}
    return visits.page(request, "hours/choose.html", title, crumbs=own.crumbs(title), **context)


def _name(own: Own) -> str:
    if own.person is not None:
        rows = HourEntry.in_region().filter(volunteer=own.person).order_by("-pk")
        return rows.values_list("name", flat=True).first() or own.person.name
    return ""


@own_page
@require_http_methods(["POST"])
def remove(request: HttpRequest, own: Own, entry: uuid.UUID) -> HttpResponse:
    row = HourEntry.in_region().filter(uuid=entry, volunteer=own.person).first() if own.person else None
    if row is None or own.person is None:
        raise Http404
    gone = entries.remove(own.person, row, actor=own.visit.user)
    return HttpResponseRedirect(own.url("log", done="geloescht" if gone else "nichts"))


@own_page
@require_http_methods(["GET", "HEAD", "POST"])
def issue(request: HttpRequest, own: Own) -> HttpResponse:
    """A certificate for a period; by default this year so far."""
    names = reading.names_of(reading.entries_of(own.person))
    title = _("Nachweis ausstellen")
    if not names or own.person is None:
        return visits.page(
            request, "hours/issue.html", title, crumbs=own.crumbs(title), form=None, log_url=own.url("log")
        )
    today = timezone.localdate()
    initial = {"start": dt.date(today.year, 1, 1), "end": today, "name": names[0]}
    form = PaperForm(request.POST if request.method == "POST" else None, names=names, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            papers.issue(
                own.person, own.visit.city, data["start"], data["end"], name=data["name"], actor=own.visit.user
            )
        except ValidationError as refused:
            form.add_error(None, refused.messages)
        else:
            return HttpResponseRedirect(own.url("log", done="ausgestellt") + "#nachweise")
    status = visits.REFUSED if form.errors else 200
    return visits.page(
        request, "hours/issue.html", title, status=status, crumbs=own.crumbs(title), form=form, log_url=own.url("log"),
        only_name=names[0] if len(names) == 1 else "", **own.guard,
    )  # fmt: skip


def _paper(own: Own, number: uuid.UUID) -> Certificate:
    row = Certificate.in_region().filter(uuid=number, volunteer=own.person).select_related("city").first()
    if own.person is None or row is None:
        raise Http404
    return row


@own_page
@require_safe
def pdf(request: HttpRequest, own: Own, paper: uuid.UUID) -> HttpResponse:
    """The file, the same bytes each time; only for the person."""
    from clubs.hours.paper import render

    row = _paper(own, paper)
    if row.revoked_at is not None:
        raise Http404
    response = HttpResponse(render(row.snapshot, row.signature), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="nachweis-{row.uuid}.pdf"'
    return response


@own_page
@require_http_methods(["POST"])
def revoke(request: HttpRequest, own: Own, paper: uuid.UUID) -> HttpResponse:
    done = papers.revoke(_paper(own, paper), actor=own.visit.user)
    return HttpResponseRedirect(own.url("log", done="widerrufen" if done else "nichts") + "#nachweise")


@visits.personal_page
@require_http_methods(["GET", "HEAD", "POST"])
def send_link(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The way in: sign in, or have the personal link mailed. The same answer for every address."""
    if visit.user is not None:
        return HttpResponseRedirect(reverse("hours:log"))
    form = LinkForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        refusal = anonymous_forms.protect(request, LINK_FORM)
        if refusal is not None:
            form.add_error(None, refusal.text)
            status = refusal.status
        elif form.is_valid():
            anonymous_forms.count(request, LINK_FORM)
            own_people.send_link(visit.city, form.cleaned_data["email"])
            return HttpResponseRedirect(reverse("hours:link") + "?meldung=link")
        else:
            status = visits.REFUSED
    context = {"form": form, "sign_in_url": visits.sign_in_url(reverse("hours:log")), **visit.guard(request, LINK_FORM)}
    return visits.page(request, "hours/link.html", _("Meine Stunden"), status=status, **context, **_told(request))
