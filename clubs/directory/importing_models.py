"""An uploaded table of clubs: what was read, what came of it, and what was there before."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.cities.models import CityOwned


class ClubImport(CityOwned):
    """One file. `rows`: what was read, as `importing.Line` dicts, emptied when the import is done or forgotten."""

    class Status(models.TextChoices):
        CHECKED = "checked", _("geprüft, noch nicht übernommen")
        APPLIED = "applied", _("übernommen")
        UNDONE = "undone", _("zurückgenommen")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    file_name = models.CharField(max_length=100)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.CHECKED)
    columns = models.JSONField(default=list)
    rows = models.JSONField(default=list)
    created = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    applied_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("Import von Vereinen")
        verbose_name_plural = _("Importe von Vereinen")
        ordering: ClassVar = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.file_name


class ImportedClub(CityOwned):
    """A club that an import made or changed. `before` is empty for a new one; `after`: as the import left it."""

    batch = models.ForeignKey(ClubImport, models.CASCADE, related_name="imported")
    club = models.ForeignKey("directory.Club", models.CASCADE, related_name="imports")
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("Importierter Verein")
        verbose_name_plural = _("Importierte Vereine")
        constraints: ClassVar = [models.UniqueConstraint(fields=["batch", "club"], name="club_once_in_import")]

    def __str__(self) -> str:
        return f"{self.club_id} in {self.batch_id}"
