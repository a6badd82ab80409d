"""Writing, changing, deleting, liking: the actions and the database behind them."""

import datetime as dt
import uuid

import pytest
import time_machine
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from participation.comments import actions, rules
from participation.comments.models import Comment, Like
from participation.moderation import actions as moderation
from portal.audit.models import AuditEntry
from portal.kit import text as texts
from portal.kit.refused import Refused
from portal.notifications.models import Notification
from tests.comments.making import comment, make_discussion, member


def post(thread, author, text, **kwargs):
    return actions.post_comment(thread.city, thread, author, text, **kwargs)


def refused(code, run, *args, **kwargs):
    with pytest.raises(Refused) as caught:
        run(*args, **kwargs)
    assert caught.value.error_list[0].code == code
    return caught.value.messages[0]


def test_an_answer_to_an_answer_stands_under_the_same_root(thread, writer, in_bruchsal):
    root = comment(thread)
    reply = comment(thread, parent=root)
    deeper = comment(thread, writer, parent=reply)
    assert deeper.parent_id == root.pk
    root.refresh_from_db()
    assert (root.reply_count, thread.comment_count, thread.root_count) == (2, 3, 1)


def test_the_database_refuses_a_root_with_depth_and_an_answer_without(thread, in_bruchsal):
    root = comment(thread)
    for wrong in (
        {"depth": 1},
        {"parent": root, "depth": 0},
        {"parent": root, "depth": 2},
        {"text": ""},
        {"is_official": True},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Comment.objects.create(**{"city": thread.city, "thread": thread, "text": "x", **wrong})


def test_the_same_form_stores_once(thread, writer, in_bruchsal):
    key = uuid.uuid4()
    first = post(thread, writer, "Einmal bitte.", form_key=key)
    assert post(thread, writer, "Einmal bitte.", form_key=key).pk == first.pk
    assert Comment.objects.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.create(city=thread.city, thread=thread, author=writer, text="x", form_key=key)


def test_every_change_leaves_an_audit_row_without_texts(thread, writer, in_bruchsal):
    made = post(thread, writer, "Geheimer Satz im Protokoll?")
    actions.edit_comment(thread.city, made, "Anderer Satz", actor=writer)
    actions.set_like(thread.city, made, member(), True)
    actions.delete_comment(thread.city, made, actor=writer)
    rows = list(AuditEntry.objects.filter(target__startswith="comments.comment").order_by("pk"))
    assert [r.action for r in rows] == ["comments.post", "comments.edit", "comments.like", "comments.delete"]
    assert "Satz" not in str([r.data for r in rows])


@pytest.mark.parametrize(("minutes", "allowed"), [(0, True), (14.98, True), (15, False), (15.02, False), (6000, False)])
def test_edit_window_of_fifteen_minutes_by_the_servers_clock(thread, writer, in_bruchsal, minutes, allowed):
    start = timezone.now()
    made = comment(thread, writer, "Alt", at=start)
    with time_machine.travel(start + dt.timedelta(minutes=minutes), tick=False):
        if allowed:
            edited = actions.edit_comment(thread.city, made, "Neu", actor=writer)
            assert edited.text == "Neu"
            assert edited.edited_at
        else:
            assert "15 Minuten" in refused("edit", actions.edit_comment, thread.city, made, "Neu", actor=writer)
            made.refresh_from_db()
            assert made.text == "Alt"


def test_only_the_author_changes_and_deletes(thread, writer, in_bruchsal):
    made = comment(thread, writer)
    refused("edit", actions.edit_comment, thread.city, made, "Fremd", actor=member())
    refused("delete", actions.delete_comment, thread.city, made, actor=member())


def test_deleting_with_and_without_answers(thread, writer, in_bruchsal):
    lonely, root = comment(thread, writer), comment(thread, writer)
    answerer = member()
    reply = comment(thread, answerer, parent=root)
    actions.delete_comment(thread.city, lonely, actor=writer)
    actions.delete_comment(thread.city, root, actor=writer)
    lonely.refresh_from_db()
    root.refresh_from_db()
    thread.refresh_from_db()
    assert (lonely.listed, root.listed) == (False, True)
    assert (lonely.text, root.text) == ("", "")
    assert (thread.comment_count, thread.root_count) == (1, 1)
    actions.delete_comment(thread.city, reply, actor=answerer)  # the placeholder goes with the last answer
    root.refresh_from_db()
    thread.refresh_from_db()
    assert root.listed is False
    assert (thread.comment_count, thread.root_count) == (0, 0)


def test_likes_are_exact_and_repeatable(thread, writer, in_bruchsal):
    made, fan = comment(thread, writer), member()
    assert [actions.set_like(thread.city, made, fan, x) for x in (True, True, False, False, True)] == [1, 1, 0, 0, 1]
    refused("like", actions.set_like, thread.city, made, writer, True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Like.objects.create(city=thread.city, comment=made, user=fan)


def test_replies_are_told_to_the_person_answered(thread, writer, in_bruchsal, django_capture_on_commit_callbacks):
    root = comment(thread, writer)
    other = member("Radfahrer")
    with django_capture_on_commit_callbacks(execute=True):
        comment(thread, other, parent=root, text="Gute Idee!")
        comment(thread, writer, parent=root, text="Danke")  # nobody is told of the own answer
    rows = Notification.objects.filter(user=writer)
    assert [n.kind for n in rows] == ["comments.reply"]
    assert "Radfahrer" in rows[0].title
    assert "Gute Idee!" in rows[0].text


def test_closed_threads_hidden_parents_and_pauses_refuse(thread, writer, in_bruchsal):
    moderator = member()
    root = comment(thread)
    actions.hide_comment(thread.city, root, reason="insult", actor=None)
    refused("reply", post, thread, writer, "Hallo", parent=root)
    moderation.pause(thread.city, writer, actor=moderator, days=3, reason="insult", statement="Mehrfach beleidigt.")
    assert "Mehrfach beleidigt." in refused("write", post, thread, writer, "Hallo")
    other = member()
    actions.close_thread(thread.city, thread, actor=moderator, reason="Die Frist ist abgelaufen.")
    assert "Frist" in refused("write", post, thread, other, "Hallo")
    actions.reopen_thread(thread.city, thread, actor=moderator)
    assert post(thread, other, "Jetzt geht es").pk


def test_a_reply_to_another_threads_comment_is_refused(thread, writer, in_bruchsal):
    elsewhere = comment(make_discussion(thread.city))
    with pytest.raises(Comment.DoesNotExist):
        post(thread, writer, "Querschläger", parent=elsewhere)


def test_only_the_right_official_speaks_for_the_city(thread, writer, in_bruchsal):
    refused("office", post, thread, writer, "Amtlich", office="Bauamt")


def test_pace_is_stricter_for_new_accounts(thread, in_bruchsal):
    for days, limit in ((0, rules.NEW_PER_MINUTE), (100, rules.PER_MINUTE)):
        author = member(days=days)
        for n in range(limit):
            post(thread, author, f"Beitrag Nummer {n}")
        assert "schnell" in refused("pace", post, thread, author, "Noch einer")
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=2)):
        post(thread, author, "Nach der Pause geht es wieder")


