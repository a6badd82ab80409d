"""Every page type in every portal, light and dark, on desk and phone: axe, reflow, console, weight, privacy."""

from __future__ import annotations

import pytest

from portal.demo.facts import ALLIANCE, CITIES
from tests.e2e import judge

pytestmark = pytest.mark.browser

PORTALS = [*(c["slug"] for c in CITIES), ALLIANCE["slug"]]
WIDTHS, SCHEMES = (1280, 320), ("light", "dark")
FIXED = ["/suche/?q=Ausweis", "/suche/?q=xyzzyx", "/gibt-es-nicht/"]


def paths(product, city: str) -> list[str]:
    """One page of every type, and the addresses that are not in the tree."""
    return [*(found[0] for found in product.inventory[city]["pages"].values()), *FIXED]


@pytest.mark.parametrize("city", PORTALS)
def test_no_axe_finding_and_no_sideways_scrolling(product, visit, city):
    """Each page is loaded once and then looked at in four states: desk and phone, by day and by night."""
    findings: list[str] = []

    def hear(message) -> None:
        if message.type == "error" and "404" not in message.text:
            findings.append(f"console: {message.text}")

    page = visit().new_page()
    page.on("console", hear)
    for path in paths(product, city):
        page.goto(product.url(city, path))
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            for scheme in SCHEMES:
                page.emulate_media(color_scheme=scheme)
                findings += [f"{path} {width} {scheme}: {f}" for f in judge.axe(page) + judge.reflow(page, width)]
    assert not findings, "\n".join(dict.fromkeys(findings))


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("city", ["bruchsal", "redi"])
def test_own_audit_is_clean(product, visit, city, width):
    findings = []
    for path in paths(product, city):
        page = visit(width=width).new_page()
        page.goto(product.url(city, path))
        findings += [f"{path}: {f}" for f in judge.keyboard(page) + judge.look(page, width)]
        page.close()
    assert not findings, "\n".join(dict.fromkeys(findings))


def test_the_judge_finds_a_bad_page(visit):
    """Negative control: a broken page must fail, or the zeros above mean nothing."""
    page = visit(width=320).new_page()
    page.set_content(
        '<html><body><img src=x><p style="color:#aaa;background:#fff;font-size:8px">hell</p><input>'
        '<a href="#" style="display:block;width:9px;height:9px;outline:0">x</a><div style="width:900px">breit</div></body></html>'
    )
    assert len(judge.axe(page)) >= 5
    assert judge.reflow(page, 320)
    assert judge.keyboard(page)
    assert any("target" in f for f in judge.look(page, 320))


@pytest.mark.parametrize("city", ["bruchsal", "redi"])
def test_weight_privacy_and_stillness(product, visit, city):
    """≤ 50 KB compressed without photos (CSS ≤ 12, JavaScript ≤ 10), no third party, no cookie, CLS 0."""
    context = visit()
    for path in paths(product, city):
        page = context.new_page()
        sizes: dict[str, int] = {}
        hosts: set[str] = set()

        def seen(response, sizes=sizes, hosts=hosts) -> None:
            hosts.add(response.url.split("/")[2])
            kind = response.request.resource_type
            sizes[kind] = sizes.get(kind, 0) + response.request.sizes()["responseBodySize"]

        page.on("requestfinished", lambda request, seen=seen: seen(request.response()))
        page.add_init_script(
            "window.cls = 0; new PerformanceObserver(l => { for (const e of l.getEntries()) if (!e.hadRecentInput) window.cls += e.value })"
            ".observe({type: 'layout-shift', buffered: true})"
        )
        page.goto(product.url(city, path), wait_until="networkidle")
        has_map = page.locator("[data-map]").count() > 0
        css, js = sizes.get("stylesheet", 0) / 1024, sizes.get("script", 0) / 1024
        total = sum(v for k, v in sizes.items() if k != "image") / 1024
        assert css <= (16 if has_map else 12), (path, sizes)
        assert js <= (70 if has_map else 10), (path, sizes)
        assert total <= (110 if has_map else 50), (path, sizes)
        assert hosts == {product.url(city).split("/")[2]}, (path, hosts)
        assert page.evaluate("window.cls") < 0.01, path
        page.close()
    assert context.cookies() == []
