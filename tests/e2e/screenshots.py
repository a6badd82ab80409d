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
PORTALS = ["baden-baden", "buehl", "stutensee"]  # by day in the first row, by night in the second


def save(picture: Image.Image, name: str) -> None:
    """Small files: 256 colours are enough for flat print colours."""
    OUT.mkdir(parents=True, exist_ok=True)
    flat = picture.convert("RGB").quantize(256, Image.Quantize.MAXCOVERAGE, kmeans=2, dither=Image.Dither.NONE)
    flat.save(OUT / f"{name}.png", optimize=True)
    print(f"docs/images/{name}.png", flush=True)


def shot(context: BrowserContext, url: str, full: bool = False) -> Image.Image:
    page = context.new_page()
    page.goto(url, wait_until="networkidle")
    picture = Image.open(io.BytesIO(page.screenshot(full_page=full)))
    page.close()
    return picture


def sheet(rows: list[list[Image.Image]], width: int, gap: int = 16) -> Image.Image:
    """Pictures of one shape in rows, each `width` pixels wide."""
    height = round(rows[0][0].height * width / rows[0][0].width)
    paper = Image.new("RGB", (len(rows[0]) * (width + gap) - gap, len(rows) * (height + gap) - gap), "#ffffff")
    for y, row in enumerate(rows):
        for x, picture in enumerate(row):
            small = picture.convert("RGB").resize((width, height), Image.Resampling.LANCZOS)
            paper.paste(small, (x * (width + gap), y * (height + gap)))
    return paper


def context(browser: Browser, width: int = 1280, height: int = 1000, scheme: str = "light") -> BrowserContext:
    return browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce", locale="de-DE"
    )


def main() -> None:
    with sync_playwright() as playwright, p.running(threads=4) as product:
        browser = playwright.chromium.launch(executable_path=servers.chromium(), args=p.FLAGS)
        desk, night = context(browser), context(browser, scheme="dark")
        save(sheet([[shot(c, product.url(city)) for city in PORTALS] for c in (desk, night)], 640), "portals")
        for who, host, steps in (
            ("chefredaktion@bruchsal.example", "admin", [("/admin/", "redaktion-uebersicht")]),
            ("verwaltung@bruchsal.example", "admin", [("/admin/portal/gestaltung/bruchsal/", "gestaltung")]),
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
