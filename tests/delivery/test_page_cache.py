"""The page cache: what is stored, what never, and that a change purges exactly what shows it."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime

import brotli
import pytest
import time_machine
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from portal.cities import actions as city_actions
from portal.delivery import middleware, purge
from portal.delivery.compression import accepted
from portal.delivery.store import store
from tests.factories import make_page, make_user


class Visits:
    """A visitor's client that knows whether an answer came from memory: then no query was run."""

    def __init__(self, client) -> None:
        self.client = client

    def hit(self, path: str) -> bool:
        with CaptureQueriesContext(connection) as queries:
            response = self.client.get(path)
        assert response.status_code == 200, (path, response.status_code)
        return getattr(response.wsgi_request, "from_page_cache", False) and not len(queries)

    def warm(self, *paths: str) -> None:
        for path in paths:
            self.hit(path)
            assert self.hit(path), path


@pytest.fixture
def here(on_host, bruchsal, each_store, tree) -> Visits:
    return Visits(on_host(bruchsal))


@pytest.fixture
def there(on_host, buehl) -> Visits:
    return Visits(on_host(buehl))


def publish(page, **fields) -> None:
    page = page.specific
    page.refresh_from_db()
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()


OTHERS = ("/abfall/", "/leben/kinder/kita/", "/impressum/")
LISTS = ("/", "/aktuelles/", "/sitemap.xml", "/feeds/nachrichten.rss")


def test_second_visit_costs_no_query(here):
    here.warm("/", "/abfall/", "/leben/kinder/kita/", "/aktuelles/neue-baeume/")


def test_publishing_purges_the_page_and_its_lists_and_nothing_else(here, there, tree):
    here.warm(*OTHERS, *LISTS, "/aktuelles/neue-baeume/")
    there.warm("/", "/abfall/", "/aktuelles/")
    publish(tree["news"], title="Viele neue Bäume")
    assert here.hit("/abfall/")
    assert here.hit("/leben/kinder/kita/")
    assert here.hit("/impressum/")
    assert there.hit("/abfall/")
    assert there.hit("/aktuelles/")
    for path in ("/aktuelles/neue-baeume/", *LISTS):
        assert not here.hit(path), path
    assert "Viele neue Bäume" in here.client.get("/aktuelles/").content.decode()


def test_deep_page_reads_its_ancestors(here, tree):
    here.warm("/leben/kinder/kita/", "/abfall/")
    kinder = tree["deep"].get_parent()
    publish(kinder, title="Kinder und Jugend")
    assert here.hit("/abfall/")
    assert not here.hit("/leben/kinder/kita/")
    assert "Kinder und Jugend" in here.client.get("/leben/kinder/kita/").content.decode()


def test_saving_a_draft_purges_nothing(here, tree):
    here.warm("/", "/abfall/")
    page = tree["other"]
    page.title = "Geheimer Entwurf"
    page.save_revision()
    assert here.hit("/abfall/")
    assert here.hit("/")


def test_menu_change_purges_the_city_and_no_other(here, there, tree):
    here.warm(*OTHERS)
    there.warm("/abfall/")
    publish(tree["section"], title="Leben und Wohnen")
    for path in OTHERS:
        assert not here.hit(path), path
    assert "Leben und Wohnen" in here.client.get("/abfall/").content.decode()
    assert there.hit("/abfall/")


def test_slug_change_moves_the_answer(here, tree):
    here.warm("/leben/kinder/kita/")
    publish(tree["deep"], slug="krippe")
    assert here.client.get("/leben/kinder/kita/").status_code in (301, 404)
    assert here.client.get("/leben/kinder/krippe/").status_code == 200


def test_unpublish_move_and_delete(here, tree):
    here.warm("/leben/kinder/kita/", "/abfall/", "/aktuelles/neue-baeume/")
    tree["other"].unpublish()
    assert here.client.get("/abfall/").status_code == 404
    tree["deep"].move(tree["section"], pos="last-child")
    assert here.client.get("/leben/kinder/kita/").status_code in (301, 404)
    assert here.client.get("/leben/kita/").status_code == 200
    tree["news"].delete()
    assert here.client.get("/aktuelles/neue-baeume/").status_code == 404


def test_region_lists_follow_the_offer(here, there, tree, on_host, redi):
    alliance = Visits(on_host(redi))
    for visits in (alliance, there):
        visits.hit("/")
    publish(tree["news"], offered_to_region=True)
    assert "Neue Bäume" in alliance.client.get("/aus-der-region/").content.decode()
    assert "Neue Bäume" in there.client.get("/aus-der-region/").content.decode()
    there.warm("/abfall/")
    publish(tree["news"], offered_to_region=False)
    assert "Neue Bäume" not in alliance.client.get("/aus-der-region/").content.decode()
    assert "Neue Bäume" not in there.client.get("/aus-der-region/").content.decode()
    assert there.hit("/abfall/")


def test_a_page_that_becomes_private_is_gone_at_once(here, tree):
    here.warm("/abfall/")
    PageViewRestriction.objects.create(page=tree["other"], restriction_type=PageViewRestriction.LOGIN)
    response = here.client.get("/abfall/")
    assert response.status_code == 302
    assert here.client.get("/abfall/").status_code == 302


def test_city_settings_purge(here, bruchsal):
    here.warm("/abfall/")
    city_actions.update_settings(bruchsal, actor=None, phone="07251 0000")
    purge.purge_everything()  # the signal waits for the commit, which a test never reaches
    assert not here.hit("/abfall/")


