"""Logs as JSON lines on standard error, through structlog; free of personal data by construction.

Every record passes `without_people`: e-mail and IP addresses are replaced wherever they stand, query strings cut.
"""

from __future__ import annotations

import logging
import re
from collections.abc import MutableMapping
from typing import Any

import structlog
from django.conf import settings
from django.http import HttpRequest

_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
_IPV4 = re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}\b")
_IPV6 = re.compile(r"\b(?:[0-9a-fA-F]{1,4}:){3,7}[0-9a-fA-F]{1,4}\b|\b(?:[0-9a-fA-F]{1,4}:){1,6}:[0-9a-fA-F:]{0,20}")
_QUERY = re.compile(r"(?<=[\w/])\?[^\s\"']+")


def cleaned(text: str) -> str:
    text = _QUERY.sub("?…", text)
    text = _EMAIL.sub("<e-mail>", text)
    return _IPV6.sub("<address>", _IPV4.sub("<address>", text))


def without_people(logger: Any, name: str, event: MutableMapping[str, Any]) -> dict[str, Any]:
    """A structlog processor."""
    return {
        key: cleaned(value) if isinstance(value, str) and key != "timestamp" else value for key, value in event.items()
    }


def json_formatter() -> logging.Formatter:
    """For settings.LOGGING: {"()": "portal.operations.logs.json_formatter"}."""
    shared: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[*shared, structlog.stdlib.PositionalArgumentsFormatter()],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            without_people,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    )


def request_log() -> logging.Logger | None:
    """The log of requests; None where nobody reads it."""
    return logging.getLogger("portal.request") if getattr(settings, "LOG_REQUESTS", True) else None


def write(log: logging.Logger, request: HttpRequest, status: int, ms: float) -> None:
    level = logging.ERROR if status >= 500 else logging.INFO
    if not log.isEnabledFor(level):
        return
    match = request.resolver_match
    city = getattr(request, "city", None)
    log.log(
        level,
        "request",
        extra={
            "facts": {
                "id": request.id,  # type: ignore[attr-defined]
                "host": city.slug if city is not None else "-",
                "admin": bool(getattr(request, "is_admin_host", False)),
                "method": request.method if request.method in METHODS else "other",
                "path": f"/{match.route}"
                if match is not None
                else ("page cache" if hasattr(request, "from_page_cache") else "-"),
                "status": status,
                "ms": round(ms, 1),
            }
        },
    )


METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class RequestFormatter(logging.Formatter):
    """One request, one JSON line. Facts are chosen, never copied: nothing needs to be cleaned."""

    def __init__(self) -> None:
        super().__init__()
        self.render = structlog.processors.JSONRenderer(ensure_ascii=False)

    def format(self, record: logging.LogRecord) -> str:
        facts = getattr(record, "facts", {})
        stamp = self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z")
        return str(
            self.render(None, "", {"event": "request", "level": record.levelname.lower(), "timestamp": stamp, **facts})
        )


def request_formatter() -> logging.Formatter:
    return RequestFormatter()
