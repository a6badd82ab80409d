"""`offices_changed`: sent on commit when offices, hours or exceptions of a city changed. Argument: `city`."""

from django.dispatch import Signal

offices_changed = Signal()
