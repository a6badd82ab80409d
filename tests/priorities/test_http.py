"""The screens: visitors, members, guests, the desk."""

import re
import uuid

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_scopes import scope, scopes_disabled

from participation.priorities import actions
from participation.priorities.models import Comparison, Option, Pair, Tally, Weight
from participation.projects import actions as projects
from participation.projects.models import Module, Phase
from participation.projects.permissions import Person
from tests.comments.making import member
from tests.factories import make_user
from tests.priorities.conftest import make_priorities


def path(module, rest=""):
    return f"/projekt/{module.project.slug}/{module.slug}/{rest}"


def form(made, *values):
    return {f"o-{o.uuid}": str(v) for o, v in zip(made[1], values, strict=False)}


def many(made, people=30):
    module, options = made
    with scopes_disabled():
        Weight.objects.bulk_create(
            Weight(
                city=module.city, module=module, option=o, voter=uuid.uuid4().hex * 2, method="rating", value=n % 6
            )
            for n in range(people)
            for o in options
        )  # fmt: skip
        for option in options:
            values = [n % 6 for n in range(people)]
            Tally.objects.create(
                city=module.city, module=module, option=option, method="rating", total=sum(values), people=people
            )
        Module.objects.filter(pk=module.pk).update(contribution_count=people)


def test_visitors_read_without_a_cookie(rating, bruchsal, on_host):
    answer = on_host(bruchsal).get(path(rating[0]))
    html = answer.content.decode()
    assert not answer.cookies
    assert "Mehr Schatten" in html
    assert "Anmelden und mitmachen" in html
    assert "<form" not in html.split("<main")[1].split("</main")[0]
    sent = on_host(bruchsal).post(path(rating[0], "gewichten/"), form(rating, 3))
    assert sent.status_code == 302
    assert "/konto/anmelden/" in sent.headers["Location"]


def test_a_member_rates_and_changes(rating, bruchsal, on_host):
    client, page = on_host(bruchsal, member()), path(rating[0])
    html = client.get(page).content.decode()
    assert html.count("<fieldset") == 4
    assert client.post(path(rating[0], "gewichten/"), form(rating, 5, "", 0)).status_code == 302
    html = client.get(page).content.decode()
    assert f'name="o-{rating[1][0].uuid}" value="5"' in html
    assert len(re.findall(r'type="radio"[^>]*checked', html)) == 4
    assert "Ein Zwischenstand ist zu sehen" in html
    bad = client.post(path(rating[0], "gewichten/"), form(rating, 9, 3))
    assert bad.status_code == 422
    assert re.search(rf'name="o-{rating[1][1].uuid}" value="3"[^>]*checked', bad.content.decode())
    forged = client.post(path(rating[0], "gewichten/"), {f"o-{uuid.uuid4()}": "3"})
    assert forged.status_code == 422
    with scopes_disabled():
        assert Weight.objects.count() == 2


def test_points_keep_what_was_typed(points, bruchsal, on_host):
    client = on_host(bruchsal, member())
    bad = client.post(path(points[0], "gewichten/"), form(points, 9, 3))
    html = bad.content.decode()
    assert bad.status_code == 422
    assert "Verteilt sind 12" in html
    assert 'value="9"' in html
    for value in ("x", "-1", "2.5", "9" * 400, "\x00"):
        assert client.post(path(points[0], "gewichten/"), form(points, value)).status_code == 422, value
    assert client.post(path(points[0], "gewichten/"), form(points, 7, 3)).status_code == 302
    assert 'value="7"' in client.get(path(points[0])).content.decode()


def test_comparing_pair_by_pair(pairs, bruchsal, on_host):
    client, page = on_host(bruchsal, member()), path(pairs[0])
    seen = set()
    for n in range(6):
        html = client.get(page).content.decode()
        assert f"{n} von 6 Vergleichen" in html
        a, b = re.findall(r'name="[ab]" value="([0-9a-f-]{36})"', html)
        assert frozenset((a, b)) not in seen
        seen.add(frozenset((a, b)))
        choice = ("a", "b", "gleich", "unbekannt")[n % 4]
        for _twice in range(2):  # a double click
            sent = client.post(path(pairs[0], "vergleich/"), {"a": a, "b": b, "wahl": choice})
            assert sent.status_code == 302
    assert "Danke, das waren alle Vergleiche" in client.get(page).content.decode()
    with scopes_disabled():
        assert Comparison.objects.count() == 6
        assert [p.asked for p in Pair.objects.all()] == [1] * 6
    for bad in ({}, {"a": a, "b": b}, {"a": "x", "b": b, "wahl": "a"}, {"a": a, "b": a, "wahl": "a"}):
        assert client.post(path(pairs[0], "vergleich/"), bad).status_code == 422, bad
    assert client.get(path(pairs[0], "vergleich/")).status_code == 405


