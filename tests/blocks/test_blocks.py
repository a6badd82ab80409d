"""Every block: complete, previewable, harmless, and cheap however many stand on a page."""

from __future__ import annotations

import re

import pytest
from django.core.exceptions import ValidationError
from django.template.loader import get_template
from django.test import RequestFactory
from wagtail.blocks import StreamValue

from portal.blocks import checks
from portal.blocks.registry import BodyBlock, Entry, by_name, entries, offered
from portal.content.models import ContentPage, EventIndexPage, EventPage, NewsIndexPage, NewsPage
from tests.factories import make_page, make_user

OWN = [e.name for e in entries() if e.block.__module__.startswith("portal.blocks")]
BAD = re.compile(
    r"<(script(?! type=\"application/ld\+json\"| type=\"module\" src=)|style)|\sstyle=|\son[a-z]+=|javascript:", re.I
)


def preview_html(name: str, city, rf: RequestFactory) -> str:
    block = by_name()[name].block
    request = rf.get("/admin/block-preview/")
    request.city = city
    value = block.get_preview_value()
    context = block.get_preview_context(
        value,
        {"request": request, "block_def": block, "bound_block": block.bind(value), "page_title": "x", "city": city},
    )
    return get_template(block.get_preview_template(value, context)).render(context)


def test_there_are_about_twenty_blocks_and_all_are_complete():
    assert len(OWN) >= 20
    assert checks.blocks_are_complete() == []


def test_an_incomplete_block_is_an_error_of_the_system_check(monkeypatch):
    from wagtail import blocks

    monkeypatch.setattr("portal.blocks.registry.entries", lambda: (Entry("bare", blocks.CharBlock(label="Nackt")),))
    ids = {m.id for m in checks.blocks_are_complete()}
    assert ids == {"blocks.E001", "blocks.E002"}


@pytest.mark.parametrize("name", OWN)
def test_every_block_renders_its_preview(name, bruchsal, rf):
    html = preview_html(name, bruchsal, rf)
    body = html[html.index("<main") :]
    assert "themes/portal.css" in html
    assert len(re.sub(r"<[^>]+>|\s", "", body)) > 5, body
    assert not BAD.search(body), BAD.search(body)


def test_the_picker_shows_the_preview_to_an_editor(bruchsal, on_admin):
    editor = make_user("redaktion@bruchsal.example", bruchsal, "editor")
    block = by_name()["table"].block
    response = on_admin(editor).get("/admin/block-preview/", {"id": block.definition_prefix})
    assert response.status_code == 200
    assert "Personalausweis" in response.content.decode()


def test_no_inline_style_or_script_on_a_page_with_every_block(show, all_raw):
    html = show(all_raw).content.decode()
    main = html[html.index("<main") : html.index("</main>")]
    for name in OWN:
        assert f"block-{name}" in main
    assert not BAD.search(main), BAD.search(main)


def test_a_visitor_gets_no_cookie(show, all_raw):
    response = show(all_raw)
    assert not response.cookies
    assert not response.wsgi_request.session.accessed


def test_a_body_with_every_block_needs_six_queries_at_most(render, all_raw, django_assert_max_num_queries):
    render(all_raw)  # makes renditions and fills the kept lists
    with django_assert_max_num_queries(6):
        html = render(all_raw)
    assert html.count("<img") >= 5
    assert html.count('href="/ziel/"') >= 9  # nine rich texts and a tile: one query


def test_twice_the_blocks_cost_no_query_more(render, all_raw, django_assert_max_num_queries):
    render(all_raw)
    with django_assert_max_num_queries(6):
        render([{**b, "id": b["id"].replace("4000", "4001")} for b in all_raw] + all_raw)


def test_hostile_html_in_stored_values_comes_out_clean(render):
    evil = '<p onclick="x()">Gut<script>alert(1)</script><a href="javascript:alert(1)">a</a><img src=x onerror=x><style>*{}</style><iframe src="https://x"></iframe><svg onload=x></svg></p>'
    html = render([
        {"type": "text", "value": evil},
        {"type": "callout", "value": {"tone": '"><script>', "title": "<script>1</script>", "text": evil}},
        {"type": "faq", "value": {"title": "</script><script>2</script>", "items": [{"title": "</script><script>3</script>", "text": evil}]}},
        {"type": "table", "value": {"caption": "<b>x</b>", "columns": ["<i>", "b"], "rows": [["<script>", "x", "zu viel"]], "numeric": False}},
        {"type": "link_tiles", "value": {"title": "", "tiles": [{"title": "Falle", "url": "javascript:alert(1)", "icon": '"><script>'}]}},
        {"type": "video", "value": {"title": '"><script>', "url": "https://evil.example/<script>", "transcript": "<script>"}},
        {"type": "unknown", "value": {"a": 1}},
    ])  # fmt: skip
    assert "Gut" in html
    assert not re.search(
        r"<script(?! type=\"application/ld\+json\")|onclick|onerror|onload|javascript:|<iframe|<style", html
    ), html
    assert html.count("</script>") == 1  # the data block closes once, whatever the question says
    assert "Falle" not in html


