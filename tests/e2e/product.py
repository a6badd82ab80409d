"""The running product, as a visitor meets it: a seeded demo, a real server, a real browser."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import re
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

from tests import servers
from tests.operations.installation import migrate

ROOT = Path(__file__).resolve().parents[2]
BUILD = Path(os.environ.get("E2E_BUILD", ROOT / "build" / "e2e"))
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# Lists one public page of every type for every portal, and the marked pages that journeys need.
_INVENTORY = """
import json
from django_scopes import scopes_disabled
from portal.cities.models import City
from wagtail.models import Page
from participation.projects.models import Module
from participation.projects.rooms import module_url
out = {}
with scopes_disabled():
    for city in City.objects.select_related("site__root_page"):
        root = city.site.root_page
        pages = {}
        for page in root.get_descendants(inclusive=True).live().public().specific(defer=True).order_by("path"):
            path = "/" + page.url_path[len(root.url_path):]
            pages.setdefault(page.specific_class.__name__, []).append(path)
        modules = {}
        for module in Module.objects.filter(project__city=city, switched_on=True).select_related("project"):
            modules.setdefault(module.kind, []).append(module_url(module.project, module))
        out[city.slug] = {"host": city.site.hostname, "pages": pages, "modules": modules}
print("INVENTORY" + json.dumps(out))
"""


def portal(var: Path, port: int, *args: str) -> str:
    """Run a `portal` command of the demo on a data folder; its output. A failure shows what it printed."""
    done = subprocess.run(
        [str(Path(sys.executable).parent / "portal"), *args],
        env=environment(var, port),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"portal {' '.join(args)} failed:\n{done.stdout[-3000:]}\n{done.stderr[-6000:]}")
    return done.stdout


def environment(var: Path, port: int) -> dict[str, str]:
    env = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE")}
    return {**env, "PORTAL_VAR": str(var), "PORT": str(port), "DJANGO_SETTINGS_MODULE": "config.settings.demo"}


def seeded() -> Path:
    """A freshly seeded demo folder; made once per test run and shared by its lanes."""
    BUILD.mkdir(parents=True, exist_ok=True)
    run = os.environ.get("PORTAL_TEST_RUN", "")
    with open(BUILD / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        stamp = BUILD / "template.run"
        if run and stamp.exists() and stamp.read_text() == run:
            return BUILD / "template"
        template = BUILD / "template"
        if (
            os.environ.get("E2E_KEEP") == "1" and stamp.exists()
        ):  # while writing tests: the data stays, the looks are new
            portal(template, 8000, "collectstatic", "--noinput", "--verbosity", "0")
            return template
        shutil.rmtree(template, ignore_errors=True)
        template.mkdir(parents=True)
        migrate(environment(template, 8000))
        portal(template, 8000, "build_messages")
        portal(template, 8000, "collectstatic", "--noinput", "--verbosity", "0")
        portal(template, 8000, "demo-seed")
        stamp.write_text(run or "by hand")
        return template


@dataclass
class Product:
    port: int
    var: Path
    read: set[Path] = field(default_factory=set)  # mails whose link was taken

    @cached_property
    def inventory(self) -> dict:
        out = portal(self.var, self.port, "shell", "-c", _INVENTORY)
        return json.loads(out.split("INVENTORY", 1)[1])

    def url(self, city: str, path: str = "/") -> str:
        return f"http://{self.inventory[city]['host']}:{self.port}{path}"

    def admin_url(self, path: str = "/admin/") -> str:
        return f"http://redaktion.localhost:{self.port}{path}"

    def first(self, city: str, page_type: str) -> str:
        return self.inventory[city]["pages"][page_type][0]

    def mails(self, address: str) -> str:
        """Everything in the demo mailbox for an address, newest first, as text."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/demo/mail/?an={quote(address)}") as r:
            return r.read().decode()

    def mail_link(self, address: str) -> str:
        """The link in the newest mail to an address; a mail that was asked for already may follow a moment later."""
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            for path in sorted((self.var / "mail").glob("*.eml"), reverse=True):
                mail = message_from_bytes(path.read_bytes(), policy=policy.default)
                body = mail.get_body(("plain",))
                if address in str(mail["To"]) and path not in self.read and body is not None:
                    self.read.add(path)
                    return re.findall(r"https?://\S+", body.get_content())[0]
            time.sleep(0.1)
        raise AssertionError(f"no link mailed to {address}")

    def mail_code(self, address: str, since: float = 0.0) -> str:
        """The newest code mailed to an address."""
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            for path in sorted((self.var / "mail").rglob("*"), key=lambda p: p.stat().st_mtime, reverse=True):
                if path.is_file() and path.stat().st_mtime >= since:
                    text = path.read_text(errors="replace")
                    if address in text and (found := re.search(r"^\s*([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})\s*$", text, re.M)):
                        return found[1]
            time.sleep(0.1)
        raise AssertionError(f"no code mailed to {address}")


@contextlib.contextmanager
def running(workers: int = 1, threads: int = 4) -> Iterator[Product]:
    """The demo served by the production server on a free port, on a copy of the seeded folder."""
    template = seeded()
    port = servers.free_port()
    var = BUILD / f"run-{port}"
    shutil.copytree(template, var, ignore=shutil.ignore_patterns("cache"))
    portal(var, port, "sync-hosts")
    try:
        with servers.portal_server(environment(var, port), workers=workers, threads=threads):
            yield Product(port, var)
    finally:
        shutil.rmtree(var, ignore_errors=True)
