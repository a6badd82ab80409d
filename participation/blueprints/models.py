"""Blueprints of processes: phases, modules, texts and rights, without any date, place or contribution."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager, scopes_disabled

from portal.cities.models import CityOwned

NAME_MAX, TEXT_MAX = 80, 600


class BlueprintQuerySet(models.QuerySet["Blueprint"]):
    def shared(self) -> BlueprintQuerySet:
        return self.filter(is_shared=True)


class Blueprint(CityOwned):
    """A city's own blueprint. `uuid` names the line of versions and travels with the file, so it is unique per city.

    `data`: canonical (see `data.checked`). `derived_from`, `derived_version`: what it was copied from, and `derived_city`
    whose that was. The built-in ones are no rows: see `builtin.py`.
    """

    uuid = models.UUIDField(default=uuid.uuid4, editable=False)
    name = models.CharField(_("Name"), max_length=NAME_MAX)
    text = models.TextField(_("Wofür eignet sie sich?"), max_length=TEXT_MAX, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    data = models.JSONField(default=dict, editable=False)
    is_shared = models.BooleanField(_("Mit der Allianz geteilt"), default=False)
    derived_from = models.UUIDField(null=True, editable=False)
    derived_version = models.PositiveIntegerField(null=True, editable=False)
    derived_city = models.CharField(max_length=80, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(BlueprintQuerySet), city="city")

    class Meta:
        verbose_name = _("Vorlage")
        verbose_name_plural = _("Vorlagen")
        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["city", "uuid"], name="blueprint_once_per_city"),
            models.UniqueConstraint(
                fields=["city", "derived_from"], condition=Q(derived_from__isnull=False), name="blueprint_copied_once"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="blueprint_has_name"),
            models.CheckConstraint(condition=Q(version__gte=1), name="blueprint_version"),
            models.CheckConstraint(
                condition=Q(derived_from__isnull=True, derived_version__isnull=True)
                | Q(derived_from__isnull=False, derived_version__gte=1),
                name="blueprint_provenance_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @staticmethod
    def offered_by_others(city_id: int) -> BlueprintQuerySet:
        """What other cities share with the alliance: on purpose region-wide."""
        with scopes_disabled():
            return Blueprint.objects.shared().exclude(city=city_id).select_related("city")
