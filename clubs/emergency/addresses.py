"""Where calls stand, and the links that need no account: a helper's own, and the one printed on a task's sheet."""

from __future__ import annotations

import uuid

from django.core import signing
from django.urls import reverse

from portal.cities import hosts

from .models import Call, CallTask, Helper

SALT = "clubs.emergency"


def token(row: Helper | CallTask) -> str:
    return signing.Signer(salt=f"{SALT}.{row._meta.model_name}").sign(row.uuid.hex)


def read(model: type[Helper] | type[CallTask], value: str) -> uuid.UUID | None:
    """None: forged, cut off, or of the other kind."""
    try:
        return uuid.UUID(signing.Signer(salt=f"{SALT}.{model._meta.model_name}").unsign(value[:200]))
    except (signing.BadSignature, ValueError):
        return None


def call_path(call: Call) -> str:
    return reverse("emergency:call", args=[call.slug])


def desk_path(call: Call) -> str:
    return reverse("emergency:desk_call", args=[call.uuid])


def task_path(task: CallTask) -> str:
    return reverse("emergency:desk_task", args=[task.uuid])


def on_portal(city_id: int, path: str) -> str:
    return hosts.absolute(_host(city_id), path)


def _host(city_id: int) -> str:
    return next((h.site.hostname for h in hosts.every() if h.city.pk == city_id), "")


def helper_path(helper: Helper) -> str:
    return reverse("emergency:helper", args=[token(helper)])


def helper_url(helper: Helper) -> str:
    """On the portal where the person came in."""
    return on_portal(helper.via_id, helper_path(helper))


def sheet_url(task: CallTask) -> str:
    return on_portal(task.city_id, reverse("emergency:sheet", args=[token(task)]))
