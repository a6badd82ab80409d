"""What moderation needs every night: see portal.operations, run_timer."""

from .tasks import bring_home, forget

DAILY = [forget, bring_home]
