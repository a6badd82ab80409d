"""Upload forms of the media library: every way a file comes in through the admin passes here."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _
from PIL import Image
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from . import sniff


def _fits(upload: UploadedFile, most: int) -> None:
    if upload.size is not None and upload.size > most:
        raise ValidationError(
            _("Die Datei ist zu groß (%(size)s). Erlaubt sind %(most)s."), code="size",
            params={"size": filesizeformat(upload.size), "most": filesizeformat(most)},
        )  # fmt: skip
    if not upload.size:
        raise ValidationError(_("Die Datei ist leer."), code="empty")


def overwrite(upload: UploadedFile, data: bytes) -> None:
    """Replace the bytes of an upload in place: whoever holds the same object (multi-upload) stores the cleaned ones."""
    assert upload.file is not None
    upload.file.seek(0)
    upload.file.truncate()
    upload.file.write(data)
    upload.file.seek(0)
    if hasattr(upload.file, "flush"):
        upload.file.flush()
    upload.size = len(data)


class PictureField(WagtailImageField):
    """Wagtail measures the picture before any form of ours sees it, and lets the decoder's complaint through as a 500."""

    def to_python(self, data: Any) -> Any:
        try:
            return super().to_python(data)
        except (OSError, SyntaxError, ValueError, EOFError, MemoryError, Image.DecompressionBombError) as error:
            raise ValidationError(self.error_messages["invalid_image"], code="invalid_image") from error


class ImageForm(BaseImageForm):
    """A picture has a description for those who do not see it; its metadata (position, device, time) never gets stored."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields.get("description")
        if field is not None:
            field.required = True
            field.label = _("Beschreibung")
            field.help_text = _("Was ist zu sehen? Wird vorgelesen, wo ein Text kein eigener Alternativtext steht.")
        if "file" in self.fields:
            self.fields["file"].__class__ = PictureField  # Wagtail's factory makes this field and takes no other class
            self.fields["file"].error_messages["invalid_image"] = _(
                "Das ist kein Bild, das wir lesen können, oder die Datei ist beschädigt."
            )

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        if isinstance(upload, UploadedFile):
            _fits(upload, settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE)
            overwrite(upload, sniff.clean_image(upload, settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS))
        return upload


class DocumentForm(BaseDocumentForm):
    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        if isinstance(upload, UploadedFile):
            _fits(upload, settings.WAGTAILDOCS_MAX_UPLOAD_SIZE)
            sniff.check_document(upload)
        return upload
