"""What the directory needs by the clock: see portal.operations, run_timer."""

from .care_actions import ask_if_true, chase, forget_inquiries
from .importing import forget
from .people_actions import forget_people

DAILY = [forget, chase, ask_if_true, forget_inquiries, forget_people]
