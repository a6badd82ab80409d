"""What the directory needs by the clock: see portal.operations, run_timer."""

from .importing import forget

DAILY = [forget]
