"""Two ways to use a portal that must both lead to the end: without JavaScript, and without a mouse."""

from __future__ import annotations

from typing import Protocol

from playwright.sync_api import Locator, Page

_FOCUSED = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const label = e.labels?.[0]?.innerText ?? '';
  return [e.getAttribute('aria-label'), label, e.innerText, e.placeholder].filter(Boolean).join(' ').replace(/\\s+/g, ' ');
}"""
# How many arrows lead from the radio button in focus down to the one with these words.
_ARROWS = """words => {
  const e = document.activeElement;
  if (!e || e.type !== 'radio') return 0;
  const group = [...e.form.elements].filter(o => o.type === 'radio' && o.name === e.name);
  return Math.max(0, group.findIndex(o => o.labels[0].innerText.includes(words)) - group.indexOf(e));
}"""
MOST_STOPS = 160


class Hand(Protocol):
    """`words` is what the person reads on the link, button or label."""

    page: Page

    def follow(self, words: str) -> None: ...
    def press(self, words: str) -> None: ...
    def fill(self, label: str, text: str) -> None: ...
    def choose(self, label: str) -> None: ...
    def toggle(self, words: str) -> None: ...


class WithoutScript:
    """Points and clicks in a browser that runs no JavaScript."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def follow(self, words: str) -> None:
        self._click(self.page.get_by_role("link", name=words))

    def press(self, words: str) -> None:
        self._click(self.page.get_by_role("main").get_by_role("button", name=words))

    def fill(self, label: str, text: str) -> None:
        self.page.get_by_role("main").get_by_label(label).first.fill(text)

    def choose(self, label: str) -> None:
        """A radio button or a box."""
        self.page.get_by_role("main").get_by_label(label).first.check()

    def toggle(self, words: str) -> None:
        """What opens on this very page."""
        self.page.get_by_role("main").get_by_text(words).first.click()

    def _click(self, found: Locator) -> None:
        found.locator("visible=true").first.click()
        self.page.wait_for_load_state()


class KeyboardOnly:
    """Tab, Enter and typing, nothing else."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def follow(self, words: str) -> None:
        self._enter(words, "A")

    def press(self, words: str) -> None:
        self._enter(words, "BUTTON")

    def fill(self, label: str, text: str) -> None:
        self._tab_to(label, "INPUT", "TEXTAREA")
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.type(text)

    def choose(self, label: str) -> None:
        """Tab stops once in a group of radio buttons, the arrows move within it."""
        for _ in range(MOST_STOPS):
            for _ in range(self.page.evaluate(_ARROWS, label)):
                self.page.keyboard.press("ArrowDown")
            name = self.page.evaluate(_FOCUSED)
            if (
                name
                and label in name
                and self.page.evaluate("document.activeElement.matches('[type=radio], [type=checkbox]')")
            ):
                if not self.page.evaluate("document.activeElement.checked"):
                    self.page.keyboard.press("Space")
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab does not reach a choice {label!r}")

    def toggle(self, words: str) -> None:
        self._tab_to(words, "SUMMARY", "BUTTON")
        self.page.keyboard.press("Enter")

    def _enter(self, words: str, tag: str) -> None:
        self._tab_to(words, tag)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def _tab_to(self, words: str, *tags: str) -> None:
        """Where the focus already is counts, too: an error summary or `autofocus` may have put it there."""
        seen = []
        for _ in range(MOST_STOPS):
            name = self.page.evaluate(_FOCUSED)
            if name and words in name and self.page.evaluate("document.activeElement.tagName") in tags:
                return
            seen.append(name)
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab does not reach {words!r}; seen: {seen[:40]}")


def way(hand: Hand) -> str:
    """Names what a journey leaves behind, so that the two ways of one journey do not meet."""
    return "tastatur" if isinstance(hand, KeyboardOnly) else "ohne-skript"
