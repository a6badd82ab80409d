"""The component gallery in a real Chromium: colours as computed, axe, the own audit, and what the script adds.

No server and no database: the browser's requests are answered from the views and the static files.
"""

import json
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.test import RequestFactory
from django.urls import resolve, reverse

from tests.e2e import judge
from tests.e2e.conftest import chromium  # noqa: F401  (a fixture)
from themes.catalogue import CATALOGUE
from themes.colour import hex_to_rgb
from themes.contrast import SCHEMES, roles
from themes.stylesheet import theme_stylesheet

pytestmark = pytest.mark.browser

HOST = "http://gallery.test"
STATIC = Path(__file__).resolve().parents[2] / "themes" / "static"
SUGGESTIONS = {
    "suggestions": [{"title": "Reisepass", "url": "/ziel/", "kind": "Dienst"}, {"title": "Reiten", "url": "/b/"}]
}


def answer(route):
    url = urlsplit(route.request.url)
    if url.path.startswith("/static/"):
        return route.fulfill(path=str(STATIC / url.path.removeprefix("/static/")))
    if url.path == "/vorschlaege/":
        return route.fulfill(body=json.dumps(SUGGESTIONS), content_type="application/json")
    if url.path in ("/ziel/", "/fremd/"):
        return route.fulfill(body="<title>angekommen</title>", content_type="text/html")
    match = resolve(url.path)
    response = match.func(RequestFactory().get(f"{url.path}?{url.query}"), *match.args, **match.kwargs)
    return route.fulfill(body=response.content, content_type=response["Content-Type"], status=response.status_code)


@pytest.fixture
def visit(chromium, settings):  # noqa: F811
    settings.DEMO = True
    contexts = []

    def make(path="", width=1280, **kwargs):
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, reduced_motion="reduce", locale="de-DE", **kwargs
        )
        contexts.append(context)
        context.route("**/*", answer)
        page = context.new_page()
        page.errors = []
        page.on("console", lambda message: page.errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: page.errors.append(str(error)))
        page.goto(f"{HOST}{reverse('gallery:index')}{path}")
        return page

    yield make
    for context in contexts:
        context.close()


@pytest.mark.parametrize("key", CATALOGUE)
def test_computed_roles_are_what_the_browser_shows(visit, key):
    """Two units of 255: rounding, and colours at the edge of sRGB."""
    page = visit(f"?theme={key}")
    for scheme in SCHEMES:
        expected = {
            name: tuple(round(c * 255) for c in hex_to_rgb(v))
            for name, v in roles(CATALOGUE[key].palette, scheme).items()
        }
        shown = page.evaluate(
            """([scheme, names]) => {
              document.documentElement.dataset.scheme = scheme;
              const box = document.createElement('div'); document.body.append(box);
              const pixel = new OffscreenCanvas(1, 1).getContext('2d', {willReadFrequently: true});
              return Object.fromEntries(names.map(name => {
                box.style.color = `var(--${name})`;
                pixel.fillStyle = getComputedStyle(box).color; pixel.fillRect(0, 0, 1, 1);
                return [name, [...pixel.getImageData(0, 0, 1, 1).data].slice(0, 3)];
              }));
            }""",
            [scheme, list(expected)],
        )
        far = {
            n: (shown[n], expected[n])
            for n in expected
            if any(abs(a - b) > 2 for a, b in zip(shown[n], expected[n], strict=True))
        }
        assert far == {}, (scheme, far)


