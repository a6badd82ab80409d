"""Fast routing: two queries at any depth, Wagtail's names pinned, everything unusual left to Wagtail."""

from __future__ import annotations

import pytest
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.url_routing import RouteResult
from wagtail.views import serve as wagtail_serve

from portal.delivery.views import find


@pytest.fixture
def ask(rf, bruchsal):
    def make(path: str = "/"):
        request = rf.get(path, headers={"host": "bruchsal.localhost"})
        request._wagtail_site = bruchsal.site
        return request

    return make


@pytest.mark.parametrize("path", ["", "leben/", "leben/kinder/", "leben/kinder/kita/"])
def test_two_queries_however_deep(ask, tree, path, django_assert_num_queries):
    find(ask(), path)  # content types and restrictions are read once
    with django_assert_num_queries(2):
        page = find(ask(), path)
    assert page.specific_class is type(page)


def test_names_that_wagtail_reads(ask, tree, on_host, bruchsal, django_assert_num_queries):
    """`_wagtail_site` saves the site's query; `_wagtail_route_for_request` is what route_for_request leaves behind."""
    request = ask()
    with django_assert_num_queries(0):
        assert Site.find_for_request(request) == bruchsal.site
    request = ask("/abfall/")
    wagtail_serve(request, "abfall/")
    assert isinstance(request._wagtail_route_for_request, RouteResult)
    served = on_host(bruchsal).get("/abfall/").wsgi_request
    ours, theirs = served._wagtail_route_for_request, request._wagtail_route_for_request
    assert (ours.page, ours.args, ours.kwargs) == (theirs.page, theirs.args, theirs.kwargs)


def test_drafts_and_other_portals_are_not_found(ask, tree, buehl):
    assert find(ask(), "abfall/") == tree["other"]
    tree["other"].unpublish()
    assert find(ask(), "abfall/") is None
    other = ask()
    other._wagtail_site = buehl.site
    assert find(other, "abfall/") == tree["far"]


def test_private_pages_go_wagtails_way(ask, tree, on_host, bruchsal):
    PageViewRestriction.objects.create(
        page=tree["section"], restriction_type=PageViewRestriction.PASSWORD, password="geheim"
    )
    assert find(ask(), "leben/kinder/kita/") is None
    response = on_host(bruchsal).get("/leben/kinder/kita/")
    assert response.status_code == 200
    assert b'type="password"' in response.content
    assert "no-store" in response["Cache-Control"]
    assert find(ask(), "abfall/") == tree["other"]


def test_aliases_go_wagtails_way(ask, tree, on_host, bruchsal):
    Page.objects.filter(pk=tree["other"].pk).update(alias_of=tree["section"].pk)
    assert find(ask(), "abfall/") is None
    assert on_host(bruchsal).get("/abfall/").status_code == 200


def test_hooks_still_run(on_host, bruchsal, tree):
    from django.http import HttpResponse
    from wagtail import hooks

    with hooks.register_temporarily("before_serve_page", lambda page, request, args, kwargs: HttpResponse("Haken")):
        assert on_host(bruchsal).get("/abfall/").content == b"Haken"


def test_wagtails_own_sign_in_leads_to_ours(on_host, bruchsal):
    response = on_host(bruchsal).get("/_util/login/?next=/abfall/")
    assert response.status_code in (301, 302)
    assert response["Location"] == "/konto/anmelden/?next=/abfall/"
