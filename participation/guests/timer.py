"""What guests need by the clock: see portal.operations, run_timer."""

from .actions import expire, forget

MINUTE = [expire]
DAILY = [forget]
