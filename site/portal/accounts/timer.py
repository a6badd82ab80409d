"""What accounts need every night: see portal.operations, run_timer."""

from .actions import purge_sessions, purge_unverified

DAILY = [purge_unverified, purge_sessions]
