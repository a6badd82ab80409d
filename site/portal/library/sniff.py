"""What is in an uploaded file? Judged by its bytes, never by what the sender calls it.

Every check raises ValidationError with a German sentence; none lets another exception through. Limits bound the work:
nothing is unpacked, members of archives are only listed.
"""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from typing import IO, Any, NoReturn

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

FORMATS = {"jpg": "JPEG", "jpeg": "JPEG", "png": "PNG", "gif": "GIF", "webp": "WEBP", "avif": "AVIF"}
MAX_FRAMES = 200
MAX_SIDE = 20_000  # pixels
MAX_MEMBERS = 5_000
MAX_UNPACKED = 500 * 1024 * 1024
MAX_RATIO = 200  # unpacked to packed, where it begins to matter
_MARKUP = re.compile(r"\s*(?:\ufeff)?\s*<(?:!doctype|html|head|body|script|svg|\?xml|iframe|img|a\s)", re.I)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")

WRONG = _("Der Inhalt der Datei passt nicht zur Endung „.%(ext)s“. Bitte die Datei im richtigen Format speichern.")
BROKEN = _("Die Datei ist beschädigt oder unvollständig.")
HUGE = _("Die Datei würde beim Öffnen zu groß. Bitte eine kleinere Fassung hochladen.")


def extension_of(name: str) -> str:
    return name.rsplit(".", 1)[-1].lower() if "." in name else ""


def _refuse(message: Any, ext: str, code: str) -> NoReturn:
    raise ValidationError(message, code=code, params={"ext": ext[:12]})


# --- Pictures ------------------------------------------------------------------------------------


def clean_image(file: File[Any], max_pixels: int) -> bytes:
    """The picture re-encoded: no EXIF (so no position), no comments, nothing behind the last pixel; turned upright.

    Colour profile, transparency and animation stay. JPEG is stored with its own tables again where nothing turned.
    """
    ext = extension_of(file.name or "")
    wanted = FORMATS.get(ext)
    if wanted is None:
        _refuse(_("Dateien mit der Endung „.%(ext)s“ nehmen wir nicht an."), ext, "extension")
    file.seek(0)
    try:
        with Image.open(file, formats=tuple(set(FORMATS.values()))) as image:
            if image.format != wanted:
                _refuse(WRONG, ext, "content")
            width, height = image.size
            frames = getattr(image, "n_frames", 1)
            if width * height * frames > max_pixels * (4 if frames > 1 else 1) or max(width, height) > MAX_SIDE:
                _refuse(_("Das Bild hat zu viele Bildpunkte. Bitte verkleinern."), ext, "pixels")
            if frames > MAX_FRAMES:
                _refuse(_("Das bewegte Bild hat zu viele Einzelbilder."), ext, "frames")
            image.load()
            return _encoded(image, wanted, frames)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        _refuse(HUGE, ext, "bomb")
    except UnidentifiedImageError:
        _refuse(WRONG, ext, "content")
    except (
        OSError,
        SyntaxError,
        ValueError,
        EOFError,
        IndexError,
        TypeError,
        KeyError,
        MemoryError,
        OverflowError,
    ) as error:
        raise ValidationError(BROKEN, code="broken") from error
    finally:
        file.seek(0)


def _encoded(image: Image.Image, kind: str, frames: int) -> bytes:
    out = BytesIO()
    options: dict[str, Any] = {"icc_profile": image.info.get("icc_profile")}
    if frames > 1:
        image.seek(0)
        options |= {"save_all": True, "duration": image.info.get("duration", 100), "loop": image.info.get("loop", 0)}
        image.save(out, kind, exif=b"", **options)
        return out.getvalue()
    orientation = image.getexif().get(0x0112, 1)
    upright = ImageOps.exif_transpose(image) if orientation != 1 else image
    if kind == "JPEG":
        options |= {"quality": "keep"} if upright is image and image.format == "JPEG" else {"quality": 92}
    elif kind in ("WEBP", "AVIF"):
        options["quality"] = 90
    if kind == "PNG":
        options["optimize"] = False
    upright.info = {k: v for k, v in upright.info.items() if k in ("transparency", "background", "gamma")}
    upright.save(out, kind, exif=b"", **options) if kind != "GIF" else upright.save(out, kind, icc_profile=None)
    return out.getvalue()


