"""What notifications need every night: see portal.operations, run_timer."""

from .actions import purge_expired

DAILY = [purge_expired]