def test_results_are_shown_as_the_setting_says(bruchsal, on_host):
    open_, late = make_priorities(bruchsal), make_priorities(bruchsal, results="after_phase")
    user = member()
    client, stranger = on_host(bruchsal, user), on_host(bruchsal, member())
    for made in (open_, late):
        many(made)
        client.post(path(made[0], "gewichten/"), form(made, 5))
    assert "Zwischenstand</h2>" in client.get(path(open_[0])).content.decode()
    assert "Zwischenstand" not in stranger.get(path(open_[0])).content.decode()
    assert "Zwischenstand" not in client.get(path(late[0])).content.decode()
    for made in (open_, late):
        with scope(city=[bruchsal]):
            projects.end_phase(bruchsal, Phase.objects.get(project=made[0].project), actor=None)
        html = on_host(bruchsal).get(path(made[0])).content.decode()
        assert "Ergebnis</h2>" in html
        assert "von 5, 3" in html
        assert client.post(path(made[0], "gewichten/"), form(made, 1)).status_code == 403


def test_guests_confirm_by_mail(bruchsal, on_host, django_capture_on_commit_callbacks):
    from portal.cities import anonymous_forms

    made = make_priorities(bruchsal, "anyone")
    client = on_host(bruchsal)
    answer = client.get(path(made[0]))
    assert not answer.cookies
    token = re.search(rf'name="{anonymous_forms.TOKEN_FIELD}" value="([^"]+)"', answer.content.decode())[1]
    sent = {**form(made, 4, "", 2), "email": "gast@example.org", anonymous_forms.TOKEN_FIELD: token}
    assert client.post(path(made[0], "gewichten/"), {**form(made, 4), "email": "gast@example.org"}).status_code == 400
    assert client.post(path(made[0], "gewichten/"), {**sent, "email": "quatsch"}).status_code == 422
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(path(made[0], "gewichten/"), sent).status_code == 302
    link = re.search(r"http://[^\s]+", mail.outbox[-1].body)[0]
    local = "/" + link.split("/", 3)[3]
    assert "Neue Bänke" in client.get(local).content.decode()
    assert client.post(local).status_code in (200, 302)
    with scopes_disabled():
        assert sorted(Weight.objects.values_list("value", flat=True)) == [2, 4]


def test_the_desk_edits_proposals_and_nobody_else(rating, bruchsal, buehl, on_host):
    module, options = rating
    clerk = on_host(bruchsal, make_user("amt@bruchsal.example", bruchsal, "city_admin"))
    listing = path(module, "vorschlaege/")
    one = path(module, f"vorschlaege/{options[0].uuid}/")
    assert clerk.get(listing).status_code == 200
    assert clerk.post(listing, {"title": "Eine Uhr", "text": ""}).status_code == 302
    assert clerk.post(listing, {"title": "", "text": "Ohne Titel"}).status_code == 422
    assert clerk.get(one).status_code == 200
    assert clerk.post(one, {"title": "Sehr neue Bänke", "text": "x"}).status_code == 302
    assert clerk.post(f"{one}aendern/", {"do": "runter"}).status_code == 302
    assert clerk.post(f"{one}aendern/", {"do": "x"}).status_code == 422
    assert clerk.post(path(module, "vorschlaege/uebernehmen/"), {"module": str(uuid.uuid4())}).status_code == 422
    with scopes_disabled():
        assert [o.title for o in Option.objects.filter(module=module)][:2] == ["Mehr Schatten", "Sehr neue Bänke"]
        foreign = make_priorities(buehl)[1][0]
    assert clerk.get(path(module, f"vorschlaege/{foreign.uuid}/")).status_code == 404
    other = make_user("amt@buehl.example", buehl, "city_admin")
    for client in (on_host(bruchsal), on_host(bruchsal, member()), on_host(bruchsal, other), on_host(buehl, other)):
        assert client.get(listing).status_code == 404
        assert client.post(listing, {"title": "x"}).status_code == 404
        assert client.post(f"{one}aendern/", {"do": "entfernen"}).status_code in (404, 405)
    with scopes_disabled():
        actions.weigh(bruchsal, module, Person(member()), {options[1].uuid: 3})
    assert clerk.post(f"{one}aendern/", {"do": "entfernen"}).status_code == 422
    assert "bleiben jetzt" in clerk.get(listing).content.decode()


@pytest.mark.parametrize("method", ["rating", "points", "pairwise"])
def test_query_budget(bruchsal, on_host, method):
    small = make_priorities(bruchsal, method=method)
    large = make_priorities(bruchsal, method=method, count=20)
    if method == "rating":
        many(small, 3)
        many(large, 300)

    def count(client, made):
        address = path(made[0]) + "?ungespeichert=1"
        assert client.get(address).status_code == 200
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address).status_code == 200
        return len(seen)

    visitor, user = on_host(bruchsal), on_host(bruchsal, member())
    assert count(visitor, small) == count(visitor, large) <= 12
    assert count(user, small) == count(user, large) <= 14
