"""What the outbox does by the clock: see portal.operations, run_timer."""

from .actions import forget
from .tasks import start

MINUTE = [start]
DAILY = [forget]
