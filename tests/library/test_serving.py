"""What goes out: renditions to everyone, documents on their own city's host, originals to nobody."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as PIL

from portal.library.models import PortalDocument, PortalImage
from tests.factories import make_user


@pytest.fixture
def image(bruchsal):
    out = BytesIO()
    PIL.new("RGB", (600, 400)).save(out, "PNG")
    return PortalImage.objects.create(
        title="Bild",
        description="x",
        collection=bruchsal.collection,
        file=SimpleUploadedFile("bild.png", out.getvalue()),
    )


def document(city, name="antrag.pdf", data=b"%PDF-1.4\n%%EOF"):
    return PortalDocument.objects.create(
        title="Antrag", collection=city.collection, file=SimpleUploadedFile(name, data)
    )


def test_a_rendition_is_served_once_and_for_all(image, bruchsal, on_host):
    rendition = image.get_rendition("width-480|format-webp")
    response = on_host(bruchsal).get(rendition.url)
    assert response.status_code == 200
    assert response["Content-Type"] == "image/webp"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "immutable" in response["Cache-Control"]
    assert "sandbox" in response["Content-Security-Policy"]
    assert not response.cookies
    again = on_host(bruchsal).get(rendition.url, headers={"if-modified-since": response["Last-Modified"]})
    assert again.status_code == 304


def test_originals_and_documents_are_not_under_media(image, bruchsal, on_host, settings):
    doc = document(bruchsal)
    client = on_host(bruchsal)
    for name in (image.file.name, doc.file.name):
        assert (Path(settings.MEDIA_ROOT) / name).is_file()
        assert client.get(f"/media/{name}").status_code == 404


@pytest.mark.parametrize(
    "name",
    [
        "../original_images/x.png",
        "..%2foriginal_images%2fx.png",
        "x.html",
        "x.svg",
        "x.png.html",
        ".htaccess",
        "x",
        "a" * 300 + ".png",
        "x%0a.png",
        "ä.png",
    ],
)
def test_nothing_else_comes_out_of_media(name, bruchsal, on_host, settings):
    folder = Path(settings.MEDIA_ROOT) / "images"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "x.html").write_text("<script>")
    (folder / "x.svg").write_text("<svg>")
    assert on_host(bruchsal).get(f"/media/images/{name}").status_code == 404


def test_a_nul_in_the_address_is_refused_before_any_view(bruchsal, on_host):
    assert on_host(bruchsal).get("/media/images/%00.png").status_code == 400


def test_media_takes_no_post(image, bruchsal, on_host):
    assert on_host(bruchsal).post(image.get_rendition("width-480|format-webp").url).status_code == 405


def test_a_document_belongs_to_its_citys_host(bruchsal, buehl, redi, on_host, on_admin):
    doc = document(bruchsal)
    assert on_host(bruchsal).get(doc.url).status_code == 200
    assert on_host(buehl).get(doc.url).status_code == 404
    assert on_host(redi).get(doc.url).status_code == 404
    assert on_host("redaktion.localhost").get(doc.url).status_code == 404
    assert on_admin(make_user("a@bruchsal.example", bruchsal, "editor")).get(doc.url).status_code == 200
    assert on_admin(make_user("a@buehl.example", buehl, "editor")).get(doc.url).status_code == 404
    assert on_host(bruchsal).get(doc.url.replace("antrag", "anderes")).status_code == 404
    assert on_host(bruchsal).get("/dokumente/999999999999999999/antrag.pdf").status_code == 404


def test_documents_are_files_and_never_pages(bruchsal, on_host):
    pdf = on_host(bruchsal).get(document(bruchsal).url)
    text = on_host(bruchsal).get(document(bruchsal, "liste.csv", b"<script>alert(1)</script>").url)
    assert pdf["Content-Disposition"].startswith("inline")
    assert text["Content-Disposition"].startswith("attachment")
    assert "sandbox" in text["Content-Security-Policy"]
    for response in (pdf, text):
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Security-Policy"].startswith("default-src 'none'")
        assert not response.cookies
