"""Nothing disappears without a trace: any kind of content, any number, any city."""

import uuid
from dataclasses import replace

import pytest
from django.core import signing
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from participation.moderation import actions, registry
from participation.moderation.models import Case, Report
from participation.moderation.registry import Content
from portal.notifications.models import Notification
from tests.comments.making import member
from tests.factories import make_user

WHY = "Der Beitrag beleidigt andere, siehe Regel 2."


class Shelf:
    """A kind of content that exists only here."""

    kind, label = "probe", "Probestück"

    def __init__(self):
        self.rows: dict[uuid.UUID, Content] = {}

    def put(self, city, author, text, **more):
        key = uuid.uuid4()
        self.rows[key] = Content(
            kind=self.kind, uuid=key, city_id=city.pk, author=author, title="Probe im Projekt", text=text, url="/x/",
            created_at=timezone.now(), **more,
        )  # fmt: skip
        return self.rows[key]

    def load(self, city, uuids):
        return {u: self.rows[u] for u in uuids if u in self.rows and self.rows[u].city_id == city.pk}

    def hide(self, city, object_uuid, *, reason, actor):
        self.rows[object_uuid] = replace(self.rows[object_uuid], hidden=True)

    def show(self, city, object_uuid, *, actor):
        self.rows[object_uuid] = replace(self.rows[object_uuid], hidden=False)


@pytest.fixture
def shelf(monkeypatch):
    made = Shelf()
    known = {**registry.adapters(), "probe": made}
    for module in (registry, actions):
        monkeypatch.setattr(module, "adapters", lambda: known)
    return made


def stamp():
    import time_machine

    with time_machine.travel(timezone.now().timestamp() - 10, tick=False):
        return signing.TimestampSigner(salt="moderation.report").sign("x")


def test_any_kind_goes_the_whole_way(bruchsal, shelf, on_host):
    author, moderator = member(), make_user("m@bruchsal.example", bruchsal, "moderator")
    made = shelf.put(bruchsal, author, "Unfreundlicher Vorschlag")
    path = f"/moderation/melden/probe/{made.uuid}/"
    sent = on_host(bruchsal).post(path, {"reason": "insult", "text": "", "zeit": stamp(), "website": ""})
    assert sent.status_code == 302
    desk = on_host(bruchsal, moderator)
    assert "Probestück: Probe im Projekt" in desk.get("/moderation/").content.decode()
    with scopes_disabled():
        case = Case.objects.get()
    answer = desk.post(f"/moderation/fall/{case.uuid}/", {"do": "hide", "reason": "insult", "statement": WHY})
    assert answer.status_code == 302
    assert shelf.rows[made.uuid].hidden
    mine = on_host(bruchsal, author).get("/moderation/meine/").content.decode()
    assert "Probestück: Probe im Projekt" in mine
    assert WHY in on_host(bruchsal, author).get(f"/moderation/meine/{case.uuid}/").content.decode()
    assert WHY in Notification.objects.get(user=author).text


def test_contents_of_a_joint_project_are_reported_anywhere_and_decided_in_their_city(bruchsal, buehl, shelf, on_host):
    author = member()
    joint = shelf.put(buehl, author, "Gemeinsamer Radweg", involved=(bruchsal.pk, buehl.pk))
    alone = shelf.put(buehl, author, "Nur in Bühl")
    form = {"reason": "advert", "text": "", "zeit": stamp(), "website": ""}
    assert on_host(bruchsal).get(f"/moderation/melden/probe/{alone.uuid}/").status_code == 404
    assert on_host(bruchsal).post(f"/moderation/melden/probe/{alone.uuid}/", form).status_code == 404
    assert on_host(bruchsal, member()).post(f"/moderation/melden/probe/{joint.uuid}/", form).status_code == 302
    with scopes_disabled():
        case, report = Case.objects.get(), Report.objects.get()
    assert (case.city, report.city) == (buehl, buehl)
    here, there = (make_user(f"m@{c.slug}.example", c, "moderator") for c in (bruchsal, buehl))
    assert on_host(bruchsal, here).get(f"/moderation/fall/{case.uuid}/").status_code == 404
    assert on_host(buehl, there).get(f"/moderation/fall/{case.uuid}/").status_code == 200
    with scope(city=[buehl]):
        actions.hide(buehl, case, actor=there, reason="advert", statement=WHY)
    mine = on_host(bruchsal, author).get("/moderation/meine/").content.decode()
    assert "Stadt Bühl (1)" in mine
    assert "//buehl.localhost" in mine


def test_the_hundred_and_first_decision_is_listed_too(bruchsal, on_host):
    author = member()
    with scopes_disabled():
        Case.objects.bulk_create(
            Case(
                city=bruchsal, kind="kommentar", object_uuid=uuid.uuid4(), author=author, title=f"Fall {n:03}",
                status="hidden", reason="hate", decided_at=timezone.now() - timezone.timedelta(minutes=n),
            )
            for n in range(101)
        )  # fmt: skip
    client = on_host(bruchsal, author)
    seen = "".join(client.get(f"/moderation/meine/?seite={n}").content.decode() for n in range(1, 6))
    assert [n for n in range(101) if f"Fall {n:03}" not in seen] == []


def test_a_kind_whose_app_is_gone_refuses_plainly(bruchsal, on_host):
    moderator = make_user("m@bruchsal.example", bruchsal, "moderator")
    with scopes_disabled():
        case = Case.objects.create(city=bruchsal, kind="verschwunden", object_uuid=uuid.uuid4(), title="Altes")
    desk, path = on_host(bruchsal, moderator), f"/moderation/fall/{case.uuid}/"
    assert desk.get(path).status_code == 200
    answer = desk.post(path, {"do": "hide", "reason": "insult", "statement": WHY})
    assert answer.status_code == 422
    assert "nicht mehr" in answer.content.decode()
