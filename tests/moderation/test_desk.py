"""The screens of moderators, reporters and authors over HTTP."""

import pytest
import time_machine
from django.core import signing
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from participation.comments.models import Comment
from participation.moderation import actions
from participation.moderation.forms import SALT
from participation.moderation.models import Case, Pause, Report, WordList
from tests.comments.making import comment, make_discussion, member
from tests.factories import make_user
from tests.moderation.test_cases import WHY, reported


@pytest.fixture
def moderator(bruchsal):
    return make_user("moderation@bruchsal.example", bruchsal, "moderator", display_name="Moderation")


@pytest.fixture
def desk(bruchsal, moderator, on_host):
    return on_host(bruchsal, moderator)


def stamp():
    with time_machine.travel(timezone.now().timestamp() - 10, tick=False):
        return signing.TimestampSigner(salt=SALT).sign("x")


def test_the_queue_shows_this_citys_cases_only(thread, buehl, desk, on_host):
    reported(comment(thread, text="Aus Bruchsal gemeldet"))
    reported(comment(make_discussion(buehl), text="Aus Bühl gemeldet"))
    html = desk.get("/moderation/").content.decode()
    assert "Aus Bruchsal gemeldet" in html
    assert "Aus Bühl gemeldet" not in html
    assert "Aus Bühl gemeldet" not in desk.get("/moderation/?stand=entschieden&q=gemeldet").content.decode()


def test_filters_are_in_the_address(thread, desk):
    reported(comment(thread, text="Grob unhöflich"), reason="insult")
    reported(comment(thread, text="Kauft mein Auto"), reason="advert")
    html = desk.get("/moderation/?grund=advert").content.decode()
    assert "Kauft mein Auto" in html
    assert "Grob unhöflich" not in html
    assert "Grob unhöflich" in desk.get("/moderation/?q=unh%C3%B6flich").content.decode()
    assert "Kein Fall passt" in desk.get("/moderation/?q=nirgends").content.decode()
    for query, expected in (
        ("grund=quatsch", 400),
        ("stand=quatsch", 200),
        ("page=x", 200),
        ("page=-3", 200),
        (f"q={'x' * 500}", 400),
        ("q=%00", 400),
    ):
        assert desk.get(f"/moderation/?{query}").status_code == expected, query


def test_deciding_one_case(thread, writer, desk):
    made = comment(thread, writer, "Sie Hornochse!")
    case = reported(made)
    path = f"/moderation/fall/{case.uuid}/"
    wrong = desk.post(path, {"do": "hide", "reason": "", "statement": "Mein Satz bleibt"})
    assert wrong.status_code == 422
    assert "Mein Satz bleibt" in wrong.content.decode()
    assert desk.post(path, {}).status_code == 422
    assert desk.post(path, {"do": "hide", "reason": "insult", "statement": WHY}).status_code == 302
    html = desk.get(path).content.decode()
    assert "Ausgeblendet: Beleidigung oder Drohung" in html
    assert WHY in html
    assert desk.post(path, {"statement": "Das war ein Versehen."}).status_code == 302
    with scopes_disabled():
        made.refresh_from_db()
    assert made.is_visible


def test_deciding_many_at_once(thread, buehl, desk):
    mine = [reported(comment(thread)) for _ in range(3)]
    foreign = reported(comment(make_discussion(buehl)))
    chosen = [str(c.uuid) for c in [*mine[:2], foreign]] + ["quatsch", ""]
    assert "wählen" in desk.post("/moderation/sammel/", {"do": "keep"}, follow=True).content.decode()
    confirm = desk.post("/moderation/sammel/", {"do": "hide", "fall": chosen})
    assert confirm.status_code == 200
    assert confirm.content.decode().count('name="fall"') == 2
    assert (
        desk.post("/moderation/sammel/", {"do": "hide", "fall": chosen, "reason": "", "statement": "x"}).status_code
        == 422
    )
    assert (
        desk.post(
            "/moderation/sammel/", {"do": "hide", "fall": chosen, "reason": "advert", "statement": WHY}
        ).status_code
        == 302
    )
    assert desk.post("/moderation/sammel/", {"do": "keep", "fall": [str(mine[2].uuid)]}).status_code == 302
    with scopes_disabled():
        assert [Case.objects.get(pk=c.pk).status for c in [*mine, foreign]] == ["hidden", "hidden", "kept", "open"]


