"""Everything this installation knows about a person, and how it is forgotten.

THE CONTRACT. Any installed app may have a module `personal_data.py` (found by name, like Django's `admin.py`) with

    def export(user) -> dict[str, JSON | File]
        The person's own data. Keys become file names inside the app's folder of the ZIP: a JSON value (dict, list,
        str, int, bool, None, date, datetime, UUID, Decimal) is written as `<app label>/<key>.json`; a `File` (below)
        as `<app label>/<file.name>`. Only what the person wrote, owns or did; never other people's texts.
        Called with every city's scope open (`scopes_disabled`). An app without data returns {}.

    def erase(user) -> None
        Called inside the transaction that deletes the account, before the account's row is emptied and with every
        city's scope open. Delete or detach what is the person's alone (likes, follows, drafts). What others answered
        to stays readable: leave the text and its foreign key; `user.public_name` then says „Gelöschtes Konto“.
        Must be idempotent and must not send mail.

Both functions are optional. A failing `export` or `erase` fails the whole download or deletion: nothing is left out
silently. Order is the order of INSTALLED_APPS; this app's own part comes last.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module, util
from types import ModuleType
from typing import TYPE_CHECKING

from django.apps import apps

if TYPE_CHECKING:
    pass


@dataclass(frozen=True)
class File:
    """A file of the download: `name` may contain folders, `content` are its bytes."""

    name: str
    content: bytes


def contributors() -> Iterator[tuple[str, ModuleType]]:
    """(app label, module) of every installed app that keeps personal data, the accounts themselves last."""
    for config in apps.get_app_configs():
        name = f"{config.name}.personal_data"
        if config.name != "portal.accounts" and util.find_spec(name) is not None:
            yield config.label, import_module(name)