# --- Documents -----------------------------------------------------------------------------------

_OPEN_DOCUMENT = {
    "odt": b"application/vnd.oasis.opendocument.text",
    "ods": b"application/vnd.oasis.opendocument.spreadsheet",
}
_OFFICE = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
_RUNNABLE = re.compile(r"\.(exe|com|bat|cmd|msi|scr|ps1|vbs|js|jse|wsf|hta|jar|lnk|html?|xhtml|svg)$", re.I)


def check_document(file: File[Any]) -> None:
    """Raise ValidationError unless the bytes are what the extension says."""
    ext = extension_of(file.name or "")
    file.seek(0)
    try:
        if ext == "pdf":
            _check_pdf(file, ext)
        elif ext in ("zip", *_OPEN_DOCUMENT, *_OFFICE):
            _check_zip(file, ext)
        elif ext in ("txt", "csv", "ics"):
            _check_text(file, ext)
        else:
            _refuse(_("Dateien mit der Endung „.%(ext)s“ nehmen wir nicht an."), ext, "extension")
    finally:
        file.seek(0)


def _check_pdf(file: IO[bytes] | File[Any], ext: str) -> None:
    if not file.read(1024).startswith(b"%PDF-"):
        _refuse(WRONG, ext, "content")
    file.seek(max(0, file.seek(0, 2) - 2048))
    if b"%%EOF" not in file.read():
        _refuse(BROKEN, ext, "broken")


def _check_zip(file: IO[bytes] | File[Any], ext: str) -> None:
    if file.read(4) != b"PK\x03\x04":
        _refuse(WRONG, ext, "content")
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
            _check_members(members, ext)
            names = {m.filename for m in members}
            if ext in _OFFICE:
                if not {"[Content_Types].xml", _OFFICE[ext]} <= names:
                    _refuse(WRONG, ext, "content")
            elif ext in _OPEN_DOCUMENT:
                first = members[0] if members else None
                fits = first is not None and first.filename == "mimetype" and first.file_size < 100
                if not fits or archive.read("mimetype").strip() != _OPEN_DOCUMENT[ext] or "content.xml" not in names:
                    _refuse(WRONG, ext, "content")
    except (zipfile.BadZipFile, OSError, EOFError, RuntimeError, NotImplementedError, ValueError, KeyError) as error:
        raise ValidationError(BROKEN, code="broken") from error


def _check_members(members: list[zipfile.ZipInfo], ext: str) -> None:
    unpacked, packed = sum(m.file_size for m in members), sum(m.compress_size for m in members)
    if (
        len(members) > MAX_MEMBERS
        or unpacked > MAX_UNPACKED
        or (unpacked > 10_000_000 and unpacked > packed * MAX_RATIO)
    ):
        _refuse(HUGE, ext, "bomb")
    for member in members:
        name = member.filename
        if name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name) or re.match(r"[A-Za-z]:", name):
            _refuse(_("Das Archiv enthält unzulässige Pfade."), ext, "path")
        if member.flag_bits & 0x1:
            _refuse(_("Verschlüsselte Dateien nehmen wir nicht an: Niemand könnte sie prüfen."), ext, "encrypted")
        if "vbaproject" in name.lower() or name.lower().startswith("basic/") or _RUNNABLE.search(name):
            _refuse(_("Die Datei enthält Makros, Programme oder Webseiten. Bitte ohne sie speichern."), ext, "runnable")


def _check_text(file: IO[bytes] | File[Any], ext: str) -> None:
    data = file.read()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = data.decode("cp1252")  # what spreadsheet programs in this country still write
        except UnicodeDecodeError as error:
            raise ValidationError(WRONG, code="content", params={"ext": ext}) from error
    if _CONTROL.search(text) or _MARKUP.match(text):
        _refuse(WRONG, ext, "content")
    if ext == "ics" and not text.lstrip().upper().startswith("BEGIN:VCALENDAR"):
        _refuse(WRONG, ext, "content")
