"""Files of blueprints: canonical, bounded, and never a crash."""

import json
import uuid

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from participation.blueprints import data, files
from participation.blueprints.builtin import all_builtin
from participation.blueprints.compare import difference
from participation.blueprints.models import Blueprint
from portal.kit.refused import Refused

words = st.text(max_size=60)
titles = words.filter(lambda t: data.clean(t) != "")
moments = st.tuples(st.integers(0, 3000), st.integers(0, 1439)).map(list)
numbers = st.integers(-(10**9), 10**9) | st.floats(-1e9, 1e9, allow_nan=False)
leaves = st.none() | st.booleans() | numbers | words
keys = st.from_regex(r"\A[a-z_]{1,12}\Z")
trees = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4), max_leaves=12
)


@st.composite
def plans(draw):
    phases = []
    for _n in range(draw(st.integers(0, 3))):
        starts = draw(moments)
        ends = draw(st.none() | st.just([starts[0] + 1, 0]))
        phases.append({
            "kind": draw(st.sampled_from(["ideas", "vote", "information"])), "title": draw(titles), "text": draw(words),
            "easy_text": draw(words), "starts": starts, "ends": ends,
        })  # fmt: skip
    modules = [
        {
            "kind": draw(keys), "title": draw(titles), "intro": draw(words), "easy_intro": draw(words),
            "settings": draw(st.dictionaries(keys, trees, max_size=3)), "switched_on": draw(st.booleans()),
            "content": draw(trees),
        }
        for _n in range(draw(st.integers(0, 3)))
    ]  # fmt: skip
    accesses = None
    if phases and modules and draw(st.booleans()):
        accesses = [[len(phases) - 1, 0, "submit", "member"], [0, len(modules) - 1, "a", "anyone"]]
    return {
        "purpose": draw(words), "easy_purpose": draw(words), "phases": phases, "modules": modules, "accesses": accesses,
        "milestones": [{"title": draw(titles), "text": draw(words)}],
    }  # fmt: skip


@given(plans(), titles)
@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
def test_export_import_export_is_byte_identical(plan, name):
    try:
        plan, name = data.checked(plan), data.text(name, 80, "x", needed=True)
    except Refused:
        return
    assert data.checked(plan) == plan  # canonical already
    row = Blueprint(
        uuid=uuid.uuid4(), name=name, text="", version=3, data=plan, derived_from=uuid.uuid4(), derived_version=2
    )
    first = files.dump(row)
    package = files.load(first)
    assert package.origin is not None
    back = Blueprint(
        uuid=package.uuid, name=package.name, text=package.text, version=package.version, data=package.data,
        derived_from=package.origin[0], derived_version=package.origin[1], derived_city=package.origin[2],
    )  # fmt: skip
    assert files.dump(back) == first
    assert difference(plan, package.data) == []


@given(
    st.binary(max_size=200)
    | st.recursive(leaves, lambda i: st.lists(i) | st.dictionaries(words, i)).map(lambda v: json.dumps(v).encode())
)
@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_bytes_are_refused_in_plain_words(raw):
    with pytest.raises(ValidationError):
        files.load(raw)


def good() -> dict:
    builtin = all_builtin()[0]
    row = Blueprint(uuid=builtin.uuid, name=builtin.name, text=builtin.text, version=1, data=builtin.data)
    return json.loads(files.dump(row))


def hostile():
    for key in ("format", "uuid", "name", "version", "data", "derived_from"):
        for bad in ("", [], {}, -1, True, 10**400, "x" * 9000):
            yield f"{key}={str(bad)[:20]}", lambda v, key=key, bad=bad: v.update({key: bad})
    yield "extra", lambda v: v.update(extra=1)
    yield "21 phases", lambda v: v["data"].update(phases=v["data"]["phases"] * 21)
    yield "end first", lambda v: v["data"]["phases"][0].update(ends=[0, 0])
    yield "far", lambda v: v["data"]["phases"][0].update(starts=[99999, 0])
    yield "no kind", lambda v: v["data"]["phases"][0].update(kind=["ideas"])
    yield "settings", lambda v: v["data"]["modules"][0].update(settings={"a": "x" * 30_000})
    yield "deep", lambda v: v["data"]["modules"][0].update(content=json.loads("[" * 40 + "]" * 40))
    yield "many", lambda v: v["data"]["modules"][0].update(content=[0] * 6000)
    yield "inf", lambda v: v["data"]["modules"][0].update(settings={"a": 1e300})
    yield "key", lambda v: v["data"]["modules"][0].update(settings={"../x": 1})
    yield "access", lambda v: v["data"].update(accesses=[[9, 0, "submit", "member"]])
    yield "who", lambda v: v["data"].update(accesses=[[0, 0, "submit", "everyone"]])
    yield "blank", lambda v: v["data"]["phases"][0].update(title="\u200b")


@pytest.mark.parametrize("change", [pytest.param(c, id=n) for n, c in hostile()])
def test_hostile_files(change):
    value = good()
    files.load(json.dumps(value).encode())  # the good one is read
    change(value)
    with pytest.raises(Refused):
        files.load(json.dumps(value).encode())


def test_nan_duplicates_and_size():
    text = json.dumps(good())
    for raw in (text.replace('"version": 1', '"version": NaN'), "[" * 100_000, text + " " * files.SIZE, text + "x"):
        with pytest.raises(Refused):
            files.load(raw.encode())


def test_builtin_ones_are_whole():
    assert len({b.uuid for b in all_builtin()}) == len(all_builtin()) == 6
    for builtin in all_builtin():
        assert all(phase["easy_text"] for phase in builtin.data["phases"]), builtin.name
        assert all(module["easy_intro"] for module in builtin.data["modules"]), builtin.name


@pytest.mark.parametrize(
    ("value", "stored"), [(0.1 + 0.2, 0.3), (1e-186, 0), (-0.0, 0), (2.0, 2), (True, True), (1.5, 1.5)]
)
def test_numbers_are_written_in_one_way(value, stored):
    """Databases store JSON numbers differently; what is exported must not depend on that."""
    found = data.plain(value, 10, "x")
    assert json.dumps(found) == json.dumps(stored)
