"""Every address × every role × two cities: nothing of the other city, in any body, header or redirect."""

from __future__ import annotations

import time
from typing import Any

import pytest
from django.conf import settings
from django.core.checks import run_checks
from django.urls import NoReverseMatch, reverse
from django_scopes import scopes_disabled
from wagtail.contrib.redirects.models import Redirect

from portal.content.models import ContentPage
from portal.library.models import PortalDocument, PortalImage
from tests.factories import make_user

from .urls import ARGUMENTS, CLOSED, FOREIGN, STRANGER, URLS, WRITES, Line
from .walk import Pattern, patterns
from .worlds import World, make_world

ADMIN_ROLES = ("editor", "chief_editor", "moderator", "city_admin", "coordinator")


def test_every_address_is_classified():
    missing = sorted({p.key for p in patterns()} - set(URLS))
    assert not missing, "Unclassified addresses; add a line for each to tests/security/urls.py:\n" + "\n".join(missing)


def test_no_line_outlives_its_address():
    assert not sorted(set(URLS) - {p.key for p in patterns()})


def test_city_owned_models_are_scoped_and_page_forms_guarded():
    with scopes_disabled():
        found = [m for m in run_checks(tags=["portal"]) if (m.id or "").startswith("portal.W")]
    assert not found, "\n".join(str(m) for m in found)


# --- The crawl ----------------------------------------------------------------------------------------


@pytest.fixture
def worlds(bruchsal, buehl) -> dict[str, World]:
    return {city.slug: make_world(city) for city in (bruchsal, buehl)}


def value_of(key: str, name: str, world: World, overrides: dict[str, str]) -> Any:
    source = overrides.get(name) or ARGUMENTS.get(f"{key}.{name}") or ARGUMENTS.get(name)
    if source is None:
        raise AssertionError(f"{key}: no value for argument {name!r}; add it to ARGUMENTS")
    return source[1:] if source.startswith("=") else world.keys[source]


def addresses(pattern: Pattern, line: Line, world: World) -> list[str]:
    """The pattern filled with the foreign world's ids, once per set of arguments and query."""
    found = []
    for overrides in line.arguments or ({},):
        if not pattern.named:
            path = "/" + pattern.route.replace("^", "").replace("$", "").replace(".*", "zz")
        elif pattern.positional:
            args = [value_of(pattern.key, str(i), world, overrides) for i in range(pattern.positional)]
            path = reverse(pattern.key, args=args)
        else:
            kwargs = {n: value_of(pattern.key, n, world, overrides) for n in pattern.names}
            try:
                path = reverse(pattern.key, kwargs=kwargs)
            except NoReverseMatch as error:
                raise AssertionError(f"{pattern.key}: {error}; mend ARGUMENTS") from error
        queries = (overrides["?"],) if "?" in overrides else line.queries
        found += [path + query.format(**world.keys) for query in queries]
    return found


