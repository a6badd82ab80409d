"""Hypothesis: whatever people and moderators do in whatever order, counters and states stay true."""

import pytest
from django.core.exceptions import ValidationError
from django_scopes import scope
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from participation.comments import actions
from participation.comments.models import Comment, Like, Thread
from participation.moderation import actions as moderation
from participation.moderation.models import Case
from participation.moderation.registry import load
from tests.comments.making import make_discussion, member
from tests.factories import make_user

WHY = "Das verstößt gegen Regel 2."
pick = st.integers(min_value=0, max_value=50)


def machine(city, people, moderators):
    class Discussion(RuleBasedStateMachine):
        def __init__(self):
            super().__init__()
            with scope(city=[city]):
                self.thread = make_discussion(city)
            self.refusals = 0

        def attempt(self, run, *args, **kwargs):
            with scope(city=[city]):
                try:
                    return run(city, *args, **kwargs)
                except ValidationError:
                    self.refusals += 1
                    return None

        def any_comment(self, number):
            with scope(city=[city]):
                rows = list(Comment.objects.filter(thread=self.thread).order_by("pk"))
            return rows[number % len(rows)] if rows else None

        def any_case(self, number):
            with scope(city=[city]):
                keys = list(Comment.objects.filter(thread=self.thread).values_list("uuid", flat=True))
                rows = list(Case.objects.filter(object_uuid__in=keys).select_related("author", "city").order_by("pk"))
            return rows[number % len(rows)] if rows else None

        @rule(who=pick, answered=st.none() | pick)
        def post(self, who, answered):
            parent = None if answered is None else self.any_comment(answered)
            self.attempt(actions.post_comment, self.thread, people[who % 3], f"Text {who}", parent=parent, trusted=True)

        @rule(who=pick, which=pick)
        def edit(self, who, which):
            if row := self.any_comment(which):
                self.attempt(actions.edit_comment, row, f"Geändert {who}", actor=people[who % 3])

        @rule(who=pick, which=pick)
        def delete(self, who, which):
            if row := self.any_comment(which):
                self.attempt(actions.delete_comment, row, actor=people[who % 3])

        @rule(who=pick, which=pick, liked=st.booleans())
        def like(self, who, which, liked):
            if row := self.any_comment(which):
                self.attempt(actions.set_like, row, people[who % 3], liked)

        @rule(who=pick, which=pick)
        def report(self, who, which):
            if row := self.any_comment(which):
                with scope(city=[city]):
                    content = load(city, "kommentar", row.uuid)
                self.attempt(moderation.report, content, reporter=people[who % 3], reason="insult")

        @rule(who=pick, which=pick, what=st.sampled_from(["keep", "hide", "appeal", "restore", "uphold", "show"]))
        def moderate(self, who, which, what):
            case, actor = self.any_case(which), moderators[who % 2]
            if case is None:
                return
            if what == "keep":
                self.attempt(moderation.keep, case, actor=actor)
            elif what == "hide":
                self.attempt(moderation.hide, case, actor=actor, reason="insult", statement=WHY)
            elif what == "appeal":
                self.attempt(moderation.appeal, case, author=case.author, text="Ich sehe das anders.")
            elif what == "show":
                self.attempt(moderation.restore, case, actor=actor)
            else:
                self.attempt(moderation.decide_appeal, case, actor=actor, uphold=what == "uphold", statement=WHY)

        @rule(who=pick, closed=st.booleans())
        def close(self, who, closed):
            if closed:
                self.attempt(actions.close_thread, self.thread, actor=moderators[who % 2], reason="Frist vorbei")
            else:
                self.attempt(actions.reopen_thread, self.thread, actor=moderators[who % 2])

        @invariant()
        def counters_are_exact(self):
            with scope(city=[city]):
                thread = Thread.objects.get(pk=self.thread.pk)
                rows = list(Comment.objects.filter(thread=thread))
                assert thread.comment_count == sum(c.is_visible for c in rows)
                assert thread.root_count == sum(c.listed and c.parent_id is None for c in rows)
                for row in rows:
                    listed = sum(c.parent_id == row.pk and c.listed for c in rows)
                    assert row.reply_count == listed
                    assert row.like_count == Like.objects.filter(comment=row).count()
                    assert not row.is_deleted or row.listed == (listed > 0)
                    assert row.depth <= 1

        @invariant()
        def hidden_is_what_a_case_hides(self):
            with scope(city=[city]):
                for row in Comment.objects.filter(thread=self.thread):
                    live = [c for c in Case.objects.filter(object_uuid=row.uuid) if c.status in Case.LIVE]
                    assert len(live) <= 1
                    assert (row.status == "hidden") == any(c.hides for c in live)
                    assert not row.is_deleted or not live

    return Discussion


@pytest.mark.django_db
def test_any_order_of_actions(bruchsal):
    people = [member() for _ in range(3)]
    moderators = [make_user(f"mod{n}@bruchsal.example", bruchsal, "moderator") for n in range(2)]
    run_state_machine_as_test(
        machine(bruchsal, people, moderators),
        settings=settings(
            max_examples=25,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
        ),
    )
