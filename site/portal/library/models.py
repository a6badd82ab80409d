"""Images and documents. They belong to a city through their collection."""

from __future__ import annotations

import secrets
from pathlib import PurePosixPath
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.search import index


def unguessable(path: str) -> str:
    """ "original_images/marktplatz.jpg" → "original_images/marktplatz-k3J9….jpg": nobody finds a file by its title.

    Renditions take their name from the original, so a picture of a draft is not found before the page is published.
    """
    name = PurePosixPath(path)
    return str(name.with_name(f"{name.stem[:60]}-{secrets.token_urlsafe(9)}{name.suffix.lower()}"))


class PortalImage(AbstractImage):
    """`description` is the default alternative text and required in forms. Topics are the pages' matter: shared tags
    would tell one city what another one photographs."""

    credit = models.CharField(_("Bildnachweis"), max_length=200, blank=True)

    admin_form_fields = (
        "title", "file", "description", "credit", "collection",
        "focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height",
    )  # fmt: skip
    search_fields: ClassVar = [f for f in AbstractImage.search_fields if not isinstance(f, index.RelatedFields)]

    class Meta(AbstractImage.Meta):
        verbose_name = _("Bild")
        verbose_name_plural = _("Bilder")
        permissions: ClassVar = [("choose_portalimage", "Can choose image")]

    @property
    def default_alt_text(self) -> str:
        """The description, never the title: "DSC_0815" helps nobody."""
        return str(self.description or "")

    def get_upload_to(self, filename: str) -> str:
        return unguessable(super().get_upload_to(filename))


class PortalRendition(AbstractRendition):
    image = models.ForeignKey(PortalImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="rendition_once")
        ]


class PortalDocument(AbstractDocument):
    admin_form_fields = ("title", "file", "collection")
    search_fields: ClassVar = [f for f in AbstractDocument.search_fields if not isinstance(f, index.RelatedFields)]

    class Meta(AbstractDocument.Meta):
        verbose_name = _("Dokument")
        verbose_name_plural = _("Dokumente")
        permissions: ClassVar = [("choose_portaldocument", "Can choose document")]

    def belongs_to(self, collection: Any) -> bool:
        """Does it lie in this collection or in one below it? Collections are a tree by `path`."""
        return collection is not None and self.collection.path.startswith(collection.path)
