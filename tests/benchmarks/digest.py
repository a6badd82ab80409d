"""One daily round for 50,000 followers over 500 changes: written, rendered and handed to a mail folder."""

from __future__ import annotations

from tests.operations.installation import ask

PEOPLE, CHANGES = 50_000, 500

__all__ = ["CHANGES", "PEOPLE", "measure"]


def measure(env: dict[str, str]) -> dict[str, float]:
    """Seconds by the clock and of the processor, peak memory of the process in MB, queries per 1,000 people, mails."""
    env = {
        **env,
        "DJANGO_SETTINGS_MODULE": "tests.following.spool_settings",
        "TEST_MAIL_BACKEND": "participation.following.spool.SpoolBackend",
    }
    return ask(env, "tests.following.killed", "measure", str(PEOPLE), str(CHANGES))
