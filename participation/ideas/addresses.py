"""Addresses of ideas. `KIND`: name of ideas in moderation, discussions and answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

if TYPE_CHECKING:
    from participation.projects.models import Module

    from .models import Idea

KIND = "idee"


def idea_url(idea: Idea) -> str:
    """Path on every portal of the project; asks for `module__project`."""
    return address("idea", idea.module, idea.uuid)


def address(name: str, module: Module, *args: object) -> str:
    return reverse(f"ideas:{name}", args=[module.project.slug, module.slug, *args])
