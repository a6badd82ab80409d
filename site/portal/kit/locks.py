"""A lock of ours on something that has a number, shared or alone, until the transaction ends.

PostgreSQL's advisory locks stand in a fair line: who wants it alone is not overtaken by those who come to share it. SQLite
has one writer at a time anyway (BEGIN IMMEDIATE), so there is nothing to take.
"""

from __future__ import annotations

from enum import IntEnum

from django.db import connection, transaction


class Space(IntEnum):
    """What the numbers count: one space for each kind of thing. Values are kept for ever."""

    PROJECT = 0x9E0D
    SHIFT = 0x9E0E


def can_share() -> bool:
    """Whether sharing lets others in at all."""
    return connection.vendor == "postgresql"


def hold(space: Space, number: int, *, alone: bool) -> None:
    """Take the lock until the transaction ends (or the savepoint is rolled back). Raises RuntimeError outside of one."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("the lock belongs into the transaction of the change")
    if can_share():
        function = "pg_advisory_xact_lock" if alone else "pg_advisory_xact_lock_shared"
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {function}(%s, %s)", [space, number])
