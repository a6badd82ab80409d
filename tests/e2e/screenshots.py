"""`make screenshots`: the pictures of README and guides, taken from the running product."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests import servers
from tests.e2e import product as p
from tests.e2e.people import sign_in

OUT = p.ROOT / "docs" / "images"


def save(picture: Image.Image, name: str) -> None:
    """Small files: 256 colours are enough for flat print colours."""
    OUT.mkdir(parents=True, exist_ok=True)
    picture.convert("RGB").quantize(colors=256, dither=Image.Dither.NONE).save(OUT / f"{name}.png", optimize=True)
    print(f"docs/images/{name}.png", flush=True)


def shot(context: BrowserContext, url: str, full: bool = False) -> Image.Image:
    page = context.new_page()
    page.goto(url, wait_until="networkidle")
    picture = Image.open(io.BytesIO(page.screenshot(full_page=full)))
    page.close()
    return picture


def beside(*pictures: Image.Image, gap: int = 24) -> Image.Image:
    height = max(i.height for i in pictures)
    sheet = Image.new("RGB", (sum(i.width for i in pictures) + gap * (len(pictures) - 1), height), "#ffffff")
    x = 0
    for picture in pictures:
        sheet.paste(picture, (x, 0))
        x += picture.width + gap
    return sheet


def context(browser: Browser, width: int = 1280, height: int = 1000, scheme: str = "light") -> BrowserContext:
    return browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce", locale="de-DE"
    )


def main() -> None:
    with sync_playwright() as playwright, p.running(threads=4) as product:
        browser = playwright.chromium.launch(executable_path=servers.chromium(), args=p.FLAGS)
        desk, night = context(browser), context(browser, scheme="dark")
        phone = context(browser, 390, 1000)
        three = beside(
            shot(desk, product.url("buehl")),
            shot(night, product.url("stutensee")),
            shot(phone, product.url("baden-baden")),
        )
        save(three.resize((three.width // 2, three.height // 2), Image.Resampling.LANCZOS), "portals")
        for who, host, steps in (
            ("chefredaktion@bruchsal.example", "admin", [("/admin/", "redaktion-uebersicht")]),
            ("verwaltung@bruchsal.example", "admin", []),
            ("moderation@bruchsal.example", "bruchsal", [("/moderation/", "moderation")]),
        ):
            member = context(browser)
            sign_in(member, product, who, host)
            for path, name in steps:
                url = product.admin_url(path) if host == "admin" else product.url(host, path)
                save(shot(member, url), name)
        browser.close()


if __name__ == "__main__":
    Path(OUT).mkdir(parents=True, exist_ok=True)
    main()