def test_the_author_reads_the_reasons_and_appeals_once(thread, writer, desk, on_host, moderator, bruchsal):
    made = comment(thread, writer, "Sie Hornochse!")
    case = reported(made, member("Petze"))
    with scope(city=[bruchsal]):
        actions.hide(bruchsal, case, actor=moderator, reason="insult", statement=WHY)
    author, path = on_host(bruchsal, writer), f"/moderation/meine/{case.uuid}/"
    assert "Begründung lesen und widersprechen" in author.get(f"/{thread.page.slug}/").content.decode()
    for page in (author.get("/moderation/meine/"), author.get(path)):
        html = page.content.decode()
        assert "Sie Hornochse!" in html
        assert "Petze" not in html  # nobody learns who reported
    assert WHY in author.get(path).content.decode()
    assert author.post(path, {"text": ""}).status_code == 422
    assert author.post(path, {"text": "Das war ein Zitat."}).status_code == 302
    assert "kein Widerspruch mehr möglich" in author.post(path, {"text": "Noch einmal!"}, follow=True).content.decode()
    assert "Das war ein Zitat." in desk.get(f"/moderation/fall/{case.uuid}/").content.decode()
    assert "Widerspruch" in desk.get("/moderation/?stand=widersprueche").content.decode()
    assert on_host(bruchsal, member()).get(path).status_code == 404
    assert (
        desk.post(f"/moderation/fall/{case.uuid}/", {"do": "restore", "statement": "Stimmt, ein Zitat."}).status_code
        == 302
    )
    assert "Sie Hornochse!" in on_host(bruchsal).get(f"/{thread.page.slug}/").content.decode()


def test_visitors_see_that_something_was_hidden_and_why_but_not_what(thread, moderator, bruchsal, on_host):
    case = reported(comment(thread, text="Sie Hornochse!"))
    with scope(city=[bruchsal]):
        actions.hide(bruchsal, case, actor=moderator, reason="insult", statement=WHY)
    html = on_host(bruchsal).get(f"/{thread.page.slug}/").content.decode()
    assert "von der Moderation ausgeblendet" in html
    assert "Beleidigung oder Drohung" in html
    assert "Hornochse" not in html
    assert WHY not in html


def test_reporting_as_visitor_without_a_cookie_and_bounded(thread, on_host, bruchsal):
    visitor = on_host(bruchsal, enforce_csrf_checks=True)
    made = [comment(thread) for _ in range(7)]
    results = []
    for target in made:
        response = visitor.post(
            f"/moderation/melden/kommentar/{target.uuid}/", {"reason": "hate", "text": "Bitte prüfen", "zeit": stamp()}
        )
        assert not response.cookies
        results.append(response.status_code)
    assert results == [302] * 5 + [422] * 2
    assert "viele Meldungen" in response.content.decode()
    assert "Bitte prüfen" in response.content.decode()
    with scopes_disabled():
        assert {r.reporter for r in Report.objects.all()} == {None}


@pytest.mark.parametrize(
    "change",
    [
        {"reason": ""},
        {"reason": "quatsch"},
        {"text": "x" * 1001},
        {"text": "a\x00b"},
        {"website": "x"},
        {"zeit": ""},
        {"zeit": "x:y:z"},
        {"zeit": None},
    ],
)
def test_bad_reports_are_refused(thread, on_host, bruchsal, change):
    made = comment(thread)
    data = {"reason": "hate", "text": "Mein Hinweis", "zeit": stamp(), **change}
    if data["zeit"] is None:
        data["zeit"] = signing.TimestampSigner(salt=SALT).sign("x")  # sent in the moment of rendering
    response = on_host(bruchsal, member()).post(f"/moderation/melden/kommentar/{made.uuid}/", data)
    assert response.status_code == 422
    with scopes_disabled():
        assert not Report.objects.exists()


