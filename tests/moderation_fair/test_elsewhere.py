"""An appeal that another city decides: who, what they see, what they do not, and the way home."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from participation.moderation import actions, helpers, tasks
from participation.moderation.actions import Refused
from participation.moderation.models import Appeal, Case
from participation.moderation.registry import load
from portal.cities.actions import give_role
from portal.notifications.models import Notification
from tests.comments.making import comment, make_discussion, member
from tests.factories import make_user

WHY = "Der Beitrag beleidigt den Vorredner, siehe Regel 2."
ANSWER = "Das Zitat ist als solches zu erkennen."


def hidden_case(city, author, hider, text="Sie Hornochse!"):
    made = comment(make_discussion(city), author, text)
    with scope(city=[city]):
        found = actions.report(city, load(city, "kommentar", made.uuid), reporter=member(), reason="insult").case
        return actions.hide(city, found, actor=hider, reason="insult", statement=WHY)


def objected(case, author, elsewhere=True, **kwargs):
    with scope(city=[case.city]):
        return actions.appeal(
            case.city, case, author=author, text="Das war ein Zitat aus dem Film.", elsewhere=elsewhere, **kwargs
        )


def fresh(case):
    with scopes_disabled():
        return Case.objects.select_related("city").get(pk=case.pk)


@pytest.fixture
def writer(bruchsal):
    return member()


@pytest.fixture
def hider(bruchsal):
    return make_user("moderation@bruchsal.example", bruchsal, "moderator", display_name="Moderation Bruchsal")


@pytest.fixture
def helper(buehl):
    return make_user("moderation@buehl.example", buehl, "moderator", display_name="Moderation Bühl")


@pytest.fixture
def case(bruchsal, writer, hider):
    return hidden_case(bruchsal, writer, hider)


def test_another_city_decides_and_everybody_hears_of_it(case, writer, hider, helper, buehl, on_host):
    client = on_host(case.city, writer)
    path = f"/moderation/meine/{case.uuid}/"
    assert "Eine andere Stadt soll entscheiden" in client.get(path).content.decode()
    assert client.post(path, {"text": "Das war ein Zitat aus dem Film.", "elsewhere": "on"}).status_code == 302
    with scopes_disabled():
        row = Appeal.objects.get()
    assert row.decided_in == buehl
    assert Notification.objects.filter(user=helper, kind="moderation.asked").count() == 1
    desk = on_host(buehl, helper)
    assert "Widersprüche aus anderen Städten" in desk.get("/moderation/").content.decode()
    foreign = f"/moderation/andere/{row.uuid}/"
    html = desk.get(foreign).content.decode()
    for shown in ("Sie Hornochse!", WHY, "Zitat aus dem Film", "Beleidigung oder Drohung", "Stadt Bruchsal"):
        assert shown in html, shown
    for private in (writer.public_name, hider.public_name, case.title):
        assert private not in html, private
    assert desk.post(foreign, {"do": "restore", "statement": "kurz"}).status_code == 422
    assert desk.post(foreign, {"do": "restore", "statement": ANSWER}).status_code == 302
    assert fresh(case).status == "restored"
    with scope(city=[case.city]):
        assert not actions.content_of(case).hidden
    told = Notification.objects.get(user=writer, kind="moderation.outcome")
    assert "Bühl" in told.text
    assert ANSWER in told.text
    assert ANSWER in Notification.objects.get(user=hider, kind="moderation.decided_elsewhere").text
    # access ends with the decision; what is left is the own decision
    assert desk.get(foreign).status_code == 404
    assert desk.post(foreign, {"do": "uphold", "statement": ANSWER}).status_code == 404
    listing = desk.get("/moderation/andere/").content.decode()
    assert ANSWER in listing
    assert "Hornochse" not in listing
    assert "Zitat aus" not in listing
    # the author and the own desk see which city decided, not who
    for page in (client.get(path), on_host(case.city, hider).get(f"/moderation/fall/{case.uuid}/")):
        html = page.content.decode()
        assert "Stadt Bühl" in html
        assert helper.public_name not in html


def test_nothing_else_of_the_other_city_opens(case, writer, helper, buehl, on_host):
    other = hidden_case(
        case.city, member(), make_user("m2@bruchsal.example", case.city, "moderator"), "Ganz anderer Text"
    )
    row, own = objected(case, writer), objected(other, other.author, elsewhere=False)
    desk = on_host(buehl, helper)
    assert desk.get(f"/moderation/andere/{row.uuid}/").status_code == 200
    for path in (
        f"/moderation/fall/{case.uuid}/",
        f"/moderation/fall/{case.uuid}/pause/",
        f"/moderation/fall/{other.uuid}/",
        f"/moderation/andere/{own.uuid}/",
        f"/moderation/andere/{case.uuid}/",
        f"/moderation/inhalt/kommentar/{case.object_uuid}/",
        f"/moderation/meine/{case.uuid}/",
    ):
        assert desk.get(path).status_code == 404, path
    queue = desk.get("/moderation/").content.decode() + desk.get("/moderation/?stand=entschieden").content.decode()
    assert "Ganz anderer Text" not in queue
    for client in (
        on_host(buehl),
        on_host(buehl, member()),
        on_host(case.city, writer),
        on_host("redaktion.localhost"),
    ):
        assert client.get(f"/moderation/andere/{row.uuid}/").status_code == 404
    assert on_host(case.city, make_user("m3@bruchsal.example", case.city, "moderator")).get(
        f"/moderation/andere/{row.uuid}/"
    ).status_code == 404  # fmt: skip


def test_who_hid_it_never_decides_even_with_a_role_in_the_helping_city(case, writer, hider, helper, buehl, on_host):
    give_role(buehl, hider, "moderator", actor=None)
    row = objected(case, writer)
    assert row.decided_in == buehl
    desk = on_host(buehl, hider)
    assert desk.get(f"/moderation/andere/{row.uuid}/").status_code == 404
    with pytest.raises(Refused, match="andere Person"):
        actions.decide_for_other_city(buehl, row.uuid, actor=hider, uphold=True, statement=ANSWER)
    with pytest.raises(Refused, match="andere Person"):
        actions.decide_for_other_city(buehl, row.uuid, actor=member(), uphold=True, statement=ANSWER)
    assert fresh(case).status == "appealed"


def test_the_own_city_waits_meanwhile(case, writer, hider, helper, on_host):
    second = make_user("zwei@bruchsal.example", case.city, "moderator")
    objected(case, writer)
    with scope(city=[case.city]):
        with pytest.raises(Refused, match="andere Stadt"):
            actions.decide_appeal(case.city, fresh(case), actor=second, uphold=True, statement=ANSWER)
        assert not Case.objects.waiting().exists()
    desk = on_host(case.city, second)
    assert "Stadt Bühl" in desk.get(f"/moderation/fall/{case.uuid}/").content.decode()
    assert "Hornochse" not in desk.get("/moderation/").content.decode()
    assert "entscheidet: Stadt Bühl" in desk.get("/moderation/?stand=widersprueche").content.decode()


def test_after_seven_days_it_comes_home(case, writer, helper, buehl, on_host):
    second = make_user("zwei@bruchsal.example", case.city, "moderator")
    start = timezone.now() - dt.timedelta(days=6, hours=23)
    row = objected(case, writer, at=start)
    assert tasks.bring_home() == 0
    assert tasks.bring_home(start + dt.timedelta(days=7, minutes=1)) == 1
    assert tasks.bring_home(start + dt.timedelta(days=9)) == 0
    assert on_host(buehl, helper).get(f"/moderation/andere/{row.uuid}/").status_code == 404
    with pytest.raises(Refused, match="nicht mehr"):
        actions.decide_for_other_city(buehl, row.uuid, actor=helper, uphold=True, statement=ANSWER)
    assert Notification.objects.filter(user=writer, kind="moderation.returned").count() == 1
    with scope(city=[case.city]):
        assert Case.objects.waiting().count() == 1
        actions.decide_appeal(case.city, fresh(case), actor=second, uphold=True, statement=ANSWER)
    assert fresh(case).status == "upheld"


def test_turns_go_round_and_the_same_rows_give_the_same_city(bruchsal, redi, buehl, hider):
    from tests.conftest import the_city
    from tests.factories import make_city

    rastatt = make_city("rastatt")
    make_city("bretten")  # without a moderator: never asked
    for city in (redi, buehl, rastatt):
        make_user(f"mod@{city.slug}.example", city, "coordinator" if city.is_alliance else "moderator")
    assert the_city("buehl") == buehl
    got = []
    for _turn in range(4):
        author = member()
        row = objected(hidden_case(bruchsal, author, hider), author)
        got.append(row.decided_in.slug)
    assert got == ["buehl", "rastatt", "buehl", "rastatt"]
    author = member()
    case = hidden_case(bruchsal, author, hider)
    with scopes_disabled():
        open_in_buehl = Appeal.objects.filter(decided_in=buehl).first()
        Case.objects.filter(pk=open_in_buehl.case_id).update(status="withdrawn")
        names = [c.slug for c in helpers.candidates(case, None, hidden_by=hider.pk)]
    assert names == ["buehl", "rastatt"]  # fewer open ones first
    with scope(city=[bruchsal]):
        content = load(bruchsal, "kommentar", case.object_uuid)
    from dataclasses import replace

    joint = replace(content, involved=(bruchsal.pk, buehl.pk))
    assert [c.slug for c in helpers.candidates(case, joint, hidden_by=hider.pk)] == ["rastatt"]


def test_where_nobody_can_help_it_is_not_offered(case, writer, on_host):
    client, path = on_host(case.city, writer), f"/moderation/meine/{case.uuid}/"
    assert "Eine andere Stadt" not in client.get(path).content.decode()
    with pytest.raises(Refused, match="keine andere Stadt"):
        objected(case, writer)
    assert client.post(path, {"text": "Das war ein Zitat aus dem Film.", "elsewhere": "on"}).status_code == 302
    with scopes_disabled():
        assert Appeal.objects.get().decided_in is None


def test_a_city_cannot_be_its_own_helper(case, writer):
    row = objected(case, writer, elsewhere=False)
    with scopes_disabled(), pytest.raises(IntegrityError), transaction.atomic():
        Appeal.objects.filter(pk=row.pk).update(decided_in=case.city)


def test_the_author_deletes_meanwhile(case, writer, helper, buehl, on_host):
    row = objected(case, writer)
    with scope(city=[case.city]):
        actions.withdraw(case.city, case.kind, case.object_uuid, actor=writer)
    assert on_host(buehl, helper).get(f"/moderation/andere/{row.uuid}/").status_code == 404
    with pytest.raises(Refused):
        actions.decide_for_other_city(buehl, row.uuid, actor=helper, uphold=True, statement=ANSWER)
