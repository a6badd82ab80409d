"""What the desk reads: people by filters from the address, numbers, sheets."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

import qrcode
from django.db.models import Count, F, Q, QuerySet
from django.http import QueryDict
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from qrcode.image.svg import SvgPathImage

from clubs.codes import labels
from portal.kit.tables import Table

from . import addresses
from .kinds import SKILLS, TIMES
from .models import Assignment, Call, CallTask, Helper

DISTANCES = (5, 10, 20, 50)
PER_PAGE = 50


@dataclass(frozen=True)
class Wish:
    """Filters of the list of helpers; values that are none count as not given."""

    skills: tuple[str, ...] = ()
    times: tuple[str, ...] = ()
    within: int = 0
    free: bool = False
    words: str = ""

    @staticmethod
    def of(params: QueryDict) -> Wish:
        known_skills, known_times = {code for code, _l in SKILLS}, {code for code, _l in TIMES}
        within = params.get("umkreis", "")
        return Wish(
            tuple(s for s in dict.fromkeys(params.getlist("kann")) if s in known_skills),
            tuple(t for t in dict.fromkeys(params.getlist("wann")) if t in known_times),
            int(within) if within in {str(d) for d in DISTANCES} else 0,
            params.get("frei") == "1",
            params.get("q", "").replace("\x00", "").strip()[:60],
        )

    def rows(self, call: Call) -> QuerySet[Helper]:
        """All skills wanted, any of the times; who can always come at once counts for every time. Nearest first."""
        found = Helper.objects.filter(call=call)
        for code in self.skills:
            found = found.filter(skills__contains=f" {code} ")
        if self.times:
            found = found.filter(reduce(or_, (Q(times__contains=f" {t} ") for t in self.times)))
        if self.within:
            found = found.filter(distance_km__lte=self.within)
        if self.words:
            found = found.filter(Q(name__icontains=self.words) | Q(number__icontains=self.words))
        found = found.annotate(tasks=Count("assignments"))
        if self.free:
            found = found.filter(tasks=0)
        return found.order_by(F("distance_km").asc(nulls_last=True), "created_at", "pk")

    def context(self) -> dict[str, Any]:
        return {
            "wish": self, "skills": [(c, text, c in self.skills) for c, text in SKILLS],
            "times": [(c, text, c in self.times) for c, text in TIMES], "distances": DISTANCES,
        }  # fmt: skip


def described(helper: Helper) -> Helper:
    helper.skill_words = ", ".join(labels(helper.skills, SKILLS))  # type: ignore[attr-defined]
    helper.time_words = ", ".join(labels(helper.times, TIMES))  # type: ignore[attr-defined]
    return helper


def numbers(call: Call) -> dict[str, int]:
    """What a neighbour may see, too: numbers, no people."""
    tasks = list(CallTask.objects.filter(call=call).values_list("needed", "assigned"))
    return {
        "helpers": Helper.objects.filter(call=call).count(),
        "needed": sum(n for n, _a in tasks),
        "assigned": sum(a for _n, a in tasks),
        "tasks": len(tasks),
    }


def qr_code(text: str) -> SafeString:
    """As inline SVG, black on white."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=4, image_factory=SvgPathImage)
    code.add_data(text)
    code.make(fit=True)
    out = io.BytesIO()
    code.make_image().save(out)
    svg = out.getvalue().decode()
    svg = svg[svg.index("<svg") :].replace("<svg", '<svg class="sheet-code" aria-hidden="true"', 1)
    return mark_safe(svg)  # noqa: S308  (made of an address of our own)


def sheets(tasks: list[CallTask]) -> list[dict[str, Any]]:
    """Everything that is printed: one sheet per task, with lines left for who comes unannounced."""
    rows: dict[int, list[Assignment]] = {}
    found = (
        Assignment.objects.filter(task__in=tasks).select_related("helper").order_by("helper__name", "helper__number")
    )
    for row in found:
        described(row.helper)
        rows.setdefault(row.task_id, []).append(row)
    return [
        {"task": task, "rows": rows.get(task.pk, []), "code": qr_code(addresses.sheet_url(task)), "spare": range(3)}
        for task in tasks
    ]


def table(call: Call) -> Table:
    """People and where they are assigned."""
    at: dict[int, list[str]] = {}
    for row in Assignment.objects.filter(task__call=call).select_related("task").order_by("task__starts_at"):
        at.setdefault(row.helper_id, []).append(row.task.title)
    columns = (
        ("number", _("Nummer")), ("name", _("Name")), ("phone", _("Telefon")), ("email", _("E-Mail")),
        ("postcode", _("Postleitzahl")), ("distance_km", _("Entfernung in km")), ("skills", _("Kann")),
        ("times", _("Wann")), ("tools", _("Bringt mit")), ("tasks", _("Eingeteilt")), ("created_at", _("Gemeldet")),
    )  # fmt: skip
    return Table(
        "helfende", call.title, columns,
        (
            {
                "number": h.number, "name": h.name, "phone": h.phone, "email": h.email, "postcode": h.postcode,
                "distance_km": h.distance_km, "skills": labels(h.skills, SKILLS), "times": labels(h.times, TIMES),
                "tools": h.tools, "tasks": at.get(h.pk, []), "created_at": h.created_at,
            }
            for h in Helper.objects.filter(call=call).order_by("created_at", "pk")
        ),
    )  # fmt: skip