def test_unknown_kinds_are_404(thread, on_host, bruchsal, desk):
    made = comment(thread)
    for kind in ("idee", "quatsch", "x" * 500):
        assert on_host(bruchsal).get(f"/moderation/melden/{kind}/{made.uuid}/").status_code == 404
        assert desk.get(f"/moderation/inhalt/{kind}/{made.uuid}/").status_code == 404


def test_pausing_a_member_and_ending_it(thread, writer, desk, on_host, bruchsal):
    case = reported(comment(thread, writer))
    path = f"/moderation/fall/{case.uuid}/pause/"
    assert desk.post(path, {"days": "999", "reason": "hate", "statement": WHY}).status_code == 422
    assert desk.post(path, {"days": "3", "reason": "hate", "statement": WHY}).status_code == 302
    author = on_host(bruchsal, writer)
    page = author.get(f"/{thread.page.slug}/").content.decode()
    assert "Schreibpause" in page
    assert WHY in page
    assert 'name="text"' not in page
    assert WHY in author.get("/moderation/meine/").content.decode()
    with scopes_disabled():
        row = Pause.objects.get()
    assert desk.post("/moderation/pausen/", {"pause": "quatsch"}).status_code == 404
    assert desk.post("/moderation/pausen/", {"pause": str(row.uuid)}).status_code == 302
    assert 'name="text"' in author.get(f"/{thread.page.slug}/").content.decode()


def test_taking_up_what_nobody_reported(thread, desk):
    made = comment(thread, text="Unauffällig böse")
    path = f"/moderation/inhalt/kommentar/{made.uuid}/"
    assert "Unauffällig böse" in desk.get(path).content.decode()
    response = desk.post(path)
    assert desk.get(path).url == response.url
    assert "Von der Moderation aufgegriffen" in desk.get(response.url).content.decode()


def test_words_and_closing(thread, writer, desk, on_host, bruchsal):
    assert desk.post("/moderation/woerter/", {"words": "x" * 5001}).status_code == 422
    assert desk.post("/moderation/woerter/", {"words": "hornochse"}).status_code == 302
    with scopes_disabled():
        assert WordList.objects.get().as_list == ["hornochse"]
    path = f"/kommentare/{thread.uuid}/schliessen/"
    assert desk.post(path, {"reason": ""}).status_code == 422
    assert desk.post(path, {"reason": "Die Frist ist abgelaufen."}).status_code == 302
    page = on_host(bruchsal, writer).get(f"/{thread.page.slug}/").content.decode()
    assert "Die Frist ist abgelaufen." in page
    assert 'name="text"' not in page
    assert desk.post(path, {"do": "open"}).status_code == 302
    with scopes_disabled():
        thread.refresh_from_db()
    assert thread.is_open


def test_without_a_token_no_decision(thread, bruchsal, moderator, on_host):
    case = reported(comment(thread))
    strict = on_host(bruchsal, moderator, enforce_csrf_checks=True)
    assert strict.post(f"/moderation/fall/{case.uuid}/", {"do": "keep"}).status_code == 403
    assert strict.post("/moderation/sammel/", {"do": "keep", "fall": [str(case.uuid)]}).status_code == 403


def test_the_queue_costs_the_same_for_few_and_many(thread, desk, django_assert_max_num_queries):
    for _ in range(25):
        reported(comment(thread), member())
    desk.get("/moderation/")
    with django_assert_max_num_queries(9):
        assert desk.get("/moderation/").status_code == 200


def test_moderators_find_their_desk_in_the_admin(bruchsal, buehl, moderator, on_admin):
    html = on_admin(moderator).get("/admin/").content.decode()
    assert "//bruchsal.localhost" in html
    assert "/moderation/" in html
    assert "//buehl.localhost:8000/moderation/" not in html
    assert (
        "/moderation/"
        not in on_admin(make_user("r@bruchsal.example", bruchsal, "editor")).get("/admin/").content.decode()
    )


def test_comment_texts_stay_out_of_reach_of_templates(thread, desk):
    case = reported(comment(thread, text="<script>alert(1)</script>"), text="<b>fett</b>")
    html = desk.get(f"/moderation/fall/{case.uuid}/").content.decode()
    assert "<script>alert" not in html
    assert "<b>fett</b>" not in html
    with scopes_disabled():
        assert Comment.objects.count() == 1