def leaks(response: Any, foreign: list[World], path: str) -> list[str]:
    """Markers in the body, the headers and the redirect; what the address itself says is no news."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    text = body.decode("utf-8", "replace") + "\n" + "\n".join(f"{k}: {v}" for k, v in response.items())
    for echo in {
        path,
        path.partition("?")[0],
        path.replace("&", "&amp;"),
        path.replace("/", "%2F"),
        path.rpartition("/")[2],
    } - {""}:
        text = text.replace(echo, "")
    return [secret for world in foreign for secret in world.secrets if secret in text]


class Crawl:
    """Collects everything that is wrong, so that one run names every leak."""

    def __init__(self) -> None:
        self.problems: list[str] = []
        self.requests = 0

    def visit(
        self,
        client: Any,
        method: str,
        path: str,
        role: str,
        pattern: Pattern,
        foreign: list[World],
        allowed: set[int] | None,
    ) -> None:
        self.requests += 1
        data = {
            "title": "zz-taken",
            "slug": "zz-taken",
            "action-publish": "1",
            "role": "editor",
            "email": "zz-taken@x.example",
        }
        label = f"{role} {method.upper()} {pattern.key} {path}"
        try:
            response = getattr(client, method)(path, data) if method == "post" else client.get(path)
        except Exception as error:  # the client re-raises what a visitor would see as a 500
            self.problems.append(f"{label}: {type(error).__name__}: {error}")
            return
        if response.status_code >= 500:
            self.problems.append(f"{label}: {response.status_code}")
        if allowed is not None and response.status_code not in allowed:
            self.problems.append(
                f"{label}: {response.status_code}, not {sorted(allowed)} {response.get('Location', '')}"
            )
        self.problems += [f"{label}: leaks {secret!r}" for secret in leaks(response, foreign, path)]


def clients(worlds: dict[str, World], slug: str, redi: Any, on_host: Any) -> dict[str, tuple[Any, Any, Any]]:
    """Role → clients on the admin's host, the own portal's host and the sign-in host."""
    city = worlds[slug].city
    people = {**worlds[slug].people, "anonymous": None}
    homes: dict[str, Any] = dict.fromkeys(people, city)
    people["coordinator"] = make_user(f"koordination-{slug}@redi.example", redi, "coordinator")
    homes["coordinator"] = redi
    return {
        role: tuple(on_host(host, user) for host in (settings.ADMIN_HOST, homes[role], settings.SIGNIN_HOST))
        for role, user in people.items()
    }


@pytest.mark.sqlite  # the filters are the same Python on both databases; a crawl takes minutes
@pytest.mark.parametrize("slug", ["bruchsal", "buehl"])
def test_nothing_of_another_city_is_seen_or_touched(slug, worlds, redi, on_host):
    other = "buehl" if slug == "bruchsal" else "bruchsal"
    before = snapshot()
    crawl, started = Crawl(), time.monotonic()
    visitors = clients(worlds, slug, redi, on_host)
    walk(crawl, worlds, other, visitors)
    # Admin addresses exist on the admin's host only.
    for role, (admin, portal, _signin) in visitors.items():
        # A visitor who lost the session on the way would see nothing, and pass.
        if role in ADMIN_ROLES and admin.get("/admin/").status_code != 200:
            crawl.problems.append(f"{role}: not signed in any more")
        if portal.get("/admin/").status_code != 404:
            crawl.problems.append(f"{role}: /admin/ answers on a portal's host")
    assert snapshot() == before, "a foreign row was changed"
    seconds = time.monotonic() - started
    print(f"leak crawl as {slug}: {crawl.requests} requests, {seconds:.0f} s")
    assert not crawl.problems, f"{len(crawl.problems)} problems:\n" + "\n".join(crawl.problems[:80])


def walk(crawl: Crawl, worlds: dict[str, World], other: str, visitors: Any, only: str = "") -> None:
    """Every pattern (or those whose key starts with `only`) with the other city's ids, as every visitor."""
    for pattern in patterns():
        line = URLS.get(pattern.key)
        if line is None or not pattern.key.startswith(only):
            continue  # unclassified ones are named by test_every_address_is_classified
        for path in addresses(pattern, line, worlds[other]):
            for role, hosts in visitors.items():
                foreign = list(worlds.values()) if role == "coordinator" else [worlds[other]]
                for client in clients_for(pattern, hosts):
                    crawl_one(crawl, pattern, line, path, role, client, foreign)


def clients_for(pattern: Pattern, hosts: tuple[Any, Any, Any]) -> list[Any]:
    admin, portal, signin = hosts
    if pattern.is_admin:
        return [admin]
    return [portal, signin] if pattern.route.startswith("konto/") else [portal]


def crawl_one(
    crawl: Crawl, pattern: Pattern, line: Line, path: str, role: str, client: Any, foreign: list[World]
) -> None:
    if pattern.is_admin:
        # An own screen may have a second address without arguments: "the one city I work for".
        names_a_row = line.kind == FOREIGN and bool(pattern.names or pattern.positional or "?" in path)
        allied = role == "coordinator" and line.allies
        allowed = None if allied else admin_statuses(line, role, names_a_row)
        crawl.visit(client, "get", path, role, pattern, [] if allied else foreign, allowed)
        if names_a_row and not allied:
            crawl.visit(client, "post", path, role, pattern, foreign, allowed and allowed - {405})
        return
    allied = role == "coordinator" and line.allies  # the alliance's portal shows what every city has published
    foreign = [] if allied else foreign
    if line.kind == STRANGER:
        statuses = None if allied else STRANGER_STATUSES
        crawl.visit(client, "get", path, role, pattern, foreign, statuses)
        crawl.visit(client, "post", path, role, pattern, foreign, statuses)
        if allied:
            client.get("/verfolgen/")  # shows, and so uses up, the message about what was just done
    else:
        crawl.visit(client, "get", path, role, pattern, foreign, None)


