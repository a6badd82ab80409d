"""The memory of the demo: what was seeded once is never seeded again, even if a person deleted it."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.cities.models import CityOwned


class DemoSeed(CityOwned):
    """Key → row. The row may be gone: then the key says so and keeps it gone."""

    key = models.CharField(_("Schlüssel"), max_length=160)
    content_type = models.ForeignKey(ContentType, models.CASCADE)
    object_id = models.PositiveBigIntegerField()
    seeded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("Demo-Eintrag")
        verbose_name_plural = _("Demo-Einträge")
        constraints: ClassVar = [models.UniqueConstraint(fields=["city", "key"], name="demo_key_once")]

    def __str__(self) -> str:
        return f"{self.city}: {self.key}"

    @property
    def row(self) -> models.Model | None:
        model = self.content_type.model_class()
        return model._base_manager.filter(pk=self.object_id).first() if model else None
