"""Triggers that keep `Shift.taken` true, on SQLite and PostgreSQL. With the CHECK `shift_never_overbooked` nothing can
hold one place too many: no page, no admin, no import, no SQL typed by hand. Why so: docs/decisions/capacity-in-the-database.md.

Laid again after every `migrate` (apps.py): SQLite drops triggers whenever Django rebuilds a table.
"""

# ruff: noqa: S608  (statements made of our own constants)
from __future__ import annotations

from typing import Any

from django.db import connections

HOLD = "('confirmed', 'offered')"
SUM = f"(SELECT COALESCE(SUM(places), 0) FROM volunteering_signup WHERE shift_id = {{}} AND state IN {HOLD})"

SQLITE = [
    "DROP TRIGGER IF EXISTS volunteering_come",
    "DROP TRIGGER IF EXISTS volunteering_change",
    "DROP TRIGGER IF EXISTS volunteering_go",
    "DROP TRIGGER IF EXISTS volunteering_stay",
    "DROP TRIGGER IF EXISTS volunteering_taken",
    "DROP TRIGGER IF EXISTS volunteering_new",
    f"CREATE TRIGGER volunteering_come AFTER INSERT ON volunteering_signup WHEN NEW.state IN {HOLD} BEGIN "
    f"UPDATE volunteering_shift SET taken = {SUM.format('NEW.shift_id')} WHERE id = NEW.shift_id; END",
    f"CREATE TRIGGER volunteering_change AFTER UPDATE OF state, places ON volunteering_signup "
    f"WHEN NEW.state IN {HOLD} OR OLD.state IN {HOLD} BEGIN "
    f"UPDATE volunteering_shift SET taken = {SUM.format('NEW.shift_id')} WHERE id = NEW.shift_id; END",
    f"CREATE TRIGGER volunteering_go AFTER DELETE ON volunteering_signup WHEN OLD.state IN {HOLD} BEGIN "
    f"UPDATE volunteering_shift SET taken = {SUM.format('OLD.shift_id')} WHERE id = OLD.shift_id; END",
    "CREATE TRIGGER volunteering_stay BEFORE UPDATE OF shift_id ON volunteering_signup "
    "WHEN NEW.shift_id <> OLD.shift_id BEGIN SELECT RAISE(ABORT, 'a sign-up stays with its shift'); END",
    "CREATE TRIGGER volunteering_taken BEFORE UPDATE OF taken ON volunteering_shift "
    f"WHEN NEW.taken <> {SUM.format('NEW.id')} BEGIN SELECT RAISE(ABORT, 'taken is counted, not set'); END",
    "CREATE TRIGGER volunteering_new BEFORE INSERT ON volunteering_shift WHEN NEW.taken <> 0 "
    "BEGIN SELECT RAISE(ABORT, 'taken is counted, not set'); END",
]

POSTGRESQL = [
    # Locks the shift first, so that the sum (a new snapshot, READ COMMITTED) sees everyone who was faster
    f"""CREATE OR REPLACE FUNCTION volunteering_count() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE concerned bigint;
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.shift_id <> OLD.shift_id THEN
    RAISE EXCEPTION 'a sign-up stays with its shift' USING ERRCODE = 'check_violation';
  END IF;
  IF TG_OP = 'DELETE' THEN
    concerned := OLD.shift_id;
  ELSE
    concerned := NEW.shift_id;
  END IF;
  PERFORM 1 FROM volunteering_shift WHERE id = concerned FOR UPDATE;
  UPDATE volunteering_shift SET taken = {SUM.format("concerned")} WHERE id = concerned;
  RETURN NULL;
END $$""",
    f"""CREATE OR REPLACE FUNCTION volunteering_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.taken <> {SUM.format("NEW.id")} THEN
    RAISE EXCEPTION 'taken is counted, not set' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$""",
    f"CREATE OR REPLACE TRIGGER volunteering_come AFTER INSERT ON volunteering_signup FOR EACH ROW "
    f"WHEN (NEW.state IN {HOLD}) EXECUTE FUNCTION volunteering_count()",
    f"CREATE OR REPLACE TRIGGER volunteering_change AFTER UPDATE ON volunteering_signup FOR EACH ROW "
    f"WHEN (NEW.shift_id <> OLD.shift_id OR ((NEW.state <> OLD.state OR NEW.places <> OLD.places) "
    f"AND (NEW.state IN {HOLD} OR OLD.state IN {HOLD}))) EXECUTE FUNCTION volunteering_count()",
    f"CREATE OR REPLACE TRIGGER volunteering_go AFTER DELETE ON volunteering_signup FOR EACH ROW "
    f"WHEN (OLD.state IN {HOLD}) EXECUTE FUNCTION volunteering_count()",
    "CREATE OR REPLACE TRIGGER volunteering_taken BEFORE UPDATE OF taken ON volunteering_shift FOR EACH ROW "
    "WHEN (NEW.taken <> OLD.taken) EXECUTE FUNCTION volunteering_guard()",
    "CREATE OR REPLACE TRIGGER volunteering_new BEFORE INSERT ON volunteering_shift FOR EACH ROW "
    "WHEN (NEW.taken <> 0) EXECUTE FUNCTION volunteering_guard()",
]


def install(using: str = "default") -> None:
    """Lay the triggers; repeating changes nothing."""
    connection = connections[using]
    if "volunteering_signup" not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        for statement in SQLITE if connection.vendor == "sqlite" else POSTGRESQL:
            cursor.execute(statement)


def after_migrate(sender: Any, using: str = "default", **_: Any) -> None:
    install(using)
