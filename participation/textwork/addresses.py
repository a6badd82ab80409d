"""Addresses of a text's rows, as paths on any portal of its project."""

from __future__ import annotations

import uuid

from django.urls import reverse

from participation.projects.models import Module
from portal.cities import hosts
from portal.cities.models import City

from .models import Suggestion


def paragraph_url(module: Module, anchor: uuid.UUID) -> str:
    return reverse("textwork:paragraph", args=[module.project.slug, module.slug, anchor])


def suggestion_url(suggestion: Suggestion) -> str:
    """Needs module and project in memory."""
    module = suggestion.module
    return reverse("textwork:suggestion", args=[module.project.slug, module.slug, suggestion.uuid])


def report_url(suggestion: Suggestion, here: City) -> str:
    """Reports go to the moderators of the city the suggestion belongs to: on its portal. Needs `city__site`."""
    path = reverse("moderation:report", args=["textvorschlag", suggestion.uuid])
    return path if suggestion.city_id == here.pk else hosts.absolute(suggestion.city.site.hostname, path)