@pytest.mark.parametrize(("number", "key"), enumerate(CATALOGUE))
def test_every_component_in_every_theme(visit, number, key):
    """Contrast is proven by the roles; here each theme is looked at once, schemes and widths taking turns."""
    width, scheme = (1280, 320)[number % 2], SCHEMES[number // 2 % 2]
    page = visit(f"?theme={key}&scheme={scheme}", width)
    assert judge.axe(page) == []
    assert judge.reflow(page, width) == []
    if number < 4:
        assert judge.look(page, width) == []
    assert page.errors == []


@pytest.mark.parametrize("path", ["formular/", "formular/?fehler", "fehler/404/"])
@pytest.mark.parametrize(("width", "scheme"), [(1280, "dark"), (320, "light")])
def test_form_and_error_pages(visit, path, width, scheme):
    page = visit(f"{path}{'&' if '?' in path else '?'}scheme={scheme}", width)
    assert judge.axe(page) == []
    assert judge.look(page, width) == []


def test_every_stop_of_the_keyboard_shows(visit):
    assert judge.keyboard(visit("?theme=redi")) == []


def test_forced_colours_mark_the_current_entry(visit):
    page = visit("", forced_colors="active")
    line = page.locator(".nav a[aria-current]").evaluate("e => getComputedStyle(e).textDecorationLine")
    assert line == "underline"


def test_browsers_of_2022_get_resolved_colours(visit):
    """Without light-dark() and relative colours the generated sheet steps in, in the light scheme."""

    def older(route):
        url = route.request.url
        if url.endswith("portal.css"):
            css = (STATIC / "themes" / "portal.css").read_text("utf-8")
            for new in ("oklch(from", "light-dark(", ":has("):
                css = css.replace(new, f"unknown-{new.strip(':')}")
        else:
            css = theme_stylesheet({key: theme.palette for key, theme in CATALOGUE.items()})
            css = css.replace("@supports not (", "@supports (")
        route.fulfill(body=css, content_type="text/css")

    page = visit("?theme=rastatt", color_scheme="dark")
    page.context.route("**/*.css", older)
    page.reload()
    expected = roles(CATALOGUE["rastatt"].palette)
    for selector, name, role in (("body", "backgroundColor", "bg"), ("body", "color", "text"), (".btn", "backgroundColor", "primary"),
                                 (".foot-wrap", "backgroundColor", "ink"), (".site-foot .scape", "color", "on-ink")):  # fmt: skip
        shown = page.locator(selector).first.evaluate("(e, name) => getComputedStyle(e)[name]", name)
        assert tuple(int(n) for n in re.findall(r"\d+", shown)[:3]) == tuple(
            round(c * 255) for c in hex_to_rgb(expected[role])
        ), selector
    far = page.locator(".site-foot .scape").evaluate("e => getComputedStyle(e).getPropertyValue('--l-far')")
    assert far == expected["l-far"]


@pytest.mark.parametrize("width", [320, 768, 1088, 1280])
def test_head_of_a_member_fits(visit, width):
    page = visit("?theme=rheinstetten&member", width)
    assert judge.reflow(page, width) == []
    assert page.locator(".site-head").bounding_box()["height"] <= 130


def test_works_without_the_script(visit):
    page = visit("", 320, java_script_enabled=False)
    page.locator("details.drop > summary").first.click()
    assert page.get_by_role("link", name="Ehrenamt").is_visible()
    assert page.locator(".consent button").is_hidden()


def test_menu_closes_with_escape_and_gives_the_focus_back(visit):
    page = visit("", 320)
    page.locator("details.drop > summary").first.click()
    page.get_by_role("link", name="Ehrenamt").focus()
    page.keyboard.press("Escape")
    assert page.locator("details.drop[open]").count() == 0
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_error_summary_takes_the_focus_and_its_links_reach_the_fields(visit):
    page = visit("formular/?fehler")
    assert page.evaluate("document.activeElement.className") == "errsum"
    links = page.locator(".errsum a").evaluate_all("all => all.map(a => a.hash.slice(1))")
    assert links
    assert [name for name in links if page.locator(f"[id='{name}']").count() != 1] == []


def test_link_to_a_fold_opens_it(visit):
    assert visit("#frage-2").locator("#frage-2").evaluate("e => e.open")


def test_video_loads_after_the_click_only(visit):
    page = visit()
    page.context.route(
        "https://video.example/**", lambda route: route.fulfill(body="<p>Film", content_type="text/html")
    )
    assert page.locator("iframe").count() == 0
    page.get_by_role("button", name="Video laden").click()
    frame = page.locator("iframe")
    assert frame.get_attribute("src") == "https://video.example/embed/1"
    assert frame.get_attribute("title") == "Rundgang durch die Baustelle"


def test_suggestions_follow_the_combobox_pattern(visit):
    page = visit()
    field = page.locator("#gross")
    assert field.get_attribute("role") == "combobox"
    field.press_sequentially("rei")
    page.locator("#gross-liste li").first.wait_for()
    assert field.get_attribute("aria-expanded") == "true"
    field.press("ArrowDown")
    assert field.get_attribute("aria-activedescendant") == "gross-liste-0"
    assert page.locator("#gross-liste li").first.get_attribute("aria-selected") == "true"
    assert judge.axe(page) == []
    field.press("Escape")
    assert field.get_attribute("aria-expanded") == "false"
    field.press("ArrowDown")
    field.press("Enter")
    page.wait_for_url("**/ziel/")
