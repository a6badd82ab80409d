"""What the directory needs by the clock: see portal.operations, run_timer."""

from .care_actions import ask_if_true, chase, forget_inquiries
from .importing import forget

DAILY = [forget, chase, ask_if_true, forget_inquiries]
