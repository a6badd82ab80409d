"""What following needs by the clock: see portal.operations, run_timer."""

from .actions import forget
from .clock import tick

MINUTE = [tick]
DAILY = [forget]
