"""A foreign key to a city-owned row whose form field can be built outside any city's scope."""

from __future__ import annotations

from typing import Any

from django.db import models
from django_scopes import get_scope, scopes_disabled


class CityForeignKey(models.ForeignKey):
    """Offers the rows of the open scope; without a scope (system checks, `portal check`) it offers none.

    Wagtail builds page forms while Django starts, before any request: a plain foreign key to a scoped model
    would raise ScopeError there. Inside a request the scope narrows the choices as everywhere else.
    """

    def formfield(self, **kwargs: Any) -> Any:
        scope = get_scope()
        if "city" in scope or not scope.get("_enabled", True):
            return super().formfield(**kwargs)
        with scopes_disabled():
            field = super().formfield(**kwargs)
            field.queryset = field.queryset.none()
        return field

    def deconstruct(self) -> tuple[Any, ...]:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.ForeignKey", args, kwargs
