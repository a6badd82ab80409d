"""Who hears of what: circles to the metre, topics, projects; each change once, by the fastest subscription."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.following.matching import Board, News, Wish, told
from portal.kit.distance import EARTH_KM, box, distance_km

KM = 1 / (EARTH_KM * math.pi / 180)  # degrees of latitude


def news(pk, project=1, *, topics=(), lat=None, lon=None, contribution=False, cities=(1,), noted=100.0):
    return News(pk, project, frozenset(cities), contribution, topics, lat, lon, noted)


def wish(pk=1, what="project", rhythm="daily", since=0.0, **values):
    fields = {"project_id": None, "topic": "", "within_id": None, "lat": None, "lon": None, "radius_km": None, **values}
    return Wish(pk, 7, what, rhythm=rhythm, since=since, **fields)


def area(radius, lat=49.0, lon=8.5, **more):
    return wish(what="area", lat=lat, lon=lon, radius_km=radius, **more)


def test_distance_agrees_with_known_ones():
    assert distance_km(0, 0, 0, 90) == pytest.approx(EARTH_KM * math.pi / 2)
    assert distance_km(49, 8.5, 49, 8.5) == 0
    # one degree of longitude at 49° north (spherical)
    assert distance_km(49, 8, 49, 9) == pytest.approx(72.9, abs=0.1)


@pytest.mark.parametrize(
    ("dlat", "dlon", "inside"),
    [
        (2 * KM - 1e-7, 0, True),
        (2 * KM + 1e-7, 0, False),
        (-2 * KM + 1e-7, 0, True),
        (-2 * KM - 1e-7, 0, False),
        (0, 2 * KM / math.cos(math.radians(49)) - 1e-6, True),
        (0, 2 * KM / math.cos(math.radians(49)) + 1e-6, False),
        (1.5 * KM, 1.5 * KM / math.cos(math.radians(49)), False),  # in the box, outside the circle
        (1.4 * KM, 1.4 * KM / math.cos(math.radians(49)), True),
    ],
)
def test_the_border_of_a_circle(dlat, dlon, inside):
    board = Board([news(1, lat=49.0 + dlat, lon=8.5 + dlon), news(2)])
    assert bool(list(board.caught(area(2)))) is inside


@given(
    lat=st.floats(47.5, 49.8), lon=st.floats(7.5, 10.5), radius=st.integers(1, 20),
    bearing=st.floats(0, 2 * math.pi), part=st.floats(0, 1),
)  # fmt: skip
def test_the_box_holds_the_circle(lat, lon, radius, bearing, part):
    arc = radius * part / EARTH_KM
    p = math.asin(
        math.sin(math.radians(lat)) * math.cos(arc)
        + math.cos(math.radians(lat)) * math.sin(arc) * math.cos(bearing)
    )  # fmt: skip
    q = math.radians(lon) + math.atan2(
        math.sin(bearing) * math.sin(arc) * math.cos(math.radians(lat)),
        math.cos(arc) - math.sin(math.radians(lat)) * math.sin(p),
    )
    south, west, north, east = box(lat, lon, radius)
    assert south <= math.degrees(p) <= north
    assert west <= math.degrees(q) <= east


def test_topics_in_one_city_or_all():
    board = Board([news(1, topics=("umwelt", "bauen"), cities=(1,)), news(2, topics=("umwelt",), cities=(2, 3))])
    assert [n.pk for n in board.caught(wish(what="topic", topic="umwelt"))] == [1, 2]
    assert [n.pk for n in board.caught(wish(what="topic", topic="umwelt", within_id=3))] == [2]
    assert [n.pk for n in board.caught(wish(what="topic", topic="umwel"))] == []


def test_the_fastest_tells_and_only_once():
    board = Board([news(1, project=1, topics=("umwelt",)), news(2, project=2, topics=("umwelt",))])
    own = [wish(1, project_id=1, rhythm="daily"), wish(2, "topic", topic="umwelt", rhythm="weekly")]
    assert told(board, own, "daily") == ([1], {1})
    assert told(board, own, "weekly") == ([2], {2})
    silent = [wish(1, project_id=1, rhythm="none")]
    assert [told(board, silent, r)[0] for r in ("immediate", "daily", "weekly")] == [[], [], []]


def test_contributions_come_once_a_day_at_most():
    board = Board([news(1, project=1, contribution=True), news(2, project=1)])
    own = [wish(1, project_id=1, rhythm="immediate")]
    assert told(board, own, "immediate")[0] == [2]
    assert told(board, own, "daily")[0] == [1]


def test_nobody_hears_of_what_was_before():
    board = Board([news(1, noted=99.0), news(2, noted=100.0)])
    assert told(board, [wish(project_id=1, since=100.0)], "daily")[0] == [2]
