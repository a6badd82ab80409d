"""Report → decision → appeal → outcome; pauses; what is told to whom; what is forgotten."""

import datetime as dt

import pytest
import time_machine
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from participation.comments import actions as comments
from participation.moderation import actions, tasks
from participation.moderation.actions import Refused
from participation.moderation.models import Appeal, Case, Decision, Pause, Report
from participation.moderation.registry import load
from portal.audit.models import AuditEntry
from portal.notifications.models import Notification
from tests.comments.making import comment, member
from tests.factories import make_user

WHY = "Der Beitrag beleidigt den Vorredner, siehe Regel 2."


@pytest.fixture
def moderator(bruchsal):
    return make_user("moderation@bruchsal.example", bruchsal, "moderator", display_name="Moderation")


@pytest.fixture
def second(bruchsal):
    return make_user("moderation2@bruchsal.example", bruchsal, "moderator", display_name="Moderation 2")


def reported(made, by=None, reason="insult", **kwargs):
    city = made.city
    with scope(city=[city]):
        return actions.report(city, load(city, "kommentar", made.uuid), reporter=by, reason=reason, **kwargs).case


@pytest.fixture
def case(thread, writer, in_bruchsal):
    return reported(comment(thread, writer, "Sie Hornochse!"), member())


def status(case):
    case.refresh_from_db()
    return case.status


