"""The one way in which an action says no to a person."""

from __future__ import annotations

from django.core.exceptions import ValidationError


class Refused(ValidationError):
    """A rule says no. `code` names the rule, the message is for the person: plain, and with a way on where there is one."""
