"""The same few queries for 20 and for 200 responses, for visitors, members and the desk."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from participation.polls.cards import card
from participation.projects.plans import plan_of
from tests.factories import make_user
from tests.polls.making import end, every_kind, fill, make_poll, person, pick, place, url


def queries(client, path):
    path += "?ungespeichert=1"
    assert client.get(path).status_code == 200  # warm
    with CaptureQueriesContext(connection) as seen:
        assert client.get(path).status_code == 200
    return len(seen)


def rows(q, number):
    return [
        {
            **pick(q["way"], "Auto"), **pick(q["wish"], "Ampel", "Radweg"), **place(q["rank"], "Lotse", "Ampel", "Radweg"),
            str(q["why"].uuid): {"text": f"Grund {n}"}, str(q["safe"].uuid): {"number": 1 + n % 5},
        }
        for n in range(number)
    ]  # fmt: skip


def test_queries_do_not_grow_with_responses(bruchsal, on_host):
    module = make_poll(bruchsal, who="anyone")
    q = every_kind(module)
    clerk = on_host(bruchsal, make_user("amt@bruchsal.example", bruchsal, "city_admin"))
    visitor, member = on_host(bruchsal), on_host(bruchsal, person())
    texts = url(module, f"umfrage/ergebnis/{q['why'].uuid}/")

    def counts():
        return {
            "visitor": queries(visitor, url(module)),
            "member": queries(member, url(module)),
            "figures": queries(clerk, url(module, "umfrage/ergebnis/")),
            "texts": queries(clerk, texts),
            "questions": queries(clerk, url(module, "umfrage/fragen/")),
        }

    fill(module, rows(q, 20))
    few = counts()
    fill(module, rows(q, 180))
    many = counts()
    assert few == many
    assert many["visitor"] <= 8, many
    assert max(many.values()) <= 13, many  # with session, account and rights
    end(module)
    assert queries(visitor, url(module, "umfrage/ergebnis/")) <= 10


@pytest.mark.django_db
def test_the_card_costs_nothing(bruchsal, django_assert_num_queries):
    module = make_poll(bruchsal)
    q = every_kind(module)
    assert card(plan_of(module.project), module) == {}
    fill(module, rows(q, 3))
    module.refresh_from_db()
    plan = plan_of(module.project)
    with django_assert_num_queries(0):
        assert card(plan, module)["figure"] == "3"
