"""Kinds of notification, as data. Every app may declare its own in `notices.py`: a module-level list `NOTICES`.

    NOTICES = [Kind("comments.reply", _("{author} hat Ihnen geantwortet"), _("Auf der Seite „{page}“: {excerpt}"),
                    choice="notify_replies")]

`title` and `text` are filled with `str.format_map(context)` in the reader's language when they are read.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import import_module, util

from django.apps import apps


@dataclass(frozen=True)
class Kind:
    """`choice`: the boolean field of the account that switches its mails off; "" = always mailed, because the
    person must know (a moderation decision); `mail=False`: only shown on the page „Benachrichtigungen“."""

    key: str
    title: str
    text: str = ""
    choice: str = ""
    mail: bool = True
    icon: str = "bell"


@cache
def all_kinds() -> dict[str, Kind]:
    """Every kind by key; two apps with the same key are a mistake of ours."""
    found: dict[str, Kind] = {}
    for config in apps.get_app_configs():
        name = f"{config.name}.notices"
        if util.find_spec(name) is None:
            continue
        for kind in import_module(name).NOTICES:
            if kind.key in found:
                raise ValueError(f"notification kind declared twice: {kind.key}")
            found[kind.key] = kind
    return found


def choices() -> set[str]:
    """Fields of the account that switch mails off."""
    return {spec.choice for spec in all_kinds().values() if spec.choice}
