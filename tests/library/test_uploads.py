"""What may come in: files that are what they say, without a trace of where a picture was taken."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as PIL

from portal.library import sniff
from portal.library.models import PortalDocument, PortalImage
from tests.factories import make_user

HTML = b"<!doctype html><html><script>alert(1)</script></html>"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
PIXELS = 60_000_000


def picture(kind="PNG", size=(40, 30), **options) -> bytes:
    out = BytesIO()
    PIL.effect_noise(size, 60).convert("RGB").save(out, kind, **options)
    return out.getvalue()


def located() -> bytes:
    """A JPEG that says where it was taken and which way is up."""
    exif = PIL.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Kamera"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (49.0, 7.0, 27.0)
    return picture("JPEG", exif=exif, comment=b"geheim")


def bomb_png() -> bytes:
    """A few hundred bytes that claim 50,000 × 50,000 pixels."""
    data = bytearray(picture())
    data[16:24] = (50_000).to_bytes(4, "big") * 2
    import zlib

    data[29:33] = zlib.crc32(bytes(data[12:29])).to_bytes(4, "big")
    return bytes(data)


def archive(*members, store_first=False) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for i, (name, data) in enumerate(members):
            z.writestr(name, data, compress_type=zipfile.ZIP_STORED if store_first and i == 0 else None)
    return out.getvalue()


def encrypted() -> bytes:
    data = bytearray(archive(("a.txt", b"x")))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


DOCX = archive(("[Content_Types].xml", b"<x/>"), ("word/document.xml", b"<x/>"))
XLSX = archive(("[Content_Types].xml", b"<x/>"), ("xl/workbook.xml", b"<x/>"))
ODT = archive(("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", b"<x/>"), store_first=True)
ODS = archive(
    ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", b"<x/>"), store_first=True
)
PDF = b"%PDF-1.7\n1 0 obj\nendobj\n%%EOF\n"


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.png", picture()), ("a.JPG", picture("JPEG")), ("a.jpeg", picture("JPEG")), ("a.gif", picture("GIF")), ("a.webp", picture("WEBP")),
     ("a.avif", picture("AVIF"))],
)  # fmt: skip
def test_pictures_that_are_what_they_say(name, data):
    clean = sniff.clean_image(SimpleUploadedFile(name, data), PIXELS)
    with PIL.open(BytesIO(clean)) as image:
        assert image.size == (40, 30)


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("html.png", HTML, "content"), ("svg.png", SVG, "content"), ("a.svg", SVG, "extension"), ("a.html", HTML, "extension"),
        ("gif.png", picture("GIF"), "content"), ("png.jpg", picture(), "content"), ("cut.png", picture()[:200], "broken"),
        ("cut.jpg", picture("JPEG")[:150], "broken"), ("bomb.png", bomb_png(), None), ("empty.png", b"", "content"), ("noext", picture(), "extension"),
        ("pdf.png", PDF, "content"), ("tiff.png", picture("TIFF"), "content"), ("zip.png", DOCX, "content"),
    ],
)  # fmt: skip
def test_disguised_and_broken_pictures(name, data, code):
    with pytest.raises(ValidationError) as caught:
        sniff.clean_image(SimpleUploadedFile(name, data), PIXELS)
    assert caught.value.code == code if code else caught.value.code in ("bomb", "pixels")


def test_the_pixel_limit_counts_before_anything_is_unpacked():
    with pytest.raises(ValidationError) as caught:
        sniff.clean_image(SimpleUploadedFile("a.png", picture(size=(200, 200))), max_pixels=10_000)
    assert caught.value.code == "pixels"


def test_position_device_and_comments_are_gone_and_the_picture_stands_upright():
    clean = sniff.clean_image(SimpleUploadedFile("a.jpg", located()), PIXELS)
    assert b"Exif" not in clean
    assert b"Kamera" not in clean
    assert b"geheim" not in clean
    with PIL.open(BytesIO(clean)) as image:
        assert image.size == (30, 40)
        assert not dict(image.getexif())


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
def test_nothing_survives_behind_the_last_pixel(kind):
    clean = sniff.clean_image(SimpleUploadedFile(f"a.{kind.lower()}", picture(kind) + HTML + DOCX), PIXELS)
    assert b"<script>" not in clean
    assert b"PK\x03\x04" not in clean


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.pdf", PDF), ("a.docx", DOCX), ("a.xlsx", XLSX), ("a.odt", ODT), ("a.ods", ODS), ("a.zip", archive(("liste.csv", b"a;b"))),
     ("a.txt", "Grüße".encode()), ("a.csv", "Straße;1".encode("cp1252")), ("a.ics", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")],
)  # fmt: skip
def test_documents_that_are_what_they_say(name, data):
    sniff.check_document(SimpleUploadedFile(name, data))


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("html.pdf", HTML, "content"), ("polyglot.pdf", HTML + PDF, "content"), ("cut.pdf", PDF[:12], "broken"), ("exe.pdf", b"MZ\x90\x00", "content"),
        ("zip.docx", archive(("x.txt", b"x")), "content"), ("xlsx.docx", XLSX, "content"), ("ods.odt", ODS, "content"), ("pdf.docx", PDF, "content"),
        ("before.zip", HTML + DOCX, "content"), ("cut.zip", DOCX[:60], "broken"), ("broken.odt", b"PK\x03\x04" + b"x" * 40, "broken"),
        ("macro.docx", archive(("[Content_Types].xml", b""), ("word/document.xml", b""), ("word/vbaProject.bin", b"x")), "runnable"),
        ("prog.zip", archive(("setup.exe", b"MZ")), "runnable"), ("page.zip", archive(("index.html", HTML)), "runnable"),
        ("slip.zip", archive(("../../etc/passwd", b"x")), "path"), ("bomb.zip", archive(*[(f"{n}.txt", b"0" * 30_000_000) for n in range(2)]), "bomb"),
        ("many.zip", archive(*[(f"{n}.txt", b"") for n in range(5_001)]), "bomb"), ("locked.zip", encrypted(), "encrypted"),
        ("html.txt", HTML, "content"), ("svg.csv", b"\xef\xbb\xbf " + SVG, "content"), ("bin.csv", b"a;b\x00c", "content"), ("undef.txt", b"a\x81\x8d", "content"),
        ("text.ics", b"Termin", "content"), ("a.svg", SVG, "extension"), ("a.exe", b"MZ", "extension"), ("a.docm", DOCX, "extension"),
    ],
)  # fmt: skip
def test_disguised_and_dangerous_documents(name, data, code):
    with pytest.raises(ValidationError) as caught:
        sniff.check_document(SimpleUploadedFile(name, data))
    assert caught.value.code == code
    assert str(caught.value.messages[0]).endswith((".", "prüfen."))


# --- Through the admin ---------------------------------------------------------------------------


@pytest.fixture
def editor(bruchsal):
    return make_user("redaktion@bruchsal.example", bruchsal, "editor")


def upload_image(client, city, name, data, **fields):
    return client.post("/admin/images/add/", {
        "title": "Markt", "description": "Der Markt", "collection": city.collection.pk, "file": SimpleUploadedFile(name, data), **fields,
    })  # fmt: skip


def test_an_editor_uploads_a_picture_and_its_position_is_not_stored(editor, bruchsal, on_admin):
    response = upload_image(on_admin(editor), bruchsal, "markt.jpg", located())
    assert response.status_code == 302
    image = PortalImage.objects.get()
    assert b"Kamera" not in image.file.read()
    assert (image.width, image.height) == (30, 40)
    assert image.file.name != "original_images/markt.jpg"
    assert image.default_alt_text == "Der Markt"


def test_a_picture_without_description_is_refused(editor, bruchsal, on_admin):
    response = upload_image(on_admin(editor), bruchsal, "markt.png", picture(), description="")
    assert response.status_code == 200
    assert not PortalImage.objects.exists()


@pytest.mark.parametrize("data", [HTML, SVG, picture()[:80], bomb_png()])
def test_a_disguised_picture_is_a_clear_refusal_and_nothing_is_stored(editor, bruchsal, on_admin, data):
    response = upload_image(on_admin(editor), bruchsal, "markt.png", data)
    assert response.status_code == 200
    assert not PortalImage.objects.exists()


def test_the_multi_upload_cleans_too(editor, bruchsal, on_admin):
    from wagtail.models import UploadedFile

    client = on_admin(editor)
    files = {
        "files[]": SimpleUploadedFile("markt.jpg", located()),
        "title": "Markt",
        "collection": bruchsal.collection.pk,
    }
    answer = client.post("/admin/images/multiple/add/", files).json()
    assert answer["success"]
    waiting = UploadedFile.objects.get()  # the description is still missing
    assert b"Kamera" not in waiting.file.read()
    bad = client.post(
        "/admin/images/multiple/add/",
        {"files[]": SimpleUploadedFile("x.png", HTML), "title": "x", "collection": bruchsal.collection.pk},
    )
    assert bad.json()["success"] is False
    assert UploadedFile.objects.count() == 1


def test_a_disguised_document_is_a_clear_refusal(editor, bruchsal, on_admin):
    client = on_admin(editor)
    for name, data in (("a.pdf", HTML), ("a.docx", PDF), ("a.svg", SVG), ("a.html", HTML)):
        response = client.post(
            "/admin/documents/add/",
            {"title": "x", "collection": bruchsal.collection.pk, "file": SimpleUploadedFile(name, data)},
        )
        assert response.status_code == 200
    assert not PortalDocument.objects.exists()
    good = client.post(
        "/admin/documents/add/",
        {"title": "x", "collection": bruchsal.collection.pk, "file": SimpleUploadedFile("a.pdf", PDF)},
    )
    assert good.status_code == 302
    assert PortalDocument.objects.exists()


def test_forms_offer_no_tags(editor, on_admin):
    client = on_admin(editor)
    for url in ("/admin/images/add/", "/admin/documents/add/"):
        assert 'name="tags"' not in client.get(url).content.decode()
