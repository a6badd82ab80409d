"""Limits count the address that our own proxy saw; what a visitor writes into X-Forwarded-For changes nothing."""

from __future__ import annotations

import pytest
import time_machine
from django.core.cache import cache

from portal.operations.ratelimit import allow, client_address

LIMIT = 60  # searches per minute: portal.search.views.results


@pytest.fixture(autouse=True)
def _frozen():
    with time_machine.travel("2026-11-25T10:00:01Z", tick=False):
        yield


def request(rf, direct="10.0.0.1", forwarded=None):
    headers = {"x-forwarded-for": forwarded} if forwarded is not None else {}
    return rf.get("/", headers=headers, REMOTE_ADDR=direct)


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, None, "10.0.0.1"),
        (0, "203.0.113.9", "10.0.0.1"),  # no proxy: the header is the visitor's own
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "1.2.3.4, 203.0.113.9", "203.0.113.9"),
        (1, "1.2.3.4,5.6.7.8 ,203.0.113.9", "203.0.113.9"),
        (2, "1.2.3.4, 203.0.113.9, 10.0.0.2", "203.0.113.9"),
        (2, "203.0.113.9", "10.0.0.1"),  # came past the outer proxy
        (1, "rubbish", "10.0.0.1"),
        (1, "", "10.0.0.1"),
        (1, "2001:db8::1", "2001:db8::1"),
    ],
)
def test_which_address_counts(rf, settings, proxies, forwarded, address):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    assert client_address(request(rf, forwarded=forwarded)) == address


def test_accounts_count_the_same_address(rf, settings):
    """allauth limits sign-ins by itself: it must see the same visitor."""
    from allauth.account.adapter import get_adapter

    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    asked = request(rf, forwarded="1.2.3.4, 203.0.113.9")
    assert get_adapter().get_client_ip(asked) == client_address(asked)


def test_spoofing_does_not_help_and_others_are_not_hurt(on_host, bruchsal, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    visitor = on_host(bruchsal)

    def search(forwarded: str) -> int:
        return visitor.get("/suche/?q=muell", headers={"x-forwarded-for": forwarded}).status_code

    found = {search(f"198.51.100.{n}, 203.0.113.9") for n in range(LIMIT)}
    assert found == {200}
    assert search("198.51.100.200, 203.0.113.9") == 429
    assert search("203.0.113.10") == 200


def test_a_household_counts_once(rf):
    assert all(allow(request(rf, f"2001:db8:1:2::{n}"), "x", 3, 60) for n in range(1, 4))
    assert not allow(request(rf, "2001:db8:1:2::ffff"), "x", 3, 60)
    assert allow(request(rf, "2001:db8:1:3::1"), "x", 3, 60)
    assert allow(request(rf, "::ffff:192.0.2.1"), "y", 1, 60)
    assert not allow(request(rf, "192.0.2.1"), "y", 1, 60)  # the same address in both notations


def test_the_next_window_starts_anew_and_limits_are_apart(rf):
    assert allow(request(rf), "x", 1, 60)
    assert not allow(request(rf), "x", 1, 60)
    assert allow(request(rf), "y", 1, 60)
    with time_machine.travel("2026-11-25T10:01:01Z", tick=False):
        assert allow(request(rf), "x", 1, 60)


def test_the_cache_holds_no_address(rf):
    allow(request(rf, "203.0.113.9"), "x", 1, 60)
    keys = list(cache._cache)
    assert any("rate:" in key for key in keys)
    assert not any("203.0" in key for key in keys)


@pytest.mark.parametrize("threads", [8])
def test_no_count_is_lost_in_the_file_cache(rf, settings, tmp_path, threads):
    from concurrent.futures import ThreadPoolExecutor

    settings.VAR = tmp_path
    settings.CACHES = {
        **settings.CACHES,
        "default": {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": str(tmp_path / "c")},
    }
    with ThreadPoolExecutor(threads) as pool:
        passed = list(pool.map(lambda _: allow(request(rf), "x", 20, 60), range(60)))
    assert sum(passed) == 20
