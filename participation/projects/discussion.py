"""The module kind "discussion": its page, its card, its settings."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participation.comments.hosts import counts

from .models import Module
from .plans import Plan
from .rooms import Room
from .thread_hosts import KIND


class SettingsForm(forms.Form):
    stance = forms.BooleanField(
        label=gettext_lazy("Beiträge können „dafür“ oder „dagegen“ sein"),
        required=False,
        help_text=gettext_lazy("Wer schreibt, kann seinen Beitrag einordnen; lesen kann man alle zusammen."),
    )


def show(request: HttpRequest, room: Room) -> HttpResponse:
    return render(request, "projects/discussion.html", room.context(room.module.title))


def card(plan: Plan, module: Module) -> dict[str, Any]:
    return {"figure": counts(KIND, [module.uuid]).get(module.uuid, 0), "label": _("Beiträge")}
