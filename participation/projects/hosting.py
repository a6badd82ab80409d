"""Discussions inside modules: the host that participation.comments asks, bound to the phases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django_scopes import scopes_disabled

from participation.comments.hosts import Host
from participation.comments.permissions import Verdict

from .gate import hold
from .models import Module, Project
from .permissions import Person, may
from .plans import Plan, plan_of

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.cities.models import City


def module_host(
    plan: Plan,
    module: Module,
    *,
    title: str,
    url: str,
    city: City | None = None,
    public: bool = True,
    feature: str = "comment",
) -> Host:
    """A row of a module that can be discussed. Who may write follows from the phases; inside a transaction the plan is
    read again under the project's lock, as for every other write of the module."""

    def may_write(user: User) -> Verdict:
        current = plan
        if transaction.get_connection().in_atomic_block:
            hold(module.project_id, alone=False)
            with scopes_disabled():
                current = plan_of(Project.objects.select_related("city").get(pk=module.project_id))
        fresh = next((m for m in current.modules if m.pk == module.pk), None)
        return may(current, fresh, feature, Person(user)) if fresh is not None else Verdict(False)

    return Host(
        title=title,
        url=url,
        city=city or plan.project.city,
        cities=plan.cities,
        public=public and plan.project.is_public and module.switched_on,
        may_write=may_write,
        stance=bool(module.setting("stance")),
    )
