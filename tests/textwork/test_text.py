"""Versions and suggestions: what stays, who may, and what is refused."""

import datetime as dt
import uuid

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from django_scopes import scope

from participation.comments import hosts
from participation.moderation.registry import load
from participation.projects import actions as projects
from participation.projects.models import Phase
from participation.projects.permissions import Person
from participation.textwork import actions
from participation.textwork.cards import mine
from participation.textwork.exports import tables
from participation.textwork.models import Anchor, Paragraph, Suggestion, Version
from participation.textwork.personal_data import export
from portal.kit.refused import Refused
from portal.notifications.models import Notification
from tests.comments.making import member
from tests.factories import make_user
from tests.projects.making import join
from tests.textwork.making import SOURCE, anchor_at, make_text, publish, suggestion

pytestmark = pytest.mark.django_db


@pytest.fixture
def module(bruchsal):
    return make_text(bruchsal)


@pytest.fixture(autouse=True)
def _scope(bruchsal, buehl):
    with scope(city=[bruchsal, buehl]):
        yield


def desk(city):
    return make_user(f"desk{uuid.uuid4().hex[:6]}@{city.slug}.example", city, "chief_editor")


def texts(version):
    return [(p.anchor_id, p.text) for p in Paragraph.objects.filter(version=version).order_by("position")]


def test_a_new_version_keeps_paragraphs_and_the_old_one(module):
    first = actions.current_version(module)
    before = texts(first)
    row = suggestion(module, 2)
    second = publish(module, SOURCE.replace("Hunde bleiben draußen.", "Hunde bleiben bitte draußen.") + "\n\nNeu dazu.")
    after = texts(second)
    assert second.number == 2
    assert texts(first) == before
    assert [a for a, _t in after[:4]] == [a for a, _t in before]
    assert after[4][1] == "Neu dazu."
    assert row.anchor_id == after[2][0]
    assert Anchor.objects.get(pk=row.anchor_id).suggestion_count == 1


def test_publishing_refuses(module, bruchsal):
    with pytest.raises(Refused, match="unterscheidet sich nicht"):
        publish(module, SOURCE)
    with pytest.raises(Refused, match="was neu ist"):
        publish(module, SOURCE + "\n\nMehr.", note="")
    with pytest.raises(Refused, match="führt"):
        actions.save_draft(bruchsal, module, "Text", actor=member())
    for bad in ("", " \n\u200b ", "x" * 500_000, "\n\n".join("abc" for _ in range(501)), "y" * 4001):
        with pytest.raises(Refused):
            actions.save_draft(bruchsal, module, bad, actor=desk(bruchsal))
    assert Version.objects.filter(module=module, number__isnull=False).count() == 1