def test_a_page_rendered_before_a_publish_is_not_served_after_it(here, tree, monkeypatch):
    """The race: rendering reads old rows, a publish purges, then the old page is stored."""
    make = middleware.make_entry

    def slow(*args):
        entry = make(*args)
        publish(tree["other"], title="Abfall neu")  # lands between rendering and storing
        monkeypatch.setattr(middleware, "make_entry", make)
        return entry

    monkeypatch.setattr(middleware, "make_entry", slow)
    here.client.get("/abfall/")
    assert "Abfall neu" in here.client.get("/abfall/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_page_rendered_during_an_open_transaction_is_purged_by_the_commit(on_host, bruchsal, each_store):
    from portal.content.models import ContentPage

    page = make_page(bruchsal, ContentPage, title="Abfall", slug="abfall")
    before = store().stamps([f"page:{page.pk}"])
    with transaction.atomic():
        publish(page, title="Neu")
        during = store().stamps([f"page:{page.pk}"])
    after = store().stamps([f"page:{page.pk}"])
    assert len({before, during, after}) == 3


def test_frontend_cache_backend_purges_by_address(here):
    from wagtail.contrib.frontend_cache.utils import purge_url_from_cache

    here.warm("/abfall/", "/impressum/")
    purge_url_from_cache("http://bruchsal.localhost:8000/abfall/")
    assert not here.hit("/abfall/")
    assert here.hit("/impressum/")


def test_purge_city(here, there, bruchsal):
    here.warm("/abfall/")
    there.warm("/abfall/")
    purge.purge_city(bruchsal)
    assert not here.hit("/abfall/")
    assert there.hit("/abfall/")


def test_never_stored(here, on_host, bruchsal):
    here.warm("/abfall/")
    assert not here.hit("/abfall/?x=1")
    member = Visits(on_host(bruchsal, make_user("mitglied@bruchsal.example")))
    assert not member.hit("/abfall/")
    assert not member.hit("/abfall/")
    assert "private" in member.client.get("/abfall/")["Cache-Control"]
    assert here.hit("/abfall/")
    assert not getattr(here.client.post("/abfall/").wsgi_request, "from_page_cache", False)
    for _ in range(2):
        missing = here.client.get("/gibt-es-nicht/")
        assert missing.status_code == 404
        assert not getattr(missing.wsgi_request, "from_page_cache", False)


def test_port_and_host_are_part_of_the_key(here, bruchsal):
    here.warm("/abfall/")
    other = here.client.get("/abfall/", headers={"host": "bruchsal.localhost:1234"})
    assert not getattr(other.wsgi_request, "from_page_cache", False)


def test_stored_answer_equals_the_first_one(here):
    first = here.client.get("/abfall/")
    second = here.client.get("/abfall/")
    assert second.wsgi_request.from_page_cache
    assert first.content == second.content
    fixed = [{k: v for k, v in r.items() if k != "X-Request-ID"} for r in (first, second)]
    assert fixed[0] == fixed[1]
    assert "default-src 'none'" in second["Content-Security-Policy"]
    assert second["X-Content-Type-Options"] == "nosniff"
    assert second["Cache-Control"] == "no-cache"
    assert not second.cookies


def test_head_has_the_headers_and_no_body(here):
    here.warm("/abfall/")
    response = here.client.head("/abfall/")
    assert response.wsgi_request.from_page_cache
    assert response.content == b""
    assert response.status_code == 200


def test_etag(here):
    tag = here.client.get("/abfall/")["ETag"]
    for header in (tag, f'"x", {tag}', "*"):
        again = here.client.get("/abfall/", headers={"if-none-match": header})
        assert again.status_code == 304
        assert again["ETag"] == tag
        assert again.content == b""
        assert "Content-Type" not in again
    assert here.client.get("/abfall/", headers={"if-none-match": '"other"'}).status_code == 200


@pytest.mark.parametrize(
    ("header", "encoding"),
    [("br, gzip", "br"), ("gzip", "gzip"), ("", ""), ("br;q=0, gzip", "gzip"), ("*", "br"), ("identity", "")],
)
def test_compressed_bodies(here, header, encoding):
    plain = here.client.get("/abfall/").content
    response = here.client.get("/abfall/", headers={"accept-encoding": header})
    assert response.get("Content-Encoding", "") == encoding
    assert {"accept-encoding", "cookie"} <= {v.strip().lower() for v in response["Vary"].split(",")}
    unpacked = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}[encoding](response.content)
    assert unpacked == plain
    assert int(response["Content-Length"]) == len(response.content)


@pytest.mark.parametrize("header", ["gzip;q=abc", "br;q", ";;;,", "x" * 10_000, "gzip;q=-1", "ü"])
def test_odd_accept_encoding(header):
    assert accepted(header, {"br": b"", "gzip": b""}) in ("", "br", "gzip")


def test_members_are_not_compressed(on_host, bruchsal):
    """BREACH needs a secret and the attacker's words in one compressed answer."""
    member = on_host(bruchsal, make_user("mitglied@bruchsal.example"))
    assert "Content-Encoding" not in member.get("/impressum/", headers={"accept-encoding": "br, gzip"})
    visitor = on_host(bruchsal)
    assert visitor.get("/impressum/?x=1", headers={"accept-encoding": "gzip"})["Content-Encoding"] == "gzip"


def test_expires_at_midnight_and_when_it_is_no_longer_true():
    with time_machine.travel(datetime(2026, 11, 24, 22, 58, tzinfo=UTC), tick=False):  # 23:58 in Bruchsal
        assert middleware.expires(600) - datetime(2026, 11, 24, 22, 58, tzinfo=UTC).timestamp() == 120
        assert middleware.expires(30) - datetime(2026, 11, 24, 22, 58, tzinfo=UTC).timestamp() == 30
