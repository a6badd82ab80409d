"""The demo's clubs: enough of them, in order, and never twice."""

import datetime as dt
import random

import pytest
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from clubs.directory import demo
from clubs.directory.models import Club, ClubCity, ClubEvent, ClubIndexPage, ClubMember
from clubs.directory.people_models import Claim, ClubChange
from portal.audit.models import AuditEntry
from portal.search.models import SearchEntry
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def test_a_city_full_of_clubs(bruchsal, on_host):
    make_user("verwaltung@bruchsal.example", bruchsal, "city_admin")
    speaker = make_user("verein@bruchsal.example")
    make_user("freiwillig@bruchsal.example")
    with scope(city=[bruchsal]):
        for _ in range(2):  # the second time nothing is made
            demo.seed(bruchsal, rng=random.Random(1), now=timezone.now())
    with scopes_disabled():
        clubs = Club.objects.filter(city=bruchsal)
        public = clubs.published()
        assert 20 <= public.count() < clubs.count() <= 30
        assert public.filter(confirmed_at__lt=timezone.now() - dt.timedelta(days=396)).count() == 3
        assert public.exclude(interests=None).distinct().count() == public.count()
        assert SearchEntry.objects.filter(source="clubs", city=bruchsal).count() == public.count()
        assert AuditEntry.objects.filter(action="directory.create").count() == clubs.count()
        assert ClubEvent.objects.filter(starts_at__gt=timezone.now()).count() >= 10
        assert ClubMember.objects.get(role="owner").user == speaker
        assert ClubIndexPage.objects.count() == 1
        assert [row.author for row in ClubChange.objects.all()] == [speaker]
        assert Claim.objects.count() == 1
        assert ClubCity.objects.count() == clubs.count()  # the neighbour of the demo is no city of this test
    page = on_host(bruchsal).get(ClubIndexPage.objects.get().get_url())
    assert page.status_code == 200
    assert "nicht bestätigt" in page.content.decode()