# 404; or the method is not taken; or a visitor is led to the sign-in before anything is looked up.
STRANGER_STATUSES = {302, 404, 405}


def admin_statuses(line: Line, role: str, names_a_row: bool) -> set[int] | None:
    if role == "anonymous":
        return {302}
    if role == "resident":
        return {403}
    if line.kind == CLOSED:
        return {404}
    if names_a_row:
        return {404, 405}  # 405: takes posts only, and those are 404
    return None if line.kind == WRITES else {200, 302, 400, 404, 405}


def snapshot() -> list[Any]:
    """What the POSTs of the crawl must not have changed."""
    with scopes_disabled():
        return [
            list(ContentPage.objects.order_by("pk").values_list("pk", "title", "slug", "live", "path", "locked")),
            list(PortalImage.objects.order_by("pk").values_list("pk", "title", "collection")),
            list(PortalDocument.objects.order_by("pk").values_list("pk", "title", "collection")),
            list(Redirect.objects.order_by("pk").values_list("pk", "old_path", "redirect_page", "redirect_link")),
        ]


def test_own_screens_do_open(worlds, on_admin):
    """The other side of the crawl: a gate that shuts everything would pass it, too."""
    own = worlds["bruchsal"]
    closed = []
    for role in ("editor", "chief_editor", "city_admin"):
        client = on_admin(own.people[role])
        for name, kwargs in OPEN[role]:
            path = reverse(name, kwargs={k: own.keys[v] for k, v in kwargs.items()})
            status = client.get(path).status_code
            if status != 200:
                closed.append(f"{role} {path}: {status}")
    assert not closed, "\n".join(closed)


_EDIT = [
    ("wagtailadmin_home", {}), ("wagtailadmin_account", {}), ("wagtailadmin_explore", {"parent_page_id": "home"}),
    ("wagtailadmin_pages:edit", {"page_id": "live"}), ("wagtailadmin_pages:add_subpage", {"parent_page_id": "home"}),
    ("wagtailadmin_pages:history", {"page_id": "live"}), ("wagtailadmin_pages:view_draft", {"page_id": "page"}),
    ("wagtailadmin_pages:usage", {"page_id": "live"}), ("wagtailadmin_pages:workflow_history", {"page_id": "page"}),
    ("wagtailadmin_choose_page", {}), ("wagtailadmin_choose_page_child", {"parent_page_id": "home"}),
    ("wagtailimages:index", {}), ("wagtailimages:edit", {"image_id": "image"}), ("wagtailimages:add_multiple", {}),
    ("wagtailimages_chooser:choose", {}), ("wagtailimages_chooser:chosen", {"pk": "image"}),
    ("wagtaildocs:index", {}), ("wagtaildocs:edit", {"document_id": "document"}), ("wagtaildocs_chooser:choose", {}),
    ("wagtailadmin_api:pages:listing", {}), ("wagtailadmin_api:images:listing", {}),
]  # fmt: skip
_LEAD = [
    *_EDIT, ("wagtailadmin_pages:delete", {"page_id": "live"}), ("wagtailadmin_pages:unpublish", {"page_id": "live"}),
    ("wagtailadmin_pages:copy", {"page_id": "live"}), ("wagtailadmin_pages:move", {"page_to_move_id": "live"}),
    ("editorial:redirects", {}), ("editorial:review", {}), ("editorial:redirect_edit", {"slug": "slug", "pk": "redirect"}),
]  # fmt: skip
OPEN = {
    "editor": _EDIT,
    "chief_editor": _LEAD,
    "city_admin": [
        *_LEAD, ("editorial:members", {}), ("editorial:settings", {}), ("editorial:theme", {}), ("editorial:audit", {}),
        ("editorial:audit_csv", {"slug": "slug"}),
    ],
}  # fmt: skip
