"""Reading: the page, the thread's own page, sorting, pages, permalinks."""

import datetime as dt

import pytest
from django.utils import timezone

from participation.comments import actions
from participation.comments.models import Thread
from portal.content.models import ContentPage
from tests.comments.making import comment, make_discussion, member
from tests.factories import make_page


def url(thread):
    return f"/{thread.page.slug}/"


def test_publishing_a_page_with_the_block_opens_one_thread(bruchsal, thread, in_bruchsal):
    thread.page.specific.save_revision().publish()
    assert Thread.objects.count() == 1
    plain = make_page(bruchsal, ContentPage, title="Ohne", slug="ohne")
    assert not Thread.objects.filter(page=plain.page_ptr).exists()


def test_taking_the_block_away_hides_the_thread_and_bringing_it_back_shows_it(thread, on_host, in_bruchsal):
    comment(thread, text="Noch da")
    page = thread.page.specific
    body, page.body = page.body, []
    page.save_revision().publish()
    client = on_host(thread.city)
    assert client.get(f"/kommentare/{thread.uuid}/").status_code == 404
    page.body = body
    page.save_revision().publish()
    assert "Noch da" in client.get(f"/kommentare/{thread.uuid}/").content.decode()


def test_visitors_read_everything_and_get_one_invitation_and_no_cookie(thread, on_host):
    comment(thread, text="Der Brunnen fehlt.")
    response = on_host(thread.city).get(url(thread))
    html = response.content.decode()
    assert "Der Brunnen fehlt." in html
    assert html.count("Anmelden und mitreden") == 1
    assert f"/konto/anmelden/?next=%2F{thread.page.slug}%2F%23kommentare" in html
    assert "csrfmiddlewaretoken" not in html
    assert "comments.js" not in html
    assert not response.cookies


def test_visitors_of_the_thread_page_get_no_cookie(thread, on_host):
    root = comment(thread)
    for path in (
        f"/kommentare/{thread.uuid}/",
        f"/kommentare/beitrag/{root.uuid}/antworten/",
        f"/moderation/melden/kommentar/{root.uuid}/",
    ):
        response = on_host(thread.city).get(path)
        assert response.status_code == 200
        assert not response.cookies, path


@pytest.mark.parametrize(
    ("sort", "first"), [("neu", "drei"), ("alt", "eins"), ("beliebt", "zwei"), ("quatsch", "drei")]
)
def test_sorting_is_in_the_address(thread, on_host, in_bruchsal, sort, first):
    now = timezone.now()
    for n, word in enumerate(("eins", "zwei", "drei")):
        made = comment(thread, text=f"Text {word}", at=now + dt.timedelta(minutes=n))
        if word == "zwei":
            actions.set_like(thread.city, made, member(), True)
    html = on_host(thread.city).get(f"/kommentare/{thread.uuid}/?sort={sort}").content.decode()
    assert min(("eins", "zwei", "drei"), key=lambda w: html.index(f"Text {w}")) == first


def test_pages_of_twenty_roots_and_three_replies_each(thread, on_host):
    now = timezone.now()
    roots = [comment(thread, text=f"Wurzel {n:02}", at=now + dt.timedelta(minutes=n)) for n in range(23)]
    for n in range(5):
        comment(thread, parent=roots[22], text=f"Antwort {n}", at=now + dt.timedelta(hours=1, minutes=n))
    client = on_host(thread.city)
    page = client.get(url(thread)).content.decode()
    assert page.count("Wurzel ") == 20
    assert "Antwort 2" in page
    assert "Antwort 3" not in page
    assert "2 weitere Antworten" in page
    second = client.get(f"/kommentare/{thread.uuid}/?seite=2").content.decode()
    assert second.count("Wurzel ") == 3
    rest = client.get(f"/kommentare/beitrag/{roots[22].uuid}/antworten/").content.decode()
    assert "Antwort 4" in rest
    for nonsense in ("0", "-1", "x", "99999999999999999999", "1e9"):
        assert client.get(f"/kommentare/{thread.uuid}/?seite={nonsense}").status_code == 200


def test_official_answers_come_before_the_limit(thread, on_host, bruchsal):
    from tests.factories import make_user

    clerk = make_user("amt@bruchsal.example", bruchsal, "city_admin")
    now = timezone.now()
    root = comment(thread)
    for n in range(4):
        comment(thread, parent=root, text=f"Antwort {n}", at=now + dt.timedelta(minutes=n))
    comment(thread, clerk, parent=root, text="Wir bauen im Mai.", office="Gartenamt", at=now + dt.timedelta(hours=1))
    html = on_host(bruchsal).get(url(thread)).content.decode()
    assert "Wir bauen im Mai." in html
    assert "Gartenamt" in html
    assert "Antwort der Stadt" in html
    assert "Antwort 2" not in html


def test_permalinks_lead_to_the_page_that_contains_the_comment(thread, on_host):
    now = timezone.now()
    roots = [comment(thread, at=now + dt.timedelta(minutes=n)) for n in range(45)]
    replies = [comment(thread, parent=roots[0], at=now + dt.timedelta(hours=2, minutes=n)) for n in range(55)]
    client = on_host(thread.city)
    for target in (
        roots[44],
        roots[25],
        roots[24],
        roots[5],
        roots[4],
        roots[0],
        *replies[:4],
        replies[49],
        replies[50],
        replies[54],
    ):
        response = client.get(f"/kommentare/beitrag/{target.uuid}/")
        assert response.status_code == 302
        address, anchor = response.url.split("#")
        html = client.get(address).content.decode()
        assert f'id="{anchor}"' in html, response.url
        assert anchor == f"k-{target.uuid}"


def test_moderators_carry_a_badge(thread, on_host, bruchsal, buehl):
    from tests.factories import make_user

    comment(
        thread,
        make_user("mod@bruchsal.example", bruchsal, "moderator", display_name="Team"),
        text="Bitte beim Thema bleiben.",
    )
    assert '<span class="tag">Moderation</span>' in on_host(bruchsal).get(url(thread)).content.decode()
    other = make_discussion(bruchsal)
    comment(other, make_user("mod@buehl.example", buehl, "moderator"), text="Aus Bühl")
    assert '<span class="tag">Moderation</span>' not in on_host(bruchsal).get(url(other)).content.decode()


def test_a_second_block_on_the_page_stays_empty(bruchsal, on_host):
    from tests.comments.making import BODY

    thread = make_discussion(bruchsal)
    page = thread.page.specific
    page.body = BODY + BODY
    page.save_revision().publish()
    assert on_host(bruchsal).get(url(thread)).content.decode().count('id="kommentare"') == 1


def test_drafts_and_unpublished_pages_show_no_thread(thread, on_host):
    thread.page.unpublish()
    root = comment(thread)
    client = on_host(thread.city)
    for path in (
        f"/kommentare/{thread.uuid}/",
        f"/kommentare/beitrag/{root.uuid}/",
        f"/moderation/melden/kommentar/{root.uuid}/",
    ):
        assert client.get(path).status_code == 404


def test_erased_authors_stay_readable(thread, on_host, writer):
    comment(thread, writer, text="Bleibt lesbar")
    writer.delete()
    html = on_host(thread.city).get(url(thread)).content.decode()
    assert "Bleibt lesbar" in html
    assert "Gelöschtes Konto" in html
