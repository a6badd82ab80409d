"""The demo's survey: filled through the product's own rules, once."""

import random

from django.utils import timezone
from django_scopes import scope

from participation.polls import demo
from participation.polls.demo_texts import GENERAL, SURVEYS
from participation.polls.models import Answer, Question, Response
from participation.polls.showing import figures
from tests.factories import make_user
from tests.polls.making import make_poll


def test_every_survey_of_the_demo_is_filled_believably(bruchsal):
    make_user("verwaltung@bruchsal.example", bruchsal, "city_admin")
    with scope(city=[bruchsal]):
        for words, asks in (*SURVEYS, (("Irgendwas",), GENERAL)):
            module = make_poll(bruchsal, title=words[0])
            for _ in range(2):  # the second time nothing is made
                demo.seed(bruchsal, rng=random.Random(1), now=timezone.now())
            module.refresh_from_db()
            assert Question.objects.filter(module=module).count() == len(asks)
            assert 30 <= module.contribution_count == Response.objects.filter(module=module).count() <= 80
            assert {a.kind for a in asks} >= {"single", "multiple", "scale", "text"}
            for row in figures(module, public=False):
                assert row.people >= 1, row.question.text
        assert not Answer.objects.filter(response__user__isnull=False).exists()
