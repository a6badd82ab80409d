"""Mails to helpers and to neighbouring cities, through the outbox. A key starts with "emergency.<kind>:<uuid of the helper>",
so that erasing a person also erases what waits there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from portal.cities import hosts
from portal.mailing.actions import write

from . import addresses
from .models import Call, CallCity, CallTask, Helper

if TYPE_CHECKING:
    from portal.cities.models import City

KINDS = ("registered", "again", "assigned", "unassigned", "message", "closed")


def _city(call: Call) -> City:
    return hosts.city_of(call.city_id)


def _send(helper: Helper, call: Call, kind: str, mark: str, subject: str, *parts: str) -> None:
    if not helper.email:
        return
    city = _city(call)
    head = _("Guten Tag %(name)s,") % {"name": helper.name}
    foot = f"{_('Ihre Nummer')}: {helper.number}\n{city.portal_name}"
    exercise = f"{_('Dies ist eine Übung.')}" if call.is_exercise else ""
    body = "\n\n".join(part for part in (head, exercise, *parts, foot) if part)
    write(city, helper.email, subject, body, key=f"emergency.{kind}:{helper.uuid}:{mark}", soon=kind == "registered")


def _own_page(helper: Helper) -> str:
    text = _("Ihre persönliche Seite. Dort sehen Sie, wo Sie gebraucht werden, und können sich wieder abmelden:")
    return f"{text}\n{addresses.helper_url(helper)}"


def _where(task: CallTask) -> str:
    start, end = timezone.localtime(task.starts_at), timezone.localtime(task.ends_at)
    lines = [task.title, f"{start:%d.%m.%Y %H:%M} – {end:%H:%M}"]
    lines += [place for place in (task.place or task.call.meeting_point,) if place]
    if task.call.bring:
        lines.append(f"{_('Bitte mitbringen')}: {task.call.bring}")
    if task.call.hotline:
        lines.append(f"{_('Telefon für Fragen')}: {task.call.hotline}")
    return "\n".join(lines)


def registered(helper: Helper, call: Call) -> None:
    with translation.override("de"):
        text = _("vielen Dank, dass Sie helfen wollen. Wir melden uns, sobald wir Sie brauchen.")
        _send(helper, call, "registered", "1", f"{_('Danke für Ihre Meldung')}: {call.title}", text, _own_page(helper))


def link_again(helper: Helper, call: Call) -> None:
    """At most one a day, whoever asks."""
    with translation.override("de"):
        text = _("Sie stehen schon auf unserer Liste.")
        mark = f"{timezone.localdate():%Y%m%d}"
        _send(helper, call, "again", mark, f"{_('Ihr persönlicher Link')}: {call.title}", text, _own_page(helper))


def assigned(helper: Helper, task: CallTask) -> None:
    with translation.override("de"):
        mark = f"{task.uuid.hex}:{timezone.now().timestamp():.6f}"
        text = _("wir brauchen Sie. Bitte kommen Sie zu diesem Einsatz:")
        _send(
            helper,
            task.call,
            "assigned",
            mark,
            f"{_('Ihr Einsatz')}: {task.title}",
            text,
            _where(task),
            _own_page(helper),
        )


def unassigned(helper: Helper, task: CallTask) -> None:
    with translation.override("de"):
        mark = f"{task.uuid.hex}:{timezone.now().timestamp():.6f}"
        text = _("für diesen Einsatz brauchen wir Sie nicht mehr. Danke, dass Sie bereit waren.")
        _send(helper, task.call, "unassigned", mark, f"{_('Einsatz entfällt')}: {task.title}", text, _where(task))


def message(helper: Helper, task: CallTask, text: str, mark: str) -> None:
    with translation.override("de"):
        subject = f"{_('Nachricht zu Ihrem Einsatz')}: {task.title}"
        _send(helper, task.call, "message", f"{task.uuid.hex}:{mark}", subject, text, _where(task), _own_page(helper))


def closed(helper: Helper, call: Call) -> None:
    with translation.override("de"):
        text = call.thanks or _("der Einsatz ist zu Ende. Vielen Dank, dass Sie geholfen haben oder helfen wollten.")
        last = _("Ihre Angaben löschen wir am %(day)s.") % {
            "day": f"{timezone.localtime(call.delete_after):%d.%m.%Y}" if call.delete_after else ""
        }
        _send(helper, call, "closed", "1", f"{_('Einsatz beendet, danke')}: {call.title}", text, last)


def please_join(row: CallCity, call: Call) -> None:
    """To the office address of the city that is asked."""
    from django.urls import reverse

    city = hosts.city_of(row.city_id)
    if not city.email:
        return
    with translation.override("de"):
        name = _city(call).name
        text = _("%(city)s bittet um Hilfe: „%(title)s“. Sie entscheiden, ob der Aufruf auch auf Ihrem Portal steht:") % {
            "city": name, "title": call.title,
        }  # fmt: skip
        link = addresses.on_portal(row.city_id, reverse("emergency:neighbour", args=[call.uuid]))
        subject = _("%(city)s bittet um Hilfe") % {"city": name}
        body = f"{_('Guten Tag')},\n\n{text}\n{link}\n\n{_city(call).portal_name}"
        write(city, city.email, subject, body, key=f"emergency.join:{call.uuid}:{row.city_id}", soon=True)
