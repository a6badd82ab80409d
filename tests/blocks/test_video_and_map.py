"""Nothing loads from elsewhere before consent; the policy opens for exactly one host on exactly one page."""

from __future__ import annotations

import re

import pytest

from portal.blocks import backdrop, policy
from portal.blocks.links import safe_url
from portal.blocks.providers import video

PEERTUBE = "https://tube.example.org/w/kkGMgK9ZtnKfYAgnEtQxbv"


@pytest.mark.parametrize(
    ("url", "embed"),
    [
        ("https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=3", "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?rel=0"),
        ("https://youtu.be/dQw4w9WgXcQ", "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?rel=0"),
        ("https://www.youtube.com/shorts/dQw4w9WgXcQ", "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?rel=0"),
        ("https://vimeo.com/123456789", "https://player.vimeo.com/video/123456789?dnt=1"),
        (PEERTUBE, "https://tube.example.org/videos/embed/kkGMgK9ZtnKfYAgnEtQxbv?p2p=0"),
    ],
)
def test_known_addresses(url, embed):
    assert video(url).embed == embed


@pytest.mark.parametrize(
    "url",
    [
        "http://www.youtube.com/watch?v=dQw4w9WgXcQ", "https://www.youtube.com/watch?v=../../x", "https://youtube.com.evil.example/watch?v=dQw4w9WgXcQ",
        "https://user@vimeo.com/123456789", "https://vimeo.com:444/123456789", "https://127.0.0.1/w/kkGMgK9ZtnKfYAgnEtQxbv",
        "https://localhost/w/kkGMgK9ZtnKfYAgnEtQxbv", "https://x.internal/w/kkGMgK9ZtnKfYAgnEtQxbv", "https://[::1]/w/kkGMgK9ZtnKfYAgnEtQxbv",
        "https://a.example;script-src *.evil/w/kkGMgK9ZtnKfYAgnEtQxbv", "javascript:alert(1)", "https://[", "", "https://" + "a" * 400 + ".de/w/x",
    ],
)  # fmt: skip
def test_refused_addresses(url):
    assert video(url) is None


def test_before_consent_the_page_names_no_third_party_to_load(show):
    response = show(
        [{"type": "video", "value": {"title": "Film", "url": "https://vimeo.com/123456789", "transcript": ""}}]
    )
    html = response.content.decode()
    assert not re.search(
        r"<(iframe|script|img|link|source|video)\b[^>]*(src|href|srcset)=\"https?://(?!bruchsal\.localhost)", html
    )
    assert 'data-embed="https://player.vimeo.com/video/123456789?dnt=1"' in html
    assert 'href="https://vimeo.com/123456789"' in html  # the way without script


def test_the_policy_opens_one_host_on_this_page_only(show, bruchsal, on_host):
    with_video = show([{"type": "video", "value": {"title": "Film", "url": PEERTUBE, "transcript": ""}}])[
        "Content-Security-Policy"
    ]
    parts = dict(part.strip().split(" ", 1) for part in with_video.split(";"))
    assert parts["frame-src"] == "'self' https://tube.example.org"
    assert parts["script-src"] == "'self'"
    assert parts["style-src"] == "'self'"
    without = on_host(bruchsal).get("/")["Content-Security-Policy"]
    assert "tube.example.org" not in without
    assert {k: v for k, v in parts.items() if k != "frame-src"} == {
        k: v for k, v in (p.strip().split(" ", 1) for p in without.split(";")) if k != "frame-src"
    }


@pytest.mark.parametrize(
    "origin", ["https://a.example; script-src *", "http://a.example", "https://a.example/x", "*", "https://1.2.3.4"]
)
def test_the_policy_takes_nothing_but_an_origin(origin, rf):
    with pytest.raises(ValueError, match="not an origin"):
        policy.allow(rf.get("/"), "frame-src", origin)


@pytest.mark.parametrize(
    ("url", "ok"),
    [("https://a.example/x", True), ("/suche/", True), ("mailto:a@b.example", True), ("tel:+49 7251 1", True),
     ("javascript:alert(1)", False), ("//evil.example", False), ("/\\evil.example", False), ("data:text/html,x", False), (" https://a", False)],
)  # fmt: skip
def test_addresses_of_tiles(url, ok):
    assert safe_url(url) is ok


def test_the_list_of_places_is_whole_without_the_map(render, monkeypatch):
    monkeypatch.setattr("portal.blocks.assets.is_built", lambda path: False)
    places = [
        {"name": f"Platz {n}", "address": f"Weg {n}", "text": "", "latitude": 49.12 + n / 1000, "longitude": 8.6}
        for n in range(3)
    ]
    html = render([{"type": "map", "value": {"title": "Plätze", "places": places, "offices": False}}])
    assert "<script" not in html
    assert "vendor" not in html
    for n in range(3):
        assert f"Platz {n}" in html
        assert f"Weg {n}" in html
    assert 'data-lat="49.121000"' in html  # a decimal point in every language


def test_the_map_brings_its_own_code_and_no_tiles(render, monkeypatch):
    monkeypatch.setattr("portal.blocks.assets.is_built", lambda path: True)
    place = {"name": "Platz", "address": "Weg", "text": "", "latitude": 49.12, "longitude": 8.6}
    html = render([{"type": "map", "value": {"title": "", "places": [place], "offices": False}}])
    assert 'src="/static/vendor/map.js"' in html
    assert "data-tiles" not in html
    assert "http" not in re.sub(r'href="/[^"]*"', "", html)


def test_tiles_of_an_own_server_open_the_policy_for_it(render, settings):
    settings.MAP_TILE_URL = "https://karten.bruchsal.example/{z}/{x}/{y}.png"
    place = {"name": "Platz", "address": "Weg", "text": "", "latitude": 49.12, "longitude": 8.6}
    render([{"type": "map", "value": {"title": "", "places": [place], "offices": False}}])
    assert render.request.csp_extra == {"img-src": {"https://karten.bruchsal.example"}}


def test_pins_stay_inside_the_frame_and_close_ones_share():
    drawing = backdrop.draw([(49.12, 8.60), (49.12, 8.6001), (49.15, 8.55)])
    assert [pin.label for pin in drawing.pins] == ["1, 2", "3"]
    assert all(5 < p.x < 95 and 5 < p.y < 95 for p in drawing.pins)
    north, south = backdrop.draw([(49.2, 8.6), (49.1, 8.6)]).pins
    assert north.y < south.y
    assert backdrop.draw([]) is None
