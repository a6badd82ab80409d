"""What answers need every night: see portal.operations, run_timer."""

from .reminders import remind

DAILY = [remind]
