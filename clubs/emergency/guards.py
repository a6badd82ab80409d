"""Triggers that keep `CallTask.assigned` true and nobody at two tasks at once, on SQLite and PostgreSQL.

Why triggers and not a counter of our own: the number is then true for every writer, also for raw SQL and the deletion of
people, and the CHECK `calltask_never_too_many` can hold it. Overlaps: the person's row, then the task's row are locked,
then the other tasks are read. A task's times are fixed while people are assigned (they were told), so nothing that was read can
change behind it. A database without these triggers could hold the overlap only by an exclusion constraint, which SQLite lacks.

Laid again after every `migrate` (apps.py): SQLite drops triggers whenever Django rebuilds a table.
"""

# ruff: noqa: S608  (statements made of our own constants)
from __future__ import annotations

from typing import Any

from django.db import connections

A, T = "emergency_assignment", "emergency_calltask"
COUNT = f"(SELECT COUNT(*) FROM {A} WHERE task_id = {{}})"
CLASH = (
    f"EXISTS (SELECT 1 FROM {A} a JOIN {T} o ON o.id = a.task_id JOIN {T} n ON n.id = NEW.task_id "
    "WHERE a.helper_id = NEW.helper_id AND o.id <> n.id AND o.starts_at < n.ends_at AND n.starts_at < o.ends_at)"
)
NAMES = ("busy", "come", "go", "stay", "counted", "new", "times")

SQLITE = [
    *(f"DROP TRIGGER IF EXISTS emergency_{name}" for name in NAMES),
    f"CREATE TRIGGER emergency_busy BEFORE INSERT ON {A} WHEN {CLASH} "
    "BEGIN SELECT RAISE(ABORT, 'emergency: at another task'); END",
    f"CREATE TRIGGER emergency_come AFTER INSERT ON {A} BEGIN "
    f"UPDATE {T} SET assigned = {COUNT.format('NEW.task_id')} WHERE id = NEW.task_id; END",
    f"CREATE TRIGGER emergency_go AFTER DELETE ON {A} BEGIN "
    f"UPDATE {T} SET assigned = {COUNT.format('OLD.task_id')} WHERE id = OLD.task_id; END",
    f"CREATE TRIGGER emergency_stay BEFORE UPDATE OF task_id, helper_id ON {A} "
    "WHEN NEW.task_id <> OLD.task_id OR NEW.helper_id <> OLD.helper_id "
    "BEGIN SELECT RAISE(ABORT, 'emergency: an assignment stays'); END",
    f"CREATE TRIGGER emergency_counted BEFORE UPDATE OF assigned ON {T} WHEN NEW.assigned <> {COUNT.format('NEW.id')} "
    "BEGIN SELECT RAISE(ABORT, 'emergency: assigned is counted, not set'); END",
    f"CREATE TRIGGER emergency_new BEFORE INSERT ON {T} WHEN NEW.assigned <> 0 "
    "BEGIN SELECT RAISE(ABORT, 'emergency: assigned is counted, not set'); END",
    f"CREATE TRIGGER emergency_times BEFORE UPDATE OF starts_at, ends_at ON {T} "
    "WHEN (NEW.starts_at <> OLD.starts_at OR NEW.ends_at <> OLD.ends_at) AND OLD.assigned > 0 "
    "BEGIN SELECT RAISE(ABORT, 'emergency: people were told these times'); END",
]


def _function(name: str, body: str) -> str:
    return f"CREATE OR REPLACE FUNCTION emergency_{name}() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$"


def _raise(text: str) -> str:
    return f"RAISE EXCEPTION 'emergency: {text}' USING ERRCODE = 'check_violation';"


def _trigger(name: str, when: str, table: str, function: str, condition: str = "") -> str:
    condition = f"WHEN ({condition}) " if condition else ""
    return (
        f"CREATE OR REPLACE TRIGGER emergency_{name} {when} ON {table} FOR EACH ROW "
        f"{condition}EXECUTE FUNCTION emergency_{function}()"
    )


POSTGRESQL = [
    # Person first, then task: the order of locks of every writer
    _function(
        "free",
        "BEGIN PERFORM 1 FROM emergency_helper WHERE id = NEW.helper_id FOR NO KEY UPDATE; "
        f"PERFORM 1 FROM {T} WHERE id = NEW.task_id FOR NO KEY UPDATE; "
        f"IF {CLASH} THEN {_raise('at another task')} END IF; RETURN NEW; END",
    ),
    _function(
        "count",
        "DECLARE concerned bigint; BEGIN IF TG_OP = 'DELETE' THEN concerned := OLD.task_id; "
        "ELSE concerned := NEW.task_id; END IF; "
        f"PERFORM 1 FROM {T} WHERE id = concerned FOR NO KEY UPDATE; "
        f"UPDATE {T} SET assigned = {COUNT.format('concerned')} WHERE id = concerned; RETURN NULL; END",
    ),
    _function("stays", f"BEGIN {_raise('an assignment stays')} END"),
    _function(
        "number",
        f"BEGIN IF NEW.assigned <> {COUNT.format('NEW.id')} THEN {_raise('assigned is counted, not set')} "
        "END IF; RETURN NEW; END",
    ),
    _function("told", f"BEGIN {_raise('people were told these times')} END"),
    _trigger("busy", "BEFORE INSERT", A, "free"),
    _trigger("come", "AFTER INSERT", A, "count"),
    _trigger("go", "AFTER DELETE", A, "count"),
    _trigger(
        "stay", "BEFORE UPDATE", A, "stays", "NEW.task_id <> OLD.task_id OR NEW.helper_id <> OLD.helper_id"
    ),
    _trigger("counted", "BEFORE UPDATE OF assigned", T, "number", "NEW.assigned <> OLD.assigned"),
    _trigger("new", "BEFORE INSERT", T, "number", "NEW.assigned <> 0"),
    _trigger(
        "times", "BEFORE UPDATE", T, "told",
        "(NEW.starts_at <> OLD.starts_at OR NEW.ends_at <> OLD.ends_at) AND OLD.assigned > 0",
    ),
]  # fmt: skip


def install(using: str = "default") -> None:
    """Lay the triggers; repeating changes nothing."""
    connection = connections[using]
    if A not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        for statement in SQLITE if connection.vendor == "sqlite" else POSTGRESQL:
            cursor.execute(statement)


def after_migrate(sender: Any, using: str = "default", **_: Any) -> None:
    install(using)
