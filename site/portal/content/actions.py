"""Changes of content that are not Wagtail's own: a new city's pages, barrier reports, the daily round."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from portal.audit.actions import record
from portal.cities.context import touch
from portal.cities.models import City

from .models import BarrierReport, EventPage, HomePage, LegalPage

if TYPE_CHECKING:
    from portal.accounts.models import User

SLUGS = {
    "imprint": "impressum", "privacy": "datenschutz", "accessibility": "barrierefreiheit", "barrier": "barriere-melden",
    "easy": "leichte-sprache", "sign": "gebaerdensprache", "rules": "regeln",
}  # fmt: skip

SUMMARIES = {
    "imprint": gettext_lazy("Wer für dieses Portal verantwortlich ist und wie Sie uns erreichen."),
    "privacy": gettext_lazy("Welche Daten wir verarbeiten, wozu, wie lange, und welche Rechte Sie haben."),
    "accessibility": gettext_lazy(
        "Wie zugänglich dieses Portal ist, was noch fehlt und an wen Sie sich wenden können."
    ),
    "barrier": gettext_lazy("Etwas auf diesem Portal oder in der Stadt hindert Sie? Sagen Sie es uns."),
    "easy": gettext_lazy("Das Wichtigste über dieses Portal in Leichter Sprache."),
    "sign": gettext_lazy("Das Wichtigste über dieses Portal in Deutscher Gebärdensprache."),
    "rules": gettext_lazy("Wie wir hier miteinander reden, was nicht geht und was dann geschieht."),
}


def plant_tree(sender: type[City], *, city: City, root: Page, **_kwargs: Any) -> None:
    """Home and legal pages of a new city, published; runs inside add_city's transaction."""
    with translation.override(settings.LANGUAGE_CODE):  # content, whoever adds the city
        heading = _("Neun Städte, ein digitales Zuhause") if city.is_alliance else _("Was möchten Sie erledigen?")
        home = root.add_child(
            instance=HomePage(title=city.portal_name, slug=city.slug, show_in_menus=False, heading=heading)
        )
        home.save_revision().publish()
        for kind in LegalPage.Kind:
            page = home.add_child(
                instance=LegalPage(
                    title=str(kind.label), slug=SLUGS[kind.value], kind=kind, summary=str(SUMMARIES[kind.value])
                )
            )
            page.save_revision().publish()


# --- Barriers -----------------------------------------------------------------------------------


def _mail(subject: str, body: str, to: str, reply_to: str = "") -> None:
    from .tasks import send_mail

    transaction.on_commit(lambda: send_mail.enqueue(subject, body, to, reply_to))


@transaction.atomic
def report_barrier(
    city: City, *, what: str, where: str = "", email: str = "", actor: User | None = None
) -> BarrierReport:
    """Store a visitor's report and tell the city by mail. Deleted after twelve months."""
    report = BarrierReport(city=city, what=what.strip(), where=where.strip(), email=email.strip())
    report.full_clean()
    report.save()
    record(city, "content.report_barrier", report, actor=actor)
    with translation.override(settings.LANGUAGE_CODE):  # the town hall reads it, not whoever reported
        _tell_city(city, report)
    return report


def _tell_city(city: City, report: BarrierReport) -> None:
    body = _(
        "Auf %(portal)s wurde eine Barriere gemeldet.\n\nWas hindert:\n%(what)s\n\nWo:\n%(where)s\n\n%(answer)s\n\n"
        "Bearbeiten: %(admin)s\nDie Meldung wird am %(date)s gelöscht.\n"
    ) % {
        "portal": city.portal_name,
        "what": report.what,
        "where": report.where or _("keine Angabe"),
        "answer": _("Eine Antwort ist gewünscht.") if report.email else _("Eine Antwort ist nicht gewünscht."),
        "admin": f"{settings.WAGTAILADMIN_BASE_URL}/admin/",
        "date": f"{report.delete_on:%d.%m.%Y}",
    }
    _mail(_("Barriere gemeldet: %s") % city.portal_name, body, city.email or settings.DEFAULT_FROM_EMAIL)


@transaction.atomic
def handle_barrier(
    city: City, report: BarrierReport, *, status: str, answer: str = "", actor: User | None
) -> BarrierReport:
    """Set the state; a first answer goes to the person by mail, if they gave an address.

    Raises ValidationError when an answer that was already sent would be changed.
    """
    report = BarrierReport.objects.select_for_update().get(pk=report.pk)
    answer = answer.strip()
    if report.answer and answer != report.answer:
        raise ValidationError({"answer": _("Diese Antwort ist schon verschickt und lässt sich nicht mehr ändern.")})
    fresh = bool(answer and not report.answer)
    report.status = status
    report.handled_by = actor
    if fresh:
        report.answer, report.answered_at = answer, timezone.now()
    report.full_clean()
    report.save()
    record(city, "content.handle_barrier", report, actor=actor, status=status, answered=fresh)
    if fresh and report.email:
        body = _(
            "Guten Tag,\n\nSie haben uns am %(date)s eine Barriere gemeldet:\n\n%(what)s\n\nUnsere Antwort:\n\n%(answer)s\n\n"
            "Freundliche Grüße\n%(portal)s\n"
        ) % {"date": f"{timezone.localtime(report.created_at):%d.%m.%Y}", "what": report.what, "answer": answer,
             "portal": city.portal_name}  # fmt: skip
        _mail(_("Ihre Meldung einer Barriere: %s") % city.portal_name, body, report.email, city.email)
    return report


@transaction.atomic
def delete_barrier(city: City, report: BarrierReport, *, actor: User | None) -> None:
    record(city, "content.delete_barrier", report, actor=actor)
    report.delete()


@transaction.atomic
def purge_barrier_reports(today: dt.date) -> int:
    """Delete what has reached its deletion date, in the open scope; answers how many."""
    expired = list(BarrierReport.objects.expired(today).select_related("city"))
    for report in expired:
        record(report.city, "content.purge_barrier", report, actor=None)
        report.delete()
    return len(expired)


# --- Events -------------------------------------------------------------------------------------


@transaction.atomic
def refresh_events(now: dt.datetime) -> int:
    """Move the stored next occurrence of events on whose date has passed. Run daily; lists do not depend on it."""
    moved = 0
    for page in EventPage.objects.live().filter(next_occurrence__lt=now).defer("body").iterator(chunk_size=200):
        before = (page.next_occurrence, page.last_occurrence)
        try:
            page.index_dates(now)
        except ValueError:
            continue
        if (page.next_occurrence, page.last_occurrence) != before:
            EventPage.objects.filter(pk=page.pk).update(
                next_occurrence=page.next_occurrence, last_occurrence=page.last_occurrence
            )
            moved += 1
    if moved:
        for city in City.objects.all():
            touch(city.pk)
    return moved
