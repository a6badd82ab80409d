"""Browser tests share one running product and one Chromium per lane."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests import servers
from tests.e2e import product as p
from tests.e2e.hands import Hand, KeyboardOnly, WithoutScript


def pytest_collection_modifyitems(config, items):
    """E2E_LANE=1/2: this process takes every second browser test, so that two cores share the work."""
    lane = os.environ.get("E2E_LANE")
    if not lane:
        return
    mine, count = (int(part) for part in lane.split("/"))
    browser = [item for item in items if item.get_closest_marker("browser")]
    other = {item for i, item in enumerate(browser) if i % count != mine - 1}
    items[:] = [item for item in items if item not in other]


# One of each per process, whichever package asks: two Playwrights in one process refuse to work.
_SHARED = ExitStack()


@cache
def _product() -> p.Product:
    return _SHARED.enter_context(p.running())


@cache
def _chromium(path: str) -> Browser:
    browser = _SHARED.enter_context(sync_playwright()).chromium.launch(executable_path=path, args=p.FLAGS)
    _SHARED.callback(browser.close)
    return browser


@pytest.fixture(scope="session")
def product(pytestconfig) -> p.Product:
    pytestconfig.add_cleanup(_SHARED.close)
    return _product()


@pytest.fixture(scope="session")
def chromium(pytestconfig) -> Browser:
    pytestconfig.add_cleanup(_SHARED.close)
    path = servers.chromium()
    if not path:
        pytest.skip("no Chromium on this machine")
    return _chromium(path)


@pytest.fixture(params=["without JavaScript", "by keyboard"])
def hand(request, visit) -> Hand:
    """The journey is made once in each way."""
    if request.param == "by keyboard":
        return KeyboardOnly(visit().new_page())
    return WithoutScript(visit(js=False).new_page())


@pytest.fixture
def visit(chromium) -> Iterator[Callable[..., BrowserContext]]:
    """`visit(width=320, scheme="dark", js=False)`: a fresh visitor; every page of it must keep a clean console."""
    contexts: list[BrowserContext] = []

    def make(width: int = 1280, scheme: str = "light", js: bool = True, **kwargs) -> BrowserContext:
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=js,
            reduced_motion="reduce", locale="de-DE", timezone_id="Europe/Berlin", **kwargs,
        )  # fmt: skip
        contexts.append(context)
        return context

    yield make
    for context in contexts:
        context.close()
