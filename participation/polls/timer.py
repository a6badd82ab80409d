"""What surveys need every night: see portal.operations, run_timer."""

from .actions import drop_drafts

DAILY = [drop_drafts]
