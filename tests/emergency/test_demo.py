"""The demo alarms nobody: one exercise is open, one call is over, one is a draft; a second run adds nothing."""

from __future__ import annotations

import random

import pytest
from django_scopes import scopes_disabled

from clubs.emergency.demo import seed
from clubs.emergency.models import Assignment, Call, Helper
from portal.demo.registry import start_of_today
from tests.factories import make_city, make_user


@pytest.mark.django_db
def test_the_demo_seeds_calls_once(bruchsal, buehl):
    with scopes_disabled():
        cities = [make_city("rastatt"), bruchsal, buehl]
        for city in cities:
            make_user(f"verwaltung@{city.slug}.example", city, "city_admin")
        for _run in range(2):
            for city in cities:
                seed(city, rng=random.Random(1), now=start_of_today())
        open_calls = Call.everywhere().open()
        assert [(call.city.slug, call.is_exercise) for call in open_calls] == [("rastatt", True)]
        assert sorted((c.city.slug, c.state, c.is_draft) for c in Call.objects.all()) == [
            ("bruchsal", "paused", True), ("buehl", "closed", False), ("rastatt", "open", False),
        ]  # fmt: skip
        assert (Helper.objects.count(), Assignment.objects.count()) == (18, 13)
