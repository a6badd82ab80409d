"""A module that takes a line of text from anybody, and a way to read the mails."""

import re
import uuid

import pytest
from django.core import mail
from django.db import transaction

from participation.guests import actions
from participation.projects.counting import count, took_part
from participation.projects.gate import enter
from participation.projects.models import Access, Phase
from participation.projects.permissions import Person
from tests.projects.making import make_module, make_project

TEXT = "Bitte mehr Bänke am Bach."


@pytest.fixture
def module(bruchsal):
    project = make_project(bruchsal, "Der Bach im Ort")
    found = make_module(project, "discussion", "member")
    phase = Phase.objects.filter(project=project)
    from django_scopes import scopes_disabled

    with scopes_disabled():
        Access.objects.create(city=bruchsal, phase=phase.get(), module=found, feature="say", who="anyone")
    return found


@pytest.fixture
def said(monkeypatch):
    """What reached the module: (guest, text)."""
    found: list[tuple[uuid.UUID, str]] = []

    @transaction.atomic
    def say(module, guest, payload):
        person = Person(guest=guest)
        plan, _now = enter(module, "say", person)
        count(module, 1)
        took_part(module, person, plan.project.city_id)
        found.append((guest, payload["text"]))
        return f"/projekt/{plan.project.slug}/{module.slug}/"

    monkeypatch.setattr(actions, "actions", lambda: {"probe.say": say})
    return found


@pytest.fixture
def ask(bruchsal, module, said, django_capture_on_commit_callbacks):
    """Ask, and read the path of the link out of the mail."""

    def make(email="nachbarin@example.org", text=TEXT, city=bruchsal):
        with django_capture_on_commit_callbacks(execute=True):
            actions.ask(city, module, "probe.say", {"text": text, "idea": str(uuid.uuid4())}, email)
        return re.search(r"https?://[^/]+(/teilnahme/[^\s]+)", mail.outbox[-1].body)[1]

    return make
