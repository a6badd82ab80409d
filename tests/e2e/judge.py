"""What a page must stand up to: axe, and the own audit for what axe does not see."""

from __future__ import annotations

import importlib.util
from functools import cache
from pathlib import Path

from playwright.sync_api import Page

_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

_FOCUS = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const r = e.getBoundingClientRect(), own = getComputedStyle(e);
  const around = e.closest('.card, .find, label') ;
  const ring = s => s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2;
  const at = document.elementFromPoint(Math.min(innerWidth - 1, Math.max(0, r.left + r.width / 2)),
                                       Math.min(innerHeight - 1, Math.max(0, r.top + r.height / 2)));
  return {
    what: e.tagName + ' ' + (e.innerText || e.name || e.id || '').trim().slice(0, 40),
    ring: ring(own) || (around ? ring(getComputedStyle(around)) : false),
    seen: r.bottom > 0 && r.top < innerHeight,
    hidden: !(at && (e.contains(at) || at.contains(e) || e.closest('label, .card')?.contains(at))),
  };
}"""

_TARGETS = """() => [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')]
  .filter(e => e.checkVisibility() && !e.closest('.skip, .leaflet-control-attribution'))
  .map(e => {
    const t = (e.type === 'radio' || e.type === 'checkbox') && e.closest('label') || e;
    const r = t.getBoundingClientRect();
    const host = e.closest('p, li, dd, td, th, span, blockquote');
    const inline = getComputedStyle(e).display === 'inline' && host && host.innerText.trim() !== e.innerText.trim();
    const covered = e.matches('.card h3 a');  // the whole card is the target
    return {what: e.tagName + ' ' + (e.innerText || e.name || e.className || '').trim().slice(0, 40), w: Math.round(r.width), h: Math.round(r.height), inline: inline || covered};
  })
  .filter(x => (x.w < 24 || x.h < 24) && !x.inline && x.w > 1)"""

_SPACING = "*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}p{margin-block-end:2em!important}"

_CLIPPED = """() => [...document.querySelectorAll('body *')]
  .filter(e => e.checkVisibility() && getComputedStyle(e).overflowX === 'hidden' && e.scrollWidth > e.clientWidth + 1
          && !e.matches('.vh, .vh *, svg, svg *, .leaflet-container, .leaflet-container *'))
  .map(e => e.tagName + '.' + e.className)"""

_SMALL_TEXT = """() => [...document.querySelectorAll('body *')]
  .filter(e => e.checkVisibility() && [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()))
  .filter(e => parseFloat(getComputedStyle(e).fontSize) < 12)
  .map(e => e.tagName + ' ' + e.textContent.trim().slice(0, 30))"""


@cache
def axe_source() -> str:
    spec = importlib.util.find_spec("axe_playwright_python")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).with_name("axe.min.js").read_text()


def prepare(page: Page) -> None:
    """Brings axe into the page, once per load."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(axe_source())


def axe(page: Page, within: str = "html") -> list[str]:
    """Violations of WCAG 2.0 to 2.2 A/AA and best practice, one line each; empty is the aim."""
    prepare(page)
    result = page.evaluate(
        "([where, tags]) => axe.run(where, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})",
        [within, _TAGS],
    )
    return [
        f"{v['id']} ({len(v['nodes'])}×): {v['nodes'][0]['html'][:140]} – {v['nodes'][0]['failureSummary'][:200]}"
        for v in result["violations"]
    ]


def reflow(page: Page, width: int) -> list[str]:
    """1.4.10: nothing but tables and maps may scroll sideways."""
    seen = page.evaluate("document.documentElement.scrollWidth")
    return [f"scrolls sideways: {seen} > {width}"] if seen > width else []


def keyboard(page: Page, most: int = 120) -> list[str]:
    """Tab through the page: each stop has a ring of 2 px or more, is on screen and not covered."""
    findings = []
    for _ in range(most):
        page.keyboard.press("Tab")
        stop = page.evaluate(_FOCUS)
        if stop is None:
            break
        for key, wrong in (("ring", "no focus ring"), ("seen", "focus off screen")):
            if not stop[key]:
                findings.append(f"{wrong}: {stop['what']}")
        if stop["hidden"]:
            findings.append(f"focus covered: {stop['what']}")
    return findings


def look(page: Page, width: int) -> list[str]:
    """Targets of 24 px, text of 12 px, text spacing without clipping, no running animation."""
    findings = [f"small target {t['w']}×{t['h']}: {t['what']}" for t in page.evaluate(_TARGETS)]
    findings += [f"text below 12 px: {t}" for t in page.evaluate(_SMALL_TEXT)]
    if page.evaluate("document.getAnimations().length"):
        findings.append("something moves under prefers-reduced-motion")
    page.evaluate(
        "css => { const s = new CSSStyleSheet(); s.replaceSync(css); document.adoptedStyleSheets = [s] }", _SPACING
    )
    findings += [f"clipped with text spacing: {c}" for c in page.evaluate(_CLIPPED)]
    findings += [f"with text spacing: {f}" for f in reflow(page, width)]
    return findings
