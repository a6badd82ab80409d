"""One function: `record`. Call it inside the transaction of the change that it witnesses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models, transaction

from .models import AuditEntry

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.cities.models import City


def record(
    city: City | None, action: str, target: models.Model | str, *, actor: User | None, **data: Any
) -> AuditEntry:
    """Write the audit row of a change. `data` must be JSON and free of personal texts."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("audit.record() belongs into the transaction of the change")
    entry = AuditEntry(
        city=city,
        actor=actor if actor is not None and actor.is_authenticated else None,
        action=action,
        target=target if isinstance(target, str) else name_of(target),
        data=data,
    )
    entry.save(force_insert=True)
    return entry


def name_of(row: models.Model) -> str:
    """Stable name of a row: app.model:uuid (or primary key)."""
    return f"{row._meta.label_lower}:{getattr(row, 'uuid', None) or row.pk}"
