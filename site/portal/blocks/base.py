"""What all blocks share: groups of the picker, heading levels, choosers that load in one go, the picture."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from .loading import Bundled

TEXT = _("Text")
MEDIA = _("Bilder und Medien")
LINKS = _("Verweise")
LATEST = _("Aktuelles")
PLACES = _("Ort und Kontakt")
TAKE_PART = _("Mitmachen")

PLAIN = ["bold", "italic", "ol", "ul", "link", "document-link"]
_HEADING = re.compile(r"<h([2-4])\b")
MAX_RICH = 40_000  # characters of one rich text, tags included


def headings_of(block: blocks.Block, value: Any) -> list[int]:
    """Levels of the headings that a block prints, in order. A block of its own kind answers through `headings`."""
    own = getattr(block, "headings", None)
    if own is not None:
        return list(own(value))
    if isinstance(block, blocks.RichTextBlock):
        return [int(n) for n in _HEADING.findall(getattr(value, "source", "") or "")]
    return []


def rich(features: list[str] = PLAIN, **kwargs: Any) -> blocks.RichTextBlock:
    return blocks.RichTextBlock(features=features, validators=[MaxLengthValidator(MAX_RICH)], **kwargs)


class PageChooser(Bundled, blocks.PageChooserBlock):
    pass


class ImageChooser(Bundled, ImageChooserBlock):
    pass


class DocumentChooser(Bundled, DocumentChooserBlock):
    pass


class RowChoice(blocks.ChoiceBlock):
    """A choice among rows of a table: the form asks for them, a page that shows the stored key does not."""

    def normalize_choice(self, value: Any) -> Any:
        return value  # keys are text already; Wagtail would read the whole table to find that out


class Struct(blocks.StructBlock):
    """A block with fields. Its template also gets `page`, `request` and `city` from the page around it, `level`: the
    heading level for a title inside it, and `below`: the level for what stands under that title."""

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        level = 2 if self.headings(value) else int(context.get("level") or 2)
        context.update(level=level, below=min(level + 1, 6) if self.headings(value) else level)
        context.setdefault("city", getattr(context.get("request"), "city", None))
        return context

    def get_preview_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        return {**super().get_preview_context(value, parent_context), "preview": True}

    def get_preview_value(self) -> Any:
        """`Meta.preview_value` in the stored form: what it leaves out gets the field's default."""
        return self.to_python(getattr(self.meta, "preview_value", {}))

    def headings(self, value: Any) -> list[int]:
        """A block with a `title` opens a section of its own: level 2."""
        return [2] if value.get("title") and getattr(self.meta, "section", True) else []

    def refuse(self, **errors: Any) -> None:
        """Raise the given messages at the fields they belong to."""
        found = {name: ValidationError(message) for name, message in errors.items() if message}
        if found:
            raise StructBlockValidationError(found)


class Picture(Struct):
    """A picture with its alternative text, or explicitly decorative: one of the two, never neither (WCAG 1.1.1)."""

    image = ImageChooser(label=_("Bild"))
    alt_text = blocks.CharBlock(
        label=_("Alternativtext"),
        required=False,
        max_length=250,
        help_text=_("Was ist zu sehen und warum steht das Bild hier? Leer: die Beschreibung aus der Mediathek."),
    )
    decorative = blocks.BooleanBlock(
        label=_("Das Bild schmückt nur"),
        required=False,
        help_text=_("Dann lesen Vorleseprogramme nichts vor. Nur wählen, wenn das Bild keine Information trägt."),
    )
    caption = blocks.CharBlock(label=_("Bildunterschrift"), required=False, max_length=250)

    def clean(self, value: Any) -> Any:
        result = super().clean(value)
        alt = (result.get("alt_text") or "").strip()
        if result["decorative"] and alt:
            self.refuse(decorative=_("Bitte entscheiden: entweder ein Alternativtext oder „schmückt nur“."))
        if not self.is_deferred_validation and result.get("image") and not result["decorative"] and not alt_of(result):
            self.refuse(alt_text=_("Bitte beschreiben, was zu sehen ist, oder „Das Bild schmückt nur“ wählen."))
        return result

    class Meta:
        icon = "image"
        section = False


def alt_of(value: Any) -> str:
    """The alternative text that is printed: the block's own, else the library's description; "" when decorative."""
    if value.get("decorative"):
        return ""
    return (value.get("alt_text") or "").strip() or (getattr(value.get("image"), "description", "") or "").strip()
