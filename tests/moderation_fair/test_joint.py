"""Contents of joint projects, with the real adapters: reported on any portal, decided in one city, helped by a third."""

import pytest
from django.core import signing
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from participation.ideas.models import Idea
from participation.moderation import helpers, registry
from participation.moderation.models import Case
from tests.comments.making import member
from tests.factories import make_city, make_user
from tests.projects.making import join, make_module, make_project


def stamp():
    import time_machine

    with time_machine.travel(timezone.now().timestamp() - 10, tick=False):
        return signing.TimestampSigner(salt="moderation.report").sign("x")


def make_idea(module, city, number=1):
    with scopes_disabled():
        return Idea.objects.create(
            city=city, project=module.project, module=module, number=number, title="Radweg am Bach", text="Weil.",
            author=member(),
        )  # fmt: skip


@pytest.fixture
def joint(bruchsal, buehl):
    """A project of Bruchsal and Bühl; an idea that came in on Bühl's portal."""
    module = make_module(make_project(bruchsal), "ideas")
    join(module.project, buehl)
    return make_idea(module, buehl)


@pytest.mark.parametrize("kind", sorted(registry.adapters()))
def test_every_adapter_says_which_city_decides(kind):
    assert callable(getattr(registry.adapters()[kind], "home", None)), kind


def test_reported_here_decided_there(joint, bruchsal, buehl, on_host):
    path = f"/moderation/melden/idee/{joint.uuid}/"
    sent = on_host(bruchsal, member()).post(path, {"reason": "insult", "text": "", "zeit": stamp(), "website": ""})
    assert sent.status_code == 302
    with scopes_disabled():
        assert Case.objects.get().city == buehl
    alone = make_idea(make_module(make_project(buehl), "ideas"), buehl)
    assert on_host(bruchsal).get(f"/moderation/melden/idee/{alone.uuid}/").status_code == 404


def test_cities_of_the_project_do_not_help(joint, bruchsal, buehl):
    third = make_city("rastatt")
    for city in (bruchsal, buehl, third):
        make_user(f"m@{city.slug}.example", city, "moderator")
    with scope(city=[buehl]):
        content = registry.load(buehl, "idee", joint.uuid)
        case = Case.objects.create(city=buehl, kind="idee", object_uuid=joint.uuid, title="x")
    assert set(content.involved) == {bruchsal.pk, buehl.pk}
    assert helpers.choose(case, content, hidden_by=None) == third


def test_loading_many_costs_the_same_queries(joint, buehl):
    def count(uuids):
        with scope(city=[buehl]), CaptureQueriesContext(connection) as seen:
            registry.adapters()["idee"].load(buehl, uuids)
        return len(seen)

    many = [joint.uuid, *(make_idea(joint.module, buehl, n).uuid for n in range(2, 12))]
    assert count(many) == count([joint.uuid])