def test_structured_data_is_the_questions(render):
    import json

    html = render(
        [
            {
                "type": "faq",
                "value": {"title": "", "items": [{"title": "Wie & wo?", "text": "<p>Hier.</p><p>Und dort.</p>"}]},
            }
        ]
    )
    data = json.loads(re.search(r'ld\+json">(.+?)</script>', html)[1])
    assert data["@type"] == "FAQPage"
    assert data["mainEntity"][0] == {
        "@type": "Question",
        "name": "Wie & wo?",
        "acceptedAnswer": {"@type": "Answer", "text": "Hier. Und dort."},
    }


# --- Headings ----------------------------------------------------------------------------------


def stream(raw) -> StreamValue:
    return BodyBlock(required=False).to_python([{**b, "id": str(i)} for i, b in enumerate(raw)])


def heading(level: int, text: str = "Titel"):
    return {"type": "heading", "value": {"text": text, "level": str(level)}}


@pytest.mark.parametrize(
    ("raw", "wrong"),
    [
        ([heading(2), heading(3), heading(4), heading(2)], None),
        ([heading(3)], 0),
        ([heading(2), heading(4)], 1),
        ([{"type": "text", "value": "<h2>a</h2><h3>b</h3>"}, heading(4)], None),
        ([{"type": "text", "value": "<h3>a</h3>"}], 0),
        (
            [{"type": "figures", "value": {"title": "Zahlen", "items": [{"value": "1", "label": "x"}]}}, heading(3)],
            None,
        ),
    ],
)
def test_headings_go_down_one_step_at_a_time(raw, wrong, db, bruchsal):
    from django_scopes import scope

    block = BodyBlock(required=False)
    with scope(city=[bruchsal]):
        if wrong is None:
            block.clean(stream(raw))
        else:
            with pytest.raises(ValidationError) as caught:
                block.clean(stream(raw))
            assert list(caught.value.block_errors) == [wrong]
        block.clean_deferred(stream(raw))  # a draft may be half-way


def test_titles_inside_blocks_follow_the_heading_before_them(render):
    note = {"type": "callout", "value": {"tone": "info", "title": "Achtung", "text": "<p>x</p>"}}
    html = render([note, heading(2), note, heading(3), note])
    assert re.findall(r"<h(\d)[^>]*>Achtung", html) == ["2", "3", "4"]


# --- Pictures ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "description", "field"),
    [
        ({"alt_text": "Ein Platz", "decorative": False}, "", None),
        ({"alt_text": "", "decorative": True}, "", None),
        ({"alt_text": "", "decorative": False}, "Aus der Mediathek", None),
        ({"alt_text": "", "decorative": False}, "", "alt_text"),
        ({"alt_text": "  ", "decorative": False}, "", "alt_text"),
        ({"alt_text": "Ein Platz", "decorative": True}, "", "decorative"),
    ],
)
def test_a_picture_has_an_alternative_text_or_is_decorative(fields, description, field, bruchsal, make_image):
    block = by_name()["image"].block
    image = make_image(bruchsal, description=description)
    value = block.to_python({"image": image.pk, "caption": "", **fields})
    if field is None:
        block.clean(value)
        return
    with pytest.raises(ValidationError) as caught:
        block.clean(value)
    assert list(caught.value.block_errors) == [field]


def test_a_picture_has_its_size_a_srcset_and_a_modern_format(render, bruchsal, make_image):
    image = make_image(bruchsal)
    html = render(
        [{"type": "image", "value": {"image": image.pk, "alt_text": "Platz", "decorative": False, "caption": "Im Mai"}}]
    )
    tag = re.search(r"<img[^>]+>", html)[0]
    assert 'width="960" height="640"' in tag
    assert 'loading="lazy"' in tag
    assert 'alt="Platz"' in tag
    assert tag.count(".webp ") == 3
    assert "1600w" in tag


def test_a_picture_that_is_gone_leaves_no_broken_page(render):
    html = render([{"type": "image", "value": {"image": 999999, "alt_text": "x", "decorative": False}}])
    assert "<img" not in html


# --- Capabilities and cities ---------------------------------------------------------------------