def test_the_whole_way_with_restored_content(
    case, writer, moderator, second, bruchsal, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        actions.hide(bruchsal, case, actor=moderator, reason="insult", statement=WHY)
    content = actions.content_of(case)
    assert content.hidden
    told = Notification.objects.get(user=writer)
    assert WHY in told.text
    assert "Beleidigung oder Drohung" in told.text
    assert told.url.endswith(f"/moderation/meine/{case.uuid}/")
    assert any(writer.email in m.to and WHY in m.body for m in mail.outbox)
    actions.appeal(bruchsal, case, author=writer, text="Das war ein Zitat aus dem Film.")
    assert status(case) == "appealed"
    with pytest.raises(Refused, match="andere Person"):
        actions.decide_appeal(bruchsal, case, actor=moderator, uphold=False, statement="Ich entscheide selbst.")
    actions.decide_appeal(bruchsal, case, actor=second, uphold=False, statement="Es war erkennbar ein Zitat.")
    assert status(case) == "restored"
    assert not actions.content_of(case).hidden
    assert Appeal.objects.get().outcome.kind == "restore"
    assert [n.kind for n in Notification.objects.filter(user=writer).order_by("pk")] == [
        "moderation.hidden",
        "moderation.outcome",
    ]
    audit = (
        AuditEntry.objects.filter(target__startswith="moderation.case").order_by("pk").values_list("action", flat=True)
    )
    assert list(audit) == ["moderation.report", "moderation.hide", "moderation.appeal", "moderation.restore"]


def test_the_only_moderator_decides_the_appeal_too(case, writer, moderator, bruchsal):
    actions.hide(bruchsal, case, actor=moderator, reason="insult", statement=WHY)
    actions.appeal(bruchsal, case, author=writer, text="Ich sehe das anders als Sie.")
    actions.decide_appeal(
        bruchsal, case, actor=moderator, uphold=True, statement="Auch nach erneuter Prüfung beleidigend."
    )
    assert status(case) == "upheld"
    with pytest.raises(Refused):
        actions.appeal(bruchsal, case, author=writer, text="Noch einmal, bitte!")


def test_keeping_tells_the_reporter_and_not_the_author(case, writer, moderator, bruchsal):
    actions.keep(bruchsal, case, actor=moderator)
    assert status(case) == "kept"
    assert not Notification.objects.filter(user=writer).exists()
    assert Notification.objects.filter(kind="moderation.reported").count() == 1
    assert Case.objects.about(writer).count() == 0


def test_reports_of_one_content_make_one_case(thread, writer, in_bruchsal):
    made, reporter = comment(thread, writer), member()
    first = reported(made, reporter)
    assert {reported(made, p).pk for p in (reporter, member(), None, None)} == {first.pk}
    first.refresh_from_db()
    assert (first.report_count, Report.objects.count()) == (4, 4)
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.create(city=first.city, kind=first.kind, object_uuid=first.object_uuid, title="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(city=first.city, case=first, kind="hide", reason="hate", statement="")


def test_a_kept_content_can_be_reported_again_a_hidden_one_not(case, thread, moderator, bruchsal):
    made = thread.comments.get()
    actions.keep(bruchsal, case, actor=moderator)
    again = reported(made, member())
    assert again.pk != case.pk
    actions.hide(bruchsal, again, actor=moderator, reason="insult", statement=WHY)
    with pytest.raises(Refused, match="schon ausgeblendet"):
        reported(made, member())


def test_hiding_needs_reason_and_statement(case, moderator, bruchsal):
    for reason, statement in (("", WHY), ("erfunden", WHY), ("insult", ""), ("insult", "kurz"), ("insult", "x" * 1001)):
        with pytest.raises(Refused):
            actions.hide(bruchsal, case, actor=moderator, reason=reason, statement=statement)
    assert status(case) == "open"
    assert not actions.content_of(case).hidden


def test_repeating_a_decision_changes_nothing_and_the_other_one_is_refused(case, moderator, bruchsal):
    for _twice in range(2):
        actions.hide(bruchsal, case, actor=moderator, reason="insult", statement=WHY)
    assert Decision.objects.count() == 1
    with pytest.raises(Refused, match="schon entschieden"):
        actions.keep(bruchsal, case, actor=moderator)


def test_the_author_deletes_what_was_reported(case, thread, writer, bruchsal):
    comments.delete_comment(bruchsal, thread.comments.get(), actor=writer)
    assert status(case) == "withdrawn"
    assert Case.objects.waiting().count() == 0


def test_a_moderator_restores_without_an_appeal(case, writer, moderator, bruchsal):
    actions.hide(bruchsal, case, actor=moderator, reason="insult", statement=WHY)
    actions.restore(bruchsal, case, actor=moderator, statement="Das war ein Versehen.")
    assert status(case) == "restored"
    assert Notification.objects.filter(user=writer, kind="moderation.restored").exists()


def test_only_the_author_appeals(case, moderator, bruchsal):
    actions.hide(bruchsal, case, actor=moderator, reason="insult", statement=WHY)
    with pytest.raises(Refused):
        actions.appeal(bruchsal, case, author=member(), text="Ich finde das ungerecht.")


def test_a_pause_ends_by_itself_or_by_a_moderator(writer, moderator, bruchsal, in_bruchsal):
    row = actions.pause(bruchsal, writer, actor=moderator, days=3, reason="insult", statement=WHY)
    assert Pause.objects.running().count() == 1
    with time_machine.travel(timezone.now() + dt.timedelta(days=3, seconds=1)):
        assert Pause.objects.running().count() == 0
    actions.lift_pause(bruchsal, row, actor=moderator)
    assert Pause.objects.running().count() == 0
    for days in (0, -1, 10_000):
        with pytest.raises(Refused):
            actions.pause(bruchsal, writer, actor=moderator, days=days, reason="insult", statement=WHY)
    with pytest.raises(Refused, match="selbst"):
        actions.pause(bruchsal, moderator, actor=moderator, days=1, reason="insult", statement=WHY)


def test_a_pause_in_one_city_is_none_in_the_next(thread, writer, moderator, bruchsal, buehl, in_bruchsal):
    from tests.comments.making import make_discussion

    actions.pause(bruchsal, writer, actor=moderator, days=3, reason="insult", statement=WHY)
    assert comment(make_discussion(buehl), writer).pk


def test_reporters_and_snapshots_are_forgotten_after_180_days(case, moderator, bruchsal):
    actions.hide(bruchsal, case, actor=moderator, reason="insult", statement=WHY)
    assert sum(tasks.forget(timezone.now() + dt.timedelta(days=179)).values()) == 0
    assert tasks.forget(timezone.now() + dt.timedelta(days=181)) == {"reporters": 1, "snapshots": 1, "pauses": 0}
    case.refresh_from_db()
    assert case.snapshot == ""
    assert Report.objects.get().reporter is None
    assert Decision.objects.get().statement == WHY  # the city can still account for what it decided


def test_personal_data_is_exported_and_forgotten(case, thread, writer, moderator, bruchsal):
    from participation.comments import personal_data as theirs
    from participation.moderation import personal_data as ours

    reporter = Report.objects.get().reporter
    actions.hide(bruchsal, case, actor=moderator, reason="insult", statement=WHY)
    comments.set_like(bruchsal, comment(thread), writer, True)
    with scopes_disabled():
        assert theirs.export(writer)["kommentare"][0]["text"] == "Sie Hornochse!"
        assert len(theirs.export(writer)["hilfreich"]) == 1
        assert ours.export(writer)["entscheidungen"][0]["begruendungen"][0]["text"] == WHY
        assert ours.export(reporter)["meldungen"][0]["grund"] == "Beleidigung oder Drohung"
        for _twice in range(2):
            ours.erase(reporter)
            ours.erase(writer)
            theirs.erase(writer)
        assert Report.objects.get().reporter is None
        assert theirs.export(writer)["hilfreich"] == []
        assert thread.comments.order_by("-pk").first().like_count == 1
