"""What hours need by the clock: see portal.operations, run_timer."""

from .actions.entries import ask_again

DAILY = [ask_again]