def test_links_repetition_and_words(thread, writer, in_bruchsal):
    refused("links", post, thread, writer, "https://a.example https://b.example https://c.example")
    refused("links", post, thread, member(days=0), "https://a.example https://b.example")
    post(thread, writer, "Das habe ich so gemeint!")
    refused("duplicate", post, thread, writer, "  das habe ich SO gemeint ")
    moderation.set_words(thread.city, "Blödmann\nkauf jetzt", actor=writer)
    assert "blödmann" in refused("words", post, thread, writer, "Du Blödmann!")
    refused("words", post, thread, writer, "Leute, KAUF JETZT ein")
    post(thread, writer, "Blödmannsgehilfe steht im Duden")


@pytest.mark.parametrize(
    ("raw", "stored"),
    [
        ("a\x00b\x07c", "abc"),
        ("recht\u202elinks\u202c", "rechtlinks"),
        ("ver\u200bste\ufeffckt", "versteckt"),
        ("Zeile 1\r\nZeile 2\r\n\r\n\r\n\r\nZeile 3", "Zeile 1\nZeile 2\n\nZeile 3"),
        ("👩\u200d👧 schön", "👩\u200d👧 schön"),
        ("z" + "\u0301" * 50, "ź\u0301\u0301\u0301"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
    ],
)
def test_hostile_text_is_cleaned(raw, stored):
    assert rules.checked_text(raw) == stored


@pytest.mark.parametrize("raw", ["", "   ", "\u200b\u200b", "\u200d", "\n\n", "\u3164"])
def test_invisible_text_is_refused(raw):
    refused("empty", rules.checked_text, raw)


def test_length_counts_characters():
    assert rules.checked_text("😀" * 2000)
    refused("long", rules.checked_text, "😀" * 2001)
    refused("long", rules.checked_text, "x" * 1_000_000)


def test_links_are_links_and_everything_else_is_escaped():
    html = texts.paragraphs('Siehe https://a.example/x?y=1&z="><img src=x> und (www.b.example).\nNeu\n\nAbsatz')
    assert '<a href="https://a.example/x?y=1&amp;z=" rel="nofollow ugc noopener noreferrer">' in html
    assert '<a href="https://www.b.example"' in html
    assert "<img" not in html
    assert html.count("<p") == 2
    assert html.count("<br>") == 1
    assert "javascript:" not in texts.paragraphs("javascript:alert(1)").replace("javascript:alert(1)", "")


def test_hiding_and_showing_keep_the_count_exact(thread, in_bruchsal):
    made = comment(thread)
    for _twice in range(2):
        actions.hide_comment(thread.city, made, reason="hate", actor=None)
    thread.refresh_from_db()
    assert thread.comment_count == 0
    for _twice in range(2):
        actions.show_comment(thread.city, made, actor=None)
    thread.refresh_from_db()
    assert thread.comment_count == 1
    assert not mail.outbox
