"""Every module of participation as visitors, members and the desk meet it: axe, targets, reflow, weight, nine themes."""

from __future__ import annotations

import urllib.request
from functools import cache

import pytest

from participation.projects.kinds import all_kinds
from portal.demo.facts import CITIES
from tests.e2e import judge
from tests.e2e.people import sign_in

pytestmark = pytest.mark.browser

STATES = [(1280, "light"), (1280, "dark"), (320, "light"), (320, "dark")]
KINDS = ["ideas", "discussion", "poll", "budget", "text", "priorities", "live"]
MOST = 9  # pages below one module


def test_every_kind_of_module_is_looked_at():
    assert sorted(KINDS) == sorted(all_kinds())


def module_of(product, kind: str) -> tuple[str, str]:
    """(city, path) of a module of this kind; Bruchsal's where it has one."""
    cities = sorted(product.inventory, key=lambda city: city != "bruchsal")
    return next(
        (city, product.inventory[city]["modules"][kind][0])
        for city in cities
        if kind in product.inventory[city]["modules"]
    )


def below(page, path: str) -> list[str]:
    """Pages that the module's page links to, one of each form (ids replaced), without files."""
    hrefs = page.eval_on_selector_all("main a[href]", "found => found.map(a => new URL(a.href).pathname)")
    seen: dict[str, str] = {}
    for href in hrefs:
        if href.startswith(path) and href != path and "." not in href.rsplit("/", 1)[-1]:
            form = "/".join("id" if "-" in part and len(part) == 36 else part for part in href.split("/"))
            seen.setdefault(form, href)
    return list(seen.values())[:MOST]


def look_at(page, product, city: str, path: str, states=STATES) -> list[str]:
    findings = []
    answer = page.goto(product.url(city, path))
    assert answer is not None
    if not answer.ok:
        return [f"{path}: answers {answer.status}"]
    for width, scheme in states:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        findings += [f"{path} {width} {scheme}: {f}" for f in judge.axe(page) + judge.reflow(page, width)]
    findings += [f"{path} {width}: {f}" for f in judge.look(page, width)]  # last: it spaces the text for good
    return findings


@pytest.mark.parametrize("who", ["visitor", "member", "desk"])
@pytest.mark.parametrize("kind", KINDS)
def test_no_finding_in_a_module(product, visit, kind, who):
    """The module's page and every form of page that it links to."""
    city, path = module_of(product, kind)
    mailbox = {"member": "buerger", "desk": "verwaltung"}.get(who)
    page = sign_in(visit(), product, f"{mailbox}@{city}.example", city) if mailbox else visit().new_page()
    findings: list[str] = []
    page.on("console", lambda m: findings.append(f"console: {m.text}") if m.type == "error" else None)
    page.on("pageerror", lambda e: findings.append(f"script: {e}"))
    states = STATES if who == "visitor" else STATES[::3]
    findings += look_at(page, product, city, path, states)
    for deeper in below(page, path):
        findings += look_at(page, product, city, deeper, states)
    assert not findings, "\n".join(dict.fromkeys(findings))


@cache
def theme_css(port: int, host: str) -> str:
    request = urllib.request.Request(f"http://127.0.0.1:{port}/gestaltung.css", headers={"Host": f"{host}:{port}"})
    with urllib.request.urlopen(request) as answer:
        return answer.read().decode()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", KINDS)
def test_contrast_in_nine_themes(product, visit, kind, scheme):
    """The same page in each city's colours: its theme's style sheet is put in the place of the own one."""
    city, path = module_of(product, kind)
    sheets = {c["slug"]: theme_css(product.port, product.inventory[c["slug"]]["host"]) for c in CITIES}
    page = visit(scheme=scheme).new_page()
    page.goto(product.url(city, path))
    judge.prepare(page)
    findings = []
    for slug, css in sheets.items():
        page.evaluate(
            """([slug, css]) => {
              document.documentElement.dataset.theme = slug;
              const sheet = new CSSStyleSheet(); sheet.replaceSync(css); document.adoptedStyleSheets = [sheet];
            }""",
            [slug, css],
        )
        found = page.evaluate("() => axe.run('main', {runOnly: ['color-contrast'], resultTypes: ['violations']})")
        findings += [f"{slug}: {v['nodes'][0]['html'][:120]}" for v in found["violations"]]
    assert not findings, "\n".join(findings)


@pytest.mark.parametrize("kind", KINDS)
def test_weight_and_privacy(product, visit, kind):
    """≤ 50 KB compressed, ≤ 110 KB with the map; no third party, no cookie for visitors."""
    city, path = module_of(product, kind)
    context = visit()
    page = context.new_page()
    page.goto(product.url(city, path))
    for address in [path, *below(page, path)[:4]]:
        page = context.new_page()
        total = [0]
        hosts: set[str] = set()

        def seen(request, total=total, hosts=hosts) -> None:
            hosts.add(request.url.split("/")[2])
            if request.resource_type != "image":
                total[0] += request.sizes()["responseBodySize"]

        page.on("requestfinished", seen)
        page.goto(product.url(city, address), wait_until="networkidle")
        if not page.url.startswith(product.url(city)):  # only for members: led to the sign-in host
            assert address != path
            page.close()
            continue
        most = 110 if page.locator("[data-map]").count() else 50
        assert total[0] / 1024 <= most, (address, total)
        assert hosts == {product.url(city).split("/")[2]}, (address, hosts)
        page.close()
    assert context.cookies(product.url(city)) == []
