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
MOST_STOPS = 160


class Hand(Protocol):
    """`words` is what the person reads on the link, button or label."""

    page: Page

    def follow(self, words: str) -> None: ...
    def press(self, words: str) -> None: ...
    def fill(self, label: str, text: str) -> None: ...


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
