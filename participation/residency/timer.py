"""What proofs of residence need every night: see portal.operations, run_timer."""

from .actions import tidy

DAILY = [tidy]
