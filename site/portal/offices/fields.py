"""A foreign key to a city-owned row whose form field can be built outside any city's scope."""

from __future__ import annotations

from typing import Any

from django.db import models
from django_scopes import get_scope, scopes_disabled


def _in_scope() -> models.Q:
    """Asked anew by every form: Wagtail keeps form classes, and a class remembers the scope it was built in."""
    scope = get_scope()
    if not scope.get("_enabled", True):
        return models.Q()
    cities = scope.get("city") or []
    return models.Q(city__in=cities if isinstance(cities, list | tuple | models.QuerySet) else [cities])


class CityForeignKey(models.ForeignKey):
    """Offers the rows of the open scope; without a scope (system checks, `portal check`) it offers none.

    Wagtail builds page forms while Django starts, before any request: a plain foreign key to a scoped model
    would raise ScopeError there.
    """

    def formfield(self, **kwargs: Any) -> Any:
        with scopes_disabled():
            return super().formfield(**{"limit_choices_to": _in_scope, **kwargs})

    def deconstruct(self) -> tuple[Any, ...]:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.ForeignKey", args, kwargs