def test_one_draft_and_a_number_only_when_published(module, bruchsal):
    Version.objects.create(city=bruchsal, module=module, source="a")
    for bad in ({}, {"number": 1, "published_at": timezone.now()}, {"number": 9}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Version.objects.create(city=bruchsal, module=module, source="b", **bad)


def test_a_suggestion_is_counted_and_numbered(module, bruchsal):
    author = member()
    row = suggestion(module, user=author)
    module.refresh_from_db()
    assert (row.number, module.contribution_count, module.project.participants.count()) == (1, 1, 1)
    assert mine(module, Person(author))[0]["state"] == "offen"
    actions.delete_suggestion(bruchsal, row, actor=author)
    actions.delete_suggestion(bruchsal, row, actor=author)
    module.refresh_from_db()
    assert (module.contribution_count, Anchor.objects.get(pk=row.anchor_id).suggestion_count) == (0, 0)
    assert Suggestion.objects.get().wording == ""
    assert suggestion(module, user=author).number == 2


def test_bad_suggestions_are_refused(module, bruchsal):
    author, anchor = member(), anchor_at(module, 2)
    person = Person(author)
    for wording, word in (
        ("", "Wortlaut"), ("\u200b \n", "Wortlaut"), ("# - ", "Wortlaut"), ("Hunde  bleiben draußen.", "schon da"),
        ("x" * 4001, "4000"), ("y" * 10**6, "4000"), ("a.de www.a.de www.b.de www.c.de", "Links"),
    ):  # fmt: skip
        with pytest.raises(Refused, match=word):
            actions.suggest(bruchsal.pk, module, anchor, person, wording)
    with pytest.raises(Refused, match="höchstens"):
        actions.suggest(bruchsal.pk, module, anchor, person, "Anders.", reason="r" * 1001)
    actions.suggest(bruchsal.pk, module, anchor, person, "Hunde an die Leine!")
    with pytest.raises(Refused, match="schon vorgeschlagen"):
        actions.suggest(bruchsal.pk, module, anchor, person, "hunde an die  Leine")
    for n in range(19):
        actions.suggest(bruchsal.pk, module, anchor, person, f"Wortlaut Nummer {n}")
    with pytest.raises(Refused, match="letzten Stunde"):
        actions.suggest(bruchsal.pk, module, anchor, person, "Und noch einer")
    assert Suggestion.objects.count() == 20


def test_the_same_form_stores_once(module, bruchsal):
    author, key = member(), uuid.uuid4()
    first = suggestion(module, user=author, form_key=key)
    assert suggestion(module, user=author, form_key=key, wording="Anders") == first
    assert Suggestion.objects.count() == 1


def test_a_wording_for_an_older_version(module, bruchsal):
    base, anchor = actions.current_version(module), anchor_at(module, 2)
    publish(module, SOURCE.replace("täglich", "immer"))
    suggestion(module, 2, base=base.uuid)  # this paragraph is as it was
    publish(module, SOURCE.replace("Hunde bleiben", "Hunde und Katzen bleiben"))
    with pytest.raises(Refused, match="inzwischen geändert"):
        suggestion(module, 2, "Etwas anderes", base=base.uuid)
    publish(module, "# Ordnung\n\nGanz neu und ohne jeden alten Satz.")
    with pytest.raises(Refused, match="nicht mehr"):
        actions.suggest(bruchsal.pk, module, anchor, Person(member()), "Weg?")


def test_phases_and_roles(module, bruchsal, buehl):
    phase = Phase.objects.get(project=module.project)
    anchor = anchor_at(module, 2)
    with pytest.raises(Refused, match="melden"):
        actions.suggest(bruchsal.pk, module, anchor, Person(), "Text")
    with pytest.raises(Refused, match="nicht mehr"):  # a paragraph of another module
        actions.suggest(bruchsal.pk, module, anchor_at(make_text(bruchsal), 2), Person(member()), "Text")
    projects.end_phase(bruchsal, phase, actor=None)
    with pytest.raises(Refused, match="bis"):
        suggestion(module)
    row = suggestion(module, at=timezone.now() - dt.timedelta(hours=1))  # entered for the past
    assert row.created_at < timezone.now() - dt.timedelta(minutes=59)


def test_accepting_writes_the_draft_and_tells_the_author(module, bruchsal, django_capture_on_commit_callbacks):
    author, clerk = member(), desk(bruchsal)
    row = suggestion(module, 2, "Hunde sind an der kurzen Leine erlaubt.", user=author)
    actions.decide(bruchsal, row, "accepted", actor=clerk)
    draft = Version.objects.get(module=module, number__isnull=True)
    assert "Hunde sind an der kurzen Leine erlaubt." in draft.source
    assert "Hunde bleiben draußen." not in draft.source
    actions.decide(bruchsal, row, "accepted", actor=clerk)
    assert Notification.objects.filter(user=author, kind="textwork.decided").count() == 1
    draft.note = "Leine"
    draft.save()
    version = actions.publish(bruchsal, module, actor=clerk)
    assert texts(version)[2] == (row.anchor_id, row.wording)


def test_deciding_refuses(module, bruchsal, buehl):
    join(module.project, buehl)
    row, foreign = suggestion(module), suggestion(module, 1, "Der Platz ist von 7 bis 21 Uhr offen.", city=buehl)
    assert foreign.city_id == buehl.pk
    partner = desk(buehl)
    with pytest.raises(Refused, match="zu der"):
        actions.decide(buehl, row, "rejected", answer="Passt leider gar nicht.", actor=partner)
    actions.decide(buehl, foreign, "rejected", answer="Passt leider gar nicht.", actor=partner)
    lead = desk(bruchsal)
    for state, answer in (("rejected", ""), ("partly", "kurz"), ("new", "x" * 20), ("nonsense", "x" * 20)):
        with pytest.raises(Refused):
            actions.decide(bruchsal, row, state, answer=answer, actor=lead)
    actions.set_hidden(row, True, reason="hate", actor=None)
    with pytest.raises(Refused, match="nicht mehr zu sehen"):
        actions.decide(bruchsal, row, "accepted", actor=lead)


def test_moderation_export_and_own_data(module, bruchsal):
    author = member()
    row = suggestion(module, user=author)
    content = load(bruchsal, "textvorschlag", row.uuid)
    assert content.author == author
    assert content.public
    assert row.wording in content.text
    assert [len(list(t.rows)) for t in tables(module, public=True)] == [4, 1]
    public = [r for t in tables(module, public=True) for r in t.rows]
    assert not any("von" in r for r in public)
    actions.set_hidden(row, True, reason="hate", actor=None)
    actions.set_hidden(row, True, reason="hate", actor=None)
    module.refresh_from_db()
    assert module.contribution_count == 0
    assert not list(tables(module, public=False)[1].rows)
    actions.set_hidden(row, False, actor=None)
    module.refresh_from_db()
    assert module.contribution_count == 1
    assert [r["wortlaut"] for r in export(author)["textvorschlaege"]] == [row.wording]


def test_paragraphs_host_discussions(module, bruchsal):
    anchor = anchor_at(module, 1)
    host = hosts.find("absatz", anchor.uuid)
    assert host.public
    assert host.city == bruchsal
    assert host.may_write(member())
    assert not host.may_write(make_user("weg@example.org", is_active=False))
    projects.update_module(bruchsal, module, actor=None, switched_on=False)
    assert not hosts.find("absatz", anchor.uuid).public
    draft_only = make_text(bruchsal, source="")
    lonely = Anchor.objects.create(city=bruchsal, module=draft_only)
    assert hosts.find("absatz", lonely.uuid) is None