def test_blocks_of_a_switched_off_capability_are_not_offered_and_not_shown(monkeypatch, render, bruchsal, buehl):
    entry = by_name()["quote"]
    monkeypatch.setitem(by_name(), "quote", Entry(entry.name, entry.block, entry.order, capability="votes"))
    raw = [{"type": "quote", "value": {"text": "Nur mit Abstimmung", "source": "", "role": ""}}]
    bruchsal.capabilities = ["votes"]
    assert "Nur mit Abstimmung" in render(raw, city=bruchsal)
    assert "Nur mit Abstimmung" not in render(raw, city=buehl)
    assert "quote" in offered([bruchsal])
    assert "quote" not in offered([buehl])
    assert "quote" in offered(None)


def test_the_editor_is_offered_what_their_city_has_and_keeps_what_the_page_uses(monkeypatch, bruchsal, on_admin):
    entry = by_name()["quote"]
    monkeypatch.setitem(by_name(), "quote", Entry(entry.name, entry.block, entry.order, capability="votes"))
    editor = make_user("redaktion@bruchsal.example", bruchsal, "editor")
    empty = make_page(bruchsal, ContentPage, title="Leer", slug="leer")
    used = make_page(
        bruchsal,
        ContentPage,
        title="Voll",
        slug="voll",
        body=[{"type": "quote", "value": {"text": "Alt", "source": "", "role": ""}}],
    )
    client = on_admin(editor)
    mark = entry.block.definition_prefix
    assert mark not in client.get(f"/admin/pages/{empty.pk}/edit/").content.decode()
    assert mark in client.get(f"/admin/pages/{used.pk}/edit/").content.decode()


def test_offices_of_another_city_are_never_shown(render, bruchsal, buehl):
    from django_scopes import scopes_disabled

    from portal.offices.models import Office

    with scopes_disabled():
        other = Office.objects.create(city=buehl, name="Bürgerbüro Bühl", slug="b", is_main=True)
    raw = [{"type": "contact_card", "value": {"office": str(other.uuid)}}]
    assert "Bühl" not in render(raw)
    assert "Bürgerbüro Bühl" in render(raw, city=buehl)


# --- Teasers -----------------------------------------------------------------------------------


def news(city, title, **fields):
    from django_scopes import scopes_disabled

    with scopes_disabled():
        index = NewsIndexPage.objects.child_of(city.site.root_page).first()
    index = index or make_page(city, NewsIndexPage, title="Nachrichten", slug="nachrichten")
    return make_page(city, NewsPage, parent=index, title=title, **fields)


def test_news_are_of_this_city_and_change_at_once(render, bruchsal, buehl, django_capture_on_commit_callbacks):
    raw = [{"type": "news_teaser", "value": {"title": "Aktuelles", "count": 3, "topic": ""}}]
    with django_capture_on_commit_callbacks(execute=True):
        first = news(bruchsal, "Aus Bruchsal")
        news(buehl, "Aus Bühl")
    html = render(raw)
    assert "Aus Bruchsal" in html
    assert "Aus Bühl" not in html
    with django_capture_on_commit_callbacks(execute=True):
        first.unpublish()
    assert "Aus Bruchsal" not in render(raw)


def test_the_region_is_the_others_and_only_where_wanted(render, bruchsal, buehl, django_capture_on_commit_callbacks):
    raw = [{"type": "region_teaser", "value": {"title": "Aus der Region", "count": 3}}]
    with django_capture_on_commit_callbacks(execute=True):
        offered_item = news(buehl, "Zwetschgenfest", offered_to_region=True)
        news(buehl, "Nur für Bühl")
    html = render(raw)
    assert "Zwetschgenfest" in html
    assert "Bühl" in html
    assert "http://buehl.localhost:8000/" in html
    assert "Nur für Bühl" not in html
    with django_capture_on_commit_callbacks(execute=True):
        offered_item.unpublish()
    assert "Zwetschgenfest" not in render(raw)
    bruchsal.shows_region_news = False
    assert "Aus der Region" not in render(raw)


def test_events_that_are_over_are_left_out(render, bruchsal, django_capture_on_commit_callbacks):
    import datetime as dt

    from django.utils import timezone

    index = make_page(bruchsal, EventIndexPage, title="Kalender", slug="kalender")
    now = timezone.now()
    with django_capture_on_commit_callbacks(execute=True):
        make_page(
            bruchsal,
            EventPage,
            parent=index,
            title="Kommt noch",
            starts_at=now + dt.timedelta(days=2),
            location="Halle",
        )
        make_page(
            bruchsal,
            EventPage,
            parent=index,
            title="War schon",
            starts_at=now - dt.timedelta(days=9),
            ends_at=now - dt.timedelta(days=9),
        )
    html = render([{"type": "event_teaser", "value": {"title": "Termine", "count": 4, "topic": ""}}])
    assert "Kommt noch" in html
    assert "War schon" not in html
