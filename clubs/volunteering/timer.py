"""What the places need by the clock: see portal.operations, run_timer."""

from .actions.desk import ask_whether_true, forget_old_checks
from .actions.people import end_consents, forget_asks, forget_people
from .actions.places import expire_due
from .actions.reminders import remind
from .actions.saving import ask_whether_wanted, forget, tell
from .findable import tidy

MINUTE = [expire_due, forget_asks, remind, tell]
DAILY = [end_consents, forget_people, tidy, ask_whether_true, forget_old_checks, ask_whether_wanted, forget]
