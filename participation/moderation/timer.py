"""What moderation needs every night: see portal.operations, run_timer."""

from .tasks import forget

DAILY = [forget]
