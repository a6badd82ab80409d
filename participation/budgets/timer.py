"""What budgets need every night: see portal.operations, run_timer."""

from .closing import close_due

DAILY = [close_due]
