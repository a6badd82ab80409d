"""Pictures of residents: judged by their bytes, drawn anew without position and device, bounded in size."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from portal.kit.refused import Refused
from portal.library import sniff
from portal.library.models import PortalImage

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.cities.models import City

MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 40_000_000
LONGEST_SIDE = 2000  # pixels of what is stored
EXTENSIONS = ("jpg", "jpeg", "png", "webp")


def checked(upload: UploadedFile) -> bytes:
    """The picture as JPEG of at most 2000 × 2000 pixels, without metadata. Raises Refused (code "picture")."""
    if upload.size is None or upload.size > MAX_BYTES:
        raise Refused(
            _("Das Bild ist zu groß. Erlaubt sind %(most)s.") % {"most": filesizeformat(MAX_BYTES)}, code="picture"
        )
    if sniff.extension_of(upload.name or "") not in EXTENSIONS:
        raise Refused(_("Bitte ein Bild als JPEG, PNG oder WebP."), code="picture")
    try:
        data = sniff.clean_image(upload, MAX_PIXELS)
    except ValidationError as error:
        raise Refused(error.messages[0], code="picture") from error
    with Image.open(BytesIO(data)) as image:
        upright = ImageOps.exif_transpose(image).convert("RGB")
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        out = BytesIO()
        upright.save(out, "JPEG", quality=85, optimize=True)
    return out.getvalue()


def store(city: City, title: str, data: bytes, description: str, *, name: str, owner: User | None) -> PortalImage:
    """In the city's collection, where its editors see it."""
    image = PortalImage(
        title=title, description=description, collection=city.collection, uploaded_by_user=owner,
        file=ContentFile(data, name=f"{name}.jpg"),
    )  # fmt: skip
    image.save()
    return image
