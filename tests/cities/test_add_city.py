"""`portal add-city`: one command, a complete portal; wrong input leaves nothing behind."""

import pytest
from django.core.management import CommandError, call_command

from portal.accounts.models import User
from portal.cities.models import City
from portal.cities.permissions import has_right

GIVEN = {
    "slug": "neustadt", "hostname": "neustadt.localhost", "ags": "08215999", "latitude": "49.0", "longitude": "8.5",
    "email": "stadt@neustadt.example", "admin": "verwaltung@neustadt.example",
}  # fmt: skip


def test_one_command_makes_a_complete_portal(redi, on_host, on_admin, django_capture_on_commit_callbacks, mailoutbox):
    with django_capture_on_commit_callbacks(execute=True):
        call_command("add-city", "Neustadt", **GIVEN)
    city = City.objects.get(slug="neustadt")
    for path in ("/", "/impressum/", "/barriere-melden/", "/leichte-sprache/"):
        page = on_host(city).get(path)
        assert page.status_code == 200
        assert "Stadt Neustadt" in page.content.decode()
    first = User.objects.get(email="verwaltung@neustadt.example")
    assert has_right(first, city, "members")
    assert not has_right(first, redi, "members")
    assert on_admin(first).get("/admin/").status_code == 200
    assert [m.to for m in mailoutbox] == [["verwaltung@neustadt.example"]]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"ags": "0821599"}, "ags"),
        ({"ags": ""}, "ags"),
        ({"hostname": "bruchsal.localhost"}, "hostname"),
        ({"hostname": "http://x/"}, "hostname"),
        ({"slug": "bruchsal"}, "slug"),
        ({"latitude": "91"}, "latitude"),
        ({"longitude": "x"}, "longitude"),
        ({"admin": "keine Adresse"}, "admin_email"),
        ({"alliance": True}, ""),
    ],
)
def test_wrong_input_is_named_and_leaves_nothing(bruchsal, change, says):
    before = set(City.objects.values_list("slug", flat=True)), User.objects.count()
    with pytest.raises(CommandError) as refusal:
        call_command("add-city", "Neustadt", **{**GIVEN, **change})
    assert says in str(refusal.value)
    assert (set(City.objects.values_list("slug", flat=True)), User.objects.count()) == before
