"""Addresses of a question, as paths on any portal of its project."""

from __future__ import annotations

from django.urls import reverse

from portal.cities import hosts
from portal.cities.models import City

from .models import Question

KIND = "frage"  # name of questions in moderation


def question_url(question: Question) -> str:
    """Needs module and project in memory."""
    module = question.module
    return reverse("live:question", args=[module.project.slug, module.slug, question.uuid])


def report_url(question: Question, here: City) -> str:
    """Reports go to the moderators of the question's city: on its portal. Needs `city__site`."""
    path = reverse("moderation:report", args=[KIND, question.uuid])
    return path if question.city_id == here.pk else hosts.absolute(question.city.site.hostname, path)
