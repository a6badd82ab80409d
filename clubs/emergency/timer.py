"""What calls for helpers need by the clock: see portal.operations, run_timer."""

from .actions.calls import end_forgotten
from .actions.people import forget

DAILY = [end_forgotten, forget]
