"""What guests need every night: see portal.operations, run_timer."""

from .actions import forget

DAILY = [forget]
