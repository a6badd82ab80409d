"""Which areas a city can switch on: what the installed apps offer, found and never named here.

An app takes part with `capability = "clubs"` in its AppConfig (its `verbose_name` is the label) or by blocks that
ask for a capability (`Entry.capability`).
"""

from __future__ import annotations

from django.apps import apps


def choices() -> list[tuple[str, str]]:
    from portal.blocks.registry import entries

    labels = {str(config.label): str(config.verbose_name) for config in apps.get_app_configs()}
    found = {
        str(config.capability): str(config.verbose_name)
        for config in apps.get_app_configs()
        if getattr(config, "capability", "")
    }
    for entry in entries():
        key = getattr(entry, "capability", "")
        if key:
            found.setdefault(key, labels.get(key, key))
    return sorted(found.items(), key=lambda item: item[1])
