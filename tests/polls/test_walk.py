"""Conditions and answers: what is not reached is never kept, required is asked for only where it is reached."""

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.polls import walk
from participation.polls.models import Choice, Question

KINDS = ["single", "multiple", "ranking", "scale", "text"]
JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@st.composite
def surveys(draw):
    """Up to eight questions of any kind; each may depend on an earlier one with choices."""
    rows = []
    for number in range(draw(st.integers(1, 8))):
        question = Question(
            pk=number + 1, uuid=uuid.uuid4(), kind=draw(st.sampled_from(KINDS)), text=f"{number}?", position=number,
            required=draw(st.booleans()), steps=draw(st.integers(2, 10)), max_choices=draw(st.sampled_from([None, 1, 2])),
        )  # fmt: skip
        question.choice_list = [
            Choice(uuid=uuid.uuid4(), text=f"{n}", position=n, other=question.can_steer and n == 3)
            for n in range(draw(st.integers(2, 4)) if question.has_choices else 0)
        ]
        steering = [q for q in rows if q.can_steer]
        if steering and draw(st.booleans()):
            question.condition_id = draw(st.sampled_from([q.pk for q in steering]))
            keys = [str(c.uuid) for c in next(q for q in rows if q.pk == question.condition_id).choice_list]
            question.condition_choices = draw(st.lists(st.sampled_from(keys), min_size=1, unique=True))
        rows.append(question)
    return rows


@st.composite
def sheets(draw):
    """A survey, and what somebody sends: mostly sensible, sometimes anything."""
    questions = draw(surveys())
    answers = {}
    for q in questions:
        keys = [str(c.uuid) for c in q.choice_list]
        sensible = {
            "single": st.builds(lambda k: {"choices": [k]}, st.sampled_from(keys or [""])),
            "multiple": st.builds(lambda k: {"choices": k, "other": "x"}, st.lists(st.sampled_from(keys or [""]))),
            "ranking": st.permutations(range(1, len(keys) + 1)).map(
                lambda p, keys=keys: {"ranks": dict(zip(keys, p, strict=True))}
            ),
            "scale": st.builds(lambda n: {"number": n}, st.integers(0, 11)),
            "text": st.builds(lambda t: {"text": t}, st.text(max_size=20)),
        }[q.kind]
        value = draw(st.one_of(sensible, sensible, st.just({}), JUNK))
        answers[str(q.uuid)] = value
    return questions, answers


@given(sheets())
def test_kept_is_reached_and_required_is_asked_only_there(sheet):
    questions, answers = sheet
    done = walk.settle(questions, answers)
    by_pk = {q.pk: q for q in questions}
    reached = {str(q.uuid) for q in done.reached}
    assert set(done.kept) <= reached
    assert set(done.errors) <= reached
    for q in questions:
        key = str(q.uuid)
        if q.condition_id is not None:  # reached exactly when the steering answer is kept and fits
            taken = done.kept.get(str(by_pk[q.condition_id].uuid), {}).get("choices", [])
            assert (key in reached) == bool(set(taken) & set(q.condition_choices))
        else:
            assert key in reached
        if key in reached and q.required:
            assert key in done.kept or key in done.errors
    # what is kept is a fixed point: settling it again changes nothing
    again = walk.settle(questions, done.kept, complete=False)
    assert again.kept == done.kept
    assert not again.errors
    assert [q.pk for q in walk.path(questions, done.kept)] == [q.pk for q in done.reached]


@given(sheets())
def test_kept_values_have_the_documented_shape(sheet):
    questions, answers = sheet
    known = walk.by_uuid(questions)
    for key, value in walk.settle(questions, answers).kept.items():
        q = known[key]
        keys = {str(c.uuid) for c in q.choice_list}
        if q.kind == "ranking":
            assert set(value["ranks"]) == keys
            assert sorted(value["ranks"].values()) == list(range(1, len(keys) + 1))
        elif q.kind == "scale":
            assert 1 <= value["number"] <= q.steps
        elif q.kind == "text":
            assert value["text"]
        else:
            assert set(value["choices"]) <= keys
            assert len(value["choices"]) <= (1 if q.kind == "single" else q.max_choices or 9)


def question(kind, choices=0, **fields):
    made = Question(pk=1, uuid=uuid.uuid4(), kind=kind, text="?", **fields)
    made.choice_list = [Choice(uuid=uuid.uuid4(), text=str(n), position=n) for n in range(choices)]
    return made, [str(c.uuid) for c in made.choice_list]


@pytest.mark.parametrize("number", [0, 6, -1, 10**9, "3.5", "٣", True, [], "9" * 50])
def test_scale_out_of_range(number):
    q, _keys = question("scale")
    assert walk.check(q, {"number": number})[1] or number == []


def test_texts_and_choices_at_their_limits():
    q, _keys = question("text")
    assert walk.check(q, {"text": "x" * 20_000})[1]
    assert walk.check(q, {"text": "ä" * 2000}) == ({"text": "ä" * 2000}, "")
    assert "2001" in walk.check(q, {"text": "x" * 2001})[1]
    assert walk.check(q, {"text": " \u200b \n "}) == ({}, "")
    q, keys = question("multiple", 3, max_choices=2)
    assert "höchstens 2" in walk.check(q, {"choices": keys})[1]
    assert walk.check(q, {"choices": [str(uuid.uuid4())]})[1]


def test_ranking_is_complete_and_unique_or_empty():
    q, keys = question("ranking", 3)
    assert "zweimal" in walk.check(q, {"ranks": dict.fromkeys(keys, 1)})[1]
    assert walk.check(q, {"ranks": {keys[0]: 1}})[1]
    assert walk.check(q, {"ranks": dict.fromkeys(keys, "")}) == ({}, "")
    assert walk.check(q, {"ranks": dict(zip(keys, (1, 2, 4), strict=True))})[1]
