"""Signing in as a person does: on the portal, over the sign-in host, back to the portal."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, Page

from tests.e2e.product import Product


def sign_in(context: BrowserContext, product: Product, email: str, where: str, password: str = "demo") -> Page:
    """`where`: a portal's slug or "admin". Gives a page that stands on that host, signed in."""
    page = context.new_page()
    start = product.admin_url("/admin/") if where == "admin" else product.url(where, "/konto/anmelden/?next=/")
    page.goto(start)
    page.get_by_label("E-Mail").first.fill(email)
    page.get_by_label("Passwort", exact=False).first.fill(password)
    page.locator("main form button[type=submit], main form button:not([type])").first.click()
    host = product.admin_url("") if where == "admin" else product.url(where, "")
    page.wait_for_url(f"{host}/**")
    return page
