"""A city's home page stays where it is, whoever asks and in whichever way."""

import pytest
from django.urls import reverse

from portal.content.models import ContentPage
from tests.factories import make_page, make_user


@pytest.fixture
def chief(bruchsal, on_admin):
    return on_admin(make_user("chefredaktion@bruchsal.example", bruchsal, "chief_editor"))


def home_of(city):
    return type(city.site.root_page).objects.get(pk=city.site.root_page_id)


@pytest.mark.parametrize("name", ["delete", "unpublish"])
def test_one_by_one(chief, bruchsal, name):
    home = bruchsal.site.root_page
    chief.post(reverse(f"wagtailadmin_pages:{name}", args=[home.pk]))
    assert home_of(bruchsal).live


@pytest.mark.parametrize("name", ["delete", "unpublish"])
def test_in_a_pile(chief, bruchsal, name):
    home = bruchsal.site.root_page
    page = make_page(bruchsal, ContentPage, title="Beifang", slug="beifang")
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", name])
    response = chief.post(f"{address}?id={home.pk}&id={page.pk}")
    assert response.status_code == 302
    assert home_of(bruchsal).live
    assert ContentPage.objects.filter(pk=page.pk, live=True).exists()
