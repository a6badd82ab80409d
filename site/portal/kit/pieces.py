"""HTML of lists as visitors see it, rendered once per worker: a page of 80 comments is mostly the same 80 pieces.

The key holds everything a piece shows, so nothing has to be thrown away after a change: what changed has another key.
What members see (their own controls) is always rendered anew.
"""

from __future__ import annotations

from typing import Any

from django.template.loader import get_template
from django.utils import timezone
from django.utils.translation import get_language

MOST = 5000  # pieces per worker, about 2 KB each; then it starts over
_pieces: dict[tuple[Any, ...], str] = {}


def piece(template: str, context: dict[str, Any], key: tuple[Any, ...] | None) -> str:
    """The rendered template. `key`: everything that it shows, beside language and time zone; None: never kept."""
    if key is None:
        return get_template(template).render(context)
    full = (template, get_language(), timezone.get_current_timezone_name(), *key)
    found = _pieces.get(full)
    if found is None:
        if len(_pieces) >= MOST:
            _pieces.clear()
        found = _pieces[full] = get_template(template).render(context)
    return found
