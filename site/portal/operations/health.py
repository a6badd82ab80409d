"""/healthz: the process answers. /readyz: it can work (database, migrations, caches, files). Asked under any host."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.cache import caches
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

log = logging.getLogger(__name__)
_migrated = False  # once complete it stays complete while this process lives


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    return _no_store(HttpResponse("ok\n", content_type="text/plain"))


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when every check passes, else 503 with the names of those that failed; details only in the log."""
    results = {name: _passes(name, check) for name, check in CHECKS.items()}
    ok = all(results.values())
    answer = {"ready": ok, "checks": {name: "ok" if passed else "failed" for name, passed in results.items()}}
    return _no_store(JsonResponse(answer, status=200 if ok else 503))


def _no_store(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response


def _passes(name: str, check: Callable[[], None]) -> bool:
    try:
        check()
    except Exception as error:
        log.error("not ready: %s: %s", name, error)
        return False
    return True


def database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def migrations() -> None:
    global _migrated
    if _migrated:
        return
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        raise RuntimeError(f"{len(plan)} migrations are not applied")
    _migrated = True


def cache() -> None:
    for alias in settings.CACHES:
        key, value = f"readyz:{secrets.token_hex(4)}", secrets.token_hex(8)
        caches[alias].set(key, value, 10)
        if caches[alias].get(key) != value:
            raise RuntimeError(f"cache {alias} forgets")
        caches[alias].delete(key)


def media() -> None:
    name = default_storage.save(f"readyz-{secrets.token_hex(4)}", ContentFile(b"ok"))
    default_storage.delete(name)


def static() -> None:
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if "Manifest" in settings.STORAGES["staticfiles"]["BACKEND"] and not manifest.exists():
        raise RuntimeError("collectstatic has not run")


CHECKS: dict[str, Callable[[], None]] = {
    "database": database,
    "migrations": migrations,
    "cache": cache,
    "media": media,
    "static": static,
}
