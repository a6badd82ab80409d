"""Search per portal and across the region: what is found, in which order, and what never is."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django_scopes import scopes_disabled
from wagtail.models import PageViewRestriction

from portal.operations import ratelimit
from portal.search import actions, engine
from portal.search.models import SearchEntry


def titles(city, text, **more) -> list[str]:
    return [hit["title"] for hit in engine.ask(city, engine.Question(text, **more)).results]


@pytest.mark.parametrize(
    ("asked", "title"),
    [
        ("Kindertagesstätte", "Kindertagesstätten"), ("kindertagesstaetten", "Kindertagesstätten"), ("Kinder", "Kindertagesstätten"),
        ("Platz Kind", "Kindertagesstätten"), ("Wohngeld", "Wohngeldantrag stellen"), ("Antrag", "Wohngeldantrag stellen"),
        ("Haus", "Rund ums Wohnen"), ("haeuser", "Rund ums Wohnen"), ("Spielplätze", "Neuer Spielplatz für Kinder"),
        ("Familie", "Kindertagesstätten"), ("wo finde ich Wohngeld?", "Wohngeldantrag stellen"),
    ],
)  # fmt: skip
def test_found(found_things, bruchsal, asked, title):
    assert title in titles(bruchsal, asked)


def test_titles_come_first(found_things, bruchsal):
    assert titles(bruchsal, "Wohngeld") == ["Wohngeldantrag stellen", "Rund ums Wohnen"]


def test_only_the_own_portal_unless_the_region_is_asked(found_things, bruchsal, redi):
    assert "Wohngeld in Bühl" not in titles(bruchsal, "Wohngeld")
    region = engine.ask(bruchsal, engine.Question("Wohngeld", region=True))
    far = next(hit for hit in region.results if hit["title"] == "Wohngeld in Bühl")
    assert far["city"] == "Bühl"
    assert far["url"].startswith("http://buehl.localhost")
    assert far["url"].endswith("/wohngeld/")
    towns = next(group for group in region.groups if group["name"] == "stadt")
    assert {o["label"]: o["count"] for o in towns["options"]} == {"Bruchsal": 2, "Bühl": 1}
    assert titles(bruchsal, "Wohngeld", region=True, cities=("buehl",)) == ["Wohngeld in Bühl"]


def test_drafts_private_and_withdrawn_pages_are_never_found(found_things, bruchsal):
    assert "Geheimes Wohngeld" not in titles(bruchsal, "Geheimes Wohngeld", region=True)
    PageViewRestriction.objects.create(page=found_things["wohngeld"], restriction_type=PageViewRestriction.LOGIN)
    assert "Wohngeldantrag stellen" not in titles(bruchsal, "Wohngeld")
    found_things["miete"].unpublish()
    assert titles(bruchsal, "Wohngeld") == []
    found_things["news"].delete()
    assert titles(bruchsal, "Spielplatz") == []
    found_things["far"].save_revision()  # a draft of a live page changes nothing
    page = found_things["far"]
    page.title = "Entwurf mit Elefant"
    page.save_revision()
    assert titles(bruchsal, "Elefant", region=True) == []


def test_the_second_lock_holds_where_the_index_is_wrong(found_things, bruchsal):
    type(found_things["wohngeld"]).objects.filter(pk=found_things["wohngeld"].pk).update(live=False)  # no signal
    assert "Wohngeldantrag stellen" not in titles(bruchsal, "Wohngeld")
    assert all(row["title"] != "Wohngeldantrag stellen" for row in engine.suggest(bruchsal, "Wohngeld"))


def test_moved_pages_are_found_at_their_new_address(found_things, bruchsal):
    found_things["wohngeld"].move(found_things["miete"], pos="last-child")
    with scopes_disabled():
        assert SearchEntry.objects.get(page_id=found_things["wohngeld"].pk).url == "/wohnen/wohngeld/"


def test_filters_count_what_a_click_gives(found_things, bruchsal):
    answer = engine.ask(bruchsal, engine.Question("Kinder"))
    kinds = {o["value"]: o["count"] for o in answer.groups[0]["options"]}
    assert kinds == {"page": 1, "news": 1}
    for kind, count in kinds.items():
        narrowed = engine.ask(bruchsal, engine.Question("Kinder", kinds=(kind,)))
        assert narrowed.total == count
        assert {o["value"]: o["count"] for o in narrowed.groups[0]["options"]} == kinds
    assert titles(bruchsal, "Kinder", topics=("familie",)) == ["Kindertagesstätten"]
    assert engine.ask(bruchsal, engine.Question("Kinder", kinds=("unfug",))).total == 0


def test_any_word_where_not_all_are_found(found_things, bruchsal):
    answer = engine.ask(bruchsal, engine.Question("Wohngeld Giraffe"))
    assert answer.loose
    assert answer.total == 2


def test_spelling_hint(found_things, bruchsal):
    assert engine.ask(bruchsal, engine.Question("Spilplatz")).hint == "Spielplatz"
    assert engine.ask(bruchsal, engine.Question("xqzwv")).hint == ""


def test_suggestions(found_things, bruchsal, on_host, django_assert_max_num_queries):
    client = on_host(bruchsal)
    client.get("/suche/vorschlaege/?q=woh")
    with django_assert_max_num_queries(2):
        answer = client.get("/suche/vorschlaege/?q=woh")
    assert [row["title"] for row in answer.json()["suggestions"]] == ["Wohngeldantrag stellen", "Rund ums Wohnen"]
    assert answer.json()["suggestions"][0] == {"title": "Wohngeldantrag stellen", "url": "/wohngeld/", "kind": "Seite"}
    assert client.get("/suche/vorschlaege/?q=kindertagesst%C3%A4").json()["suggestions"][0]["url"] == "/kitas/"
    assert client.get("/suche/vorschlaege/?q=neuer+spiel").json()["suggestions"][0]["url"] == "/aktuelles/spielplatz/"
    assert client.get("/suche/vorschlaege/?q=%00").status_code == 400
    for nothing in ("", "w", "Wohngeld+in+B", "Geheimes", "%25", "'"):
        assert client.get(f"/suche/vorschlaege/?q={nothing}").json() == {"suggestions": []}, nothing


def test_page(found_things, bruchsal, on_host, django_assert_max_num_queries):
    client = on_host(bruchsal)
    client.get("/suche/?q=Haus")
    with django_assert_max_num_queries(8):
        response = client.get("/suche/?q=Haus")
    html = response.content.decode()
    assert "<mark>Häuser</mark>" in html
    assert "1 Treffer für „Haus“" in html
    assert 'content="noindex"' in html
    assert response["X-Robots-Tag"] == "noindex"
    assert not response.cookies
    assert client.get("/suche/").status_code == 200


def test_snippets_are_escaped(bruchsal, on_host):
    from portal.content.models import ContentPage
    from tests.factories import make_page

    make_page(
        bruchsal,
        ContentPage,
        title='Tomaten <script>alert("x")</script>',
        slug="tomaten",
        summary="<img src=x onerror=alert(1)> Tomaten",
    )
    html = on_host(bruchsal).get("/suche/?q=Tomaten").content.decode()
    assert "<mark>Tomaten</mark> &lt;script&gt;" in html
    assert "<script>alert" not in html
    assert "<img src=x" not in html


def test_empty_result_helps(found_things, bruchsal, on_host, django_assert_max_num_queries):
    client = on_host(bruchsal)
    client.get("/suche/?q=Spilplatz")
    with django_assert_max_num_queries(8):
        html = client.get("/suche/?q=Spilplatz").content.decode()
    assert "Nichts gefunden für „Spilplatz“" in html
    assert 'href="?q=Spielplatz"' in html
    assert "bereich=region" in html
    assert "Telefon:" in html or "E-Mail:" in html


def test_pages_of_results(bruchsal):
    with scopes_disabled():
        from portal.search.registry import Document

        for n in range(23):
            actions.put(bruchsal, "probe", Document(str(n), "page", f"/p{n}/", f"Probe {n:02}", text="Tomate"))
    pages = [engine.ask(bruchsal, engine.Question("Tomaten", page=n)) for n in (1, 2, 3, 99)]
    assert [len(p.results) for p in pages] == [10, 10, 3, 3]
    assert len({hit["url"] for p in pages[:3] for hit in p.results}) == 23


@pytest.mark.parametrize(
    "query",
    [
        "q=" + "a" * 3000, "q=" + "a+" * 1500, "q=%00%00", "q=%ff%fe", "q=*", "q=%22", "q=%22unbalanced", "q=AND+OR+NOT", "q=title%3Ax",
        "q=x&seite=-1", "q=x&seite=%E2%91%A0", "q=Haus&seite=99999", "q=Haus&art=" + "x" * 500, "q=Haus&stadt=%27%3B--", "q=(((", "q=Haus&bereich=alle",
        "q=" + "%F0%9F%98%80", "q=NEAR(a+b)", "q=-Haus", "q=^Haus", "q=:", "q=a%5Cb", "q=%25", "&".join(["art=x"] * 200) + "&q=Haus",
    ],
)  # fmt: skip
def test_hostile_questions(found_things, bruchsal, on_host, query):
    for path in ("/suche/", "/suche/vorschlaege/"):
        assert on_host(bruchsal).get(f"{path}?{query}").status_code in (200, 400, 414)


def test_rate_limit(found_things, bruchsal, on_host, monkeypatch):
    monkeypatch.setattr(ratelimit, "_count", lambda key, timeout: 61)
    response = on_host(bruchsal).get("/suche/?q=Haus")
    assert response.status_code == 429
    assert "viele Suchen" in response.content.decode()


def test_reindex_repairs_everything(found_things, bruchsal, buehl):
    with scopes_disabled():
        SearchEntry.objects.filter(page_id=found_things["wohngeld"].pk).delete()
        SearchEntry.objects.create(city=bruchsal, source="gone", key="1", kind="page", url="/x/", title="Wohngeld alt")
    call_command("search_reindex", "bruchsal")
    assert titles(bruchsal, "Wohngeld") == ["Wohngeldantrag stellen", "Rund ums Wohnen"]
    with scopes_disabled():
        assert not SearchEntry.objects.filter(source="gone").exists()
        assert SearchEntry.objects.filter(city=buehl, title="Wohngeld in Bühl").exists()


def test_a_rolled_back_publication_is_not_found(found_things, bruchsal):
    from django.db import transaction

    from portal.content.models import ContentPage
    from tests.factories import make_page

    with transaction.atomic():
        make_page(bruchsal, ContentPage, title="Wohngeld zurückgenommen", slug="zurueck")
        transaction.set_rollback(True)
    assert "Wohngeld zurückgenommen" not in titles(bruchsal, "Wohngeld")
