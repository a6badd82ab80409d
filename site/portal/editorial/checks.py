"""House rules of scoping as system checks: what is forgotten fails the build, not the next leak.

Warnings, so that work in progress still runs; tests/security lets none of them pass.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Warning, register
from django.db.models import ForeignKey
from wagtail.models import Page, get_page_models

from portal.cities.models import City

from .references import OwnReferencesMixin

# Models that point at a city and are not scoped, each with its reason.
UNSCOPED: dict[str, str] = {
    "cities.RoleGroup": "who may do what is read before any scope is open",
    "notifications.Notification": "belongs to its reader, who has one inbox for all portals",
    "mailing.Letter": "handed over for all cities by one worker; no page lists letters",
    "accounts.User": "people belong to the region; home_city is a preference, not an owner",
    "following.Subscription": "belongs to the person, who follows what happens in several cities; `within` is a wish",
}


def is_scoped(manager: Any) -> bool:
    """A manager made by django_scopes.ScopedManager: it raises, or filters, without being asked."""
    return hasattr(manager, "with_scopes_disabled")


@register("portal")
def city_owned_models_are_scoped(**_: Any) -> list[CheckMessage]:
    problems: list[CheckMessage] = []
    for model in apps.get_models():
        points = [f for f in model._meta.concrete_fields if isinstance(f, ForeignKey) and f.related_model is City]
        if not points or model._meta.label in UNSCOPED:
            continue
        managers = model._meta.managers
        if not managers or not is_scoped(managers[0]):
            problems.append(
                Warning(
                    f"{model._meta.label} points at a city, but its first manager is not a ScopedManager.",
                    hint='Write objects = ScopedManager(city="city") first, or list it in UNSCOPED with a reason.',
                    obj=model,
                    id="portal.W001",
                )
            )
    return problems


@register("portal")
def page_forms_check_references(**_: Any) -> list[CheckMessage]:
    return [
        Warning(
            f"{model._meta.label} has a form that accepts other cities' images and pages.", obj=model, id="portal.W002"
        )
        for model in get_page_models()
        if model is not Page and not issubclass(model.base_form_class, OwnReferencesMixin)
    ]
