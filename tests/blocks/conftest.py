"""Pictures and documents made by hand, and a way to see one block on a real page."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import Context, Template
from django.test import RequestFactory
from django_scopes import scope
from PIL import Image as PIL

from portal.blocks.registry import BodyBlock, by_name
from portal.content.models import ContentPage
from portal.library.models import PortalDocument, PortalImage
from tests.factories import make_page


def png(width: int = 1800, height: int = 1200, colour: str = "#336") -> bytes:
    out = BytesIO()
    PIL.new("RGB", (width, height), colour).save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def make_image():
    def make(city, title="Bild", description="Blick auf den Marktplatz", **fields):
        return PortalImage.objects.create(
            title=title,
            description=description,
            collection=city.collection,
            file=SimpleUploadedFile("bild.png", png()),
            **fields,
        )

    return make


@pytest.fixture
def make_document():
    def make(city, title="Antrag", name="antrag.pdf", content=b"%PDF-1.4\n%%EOF\n"):
        return PortalDocument.objects.create(
            title=title, collection=city.collection, file=SimpleUploadedFile(name, content)
        )

    return make


@pytest.fixture
def render(bruchsal):
    """`render([{"type": …, "value": …}])`: the body as HTML, in Bruchsal's scope; `render.request` is the last request."""

    def run(raw, city=None, page=None, **context):
        city = city or bruchsal
        request = RequestFactory().get("/")
        request.city = city
        run.request = request
        block = BodyBlock()
        with scope(city=[city]):
            value = block.to_python(raw)
            return Template("{% load wagtailcore_tags %}{% include_block value %}").render(
                Context({"value": value, "request": request, "city": city, "page": page, **context})
            )

    return run


@pytest.fixture
def show(bruchsal, on_host):
    """A page with this body, fetched by a visitor."""

    def run(raw, city=None, slug="probe"):
        city = city or bruchsal
        make_page(city, ContentPage, title="Probe", slug=slug, body=raw)
        response = on_host(city).get(f"/{slug}/")
        assert response.status_code == 200
        return response

    return run


@pytest.fixture
def all_raw(bruchsal, make_image, make_document):
    """A body with every block of the portal, rows of the library and links in rich text included."""
    images = [make_image(bruchsal, f"Bild {n}") for n in range(5)]
    docs = [make_document(bruchsal, f"Datei {n}", f"datei-{n}.pdf") for n in range(3)]
    target = make_page(bruchsal, ContentPage, title="Ziel", slug="ziel")
    link = f'<p><a linktype="page" id="{target.pk}">Ziel</a> und <a linktype="document" id="{docs[0].pk}">Datei</a></p>'
    special = {
        "text": f"<h2>Anfang</h2>{link}",
        "image": {"image": images[0].pk, "alt_text": "Platz", "decorative": False, "caption": ""},
        "gallery": {"title": "Galerie", "pictures": [{"image": i.pk, "decorative": True} for i in images[1:4]]},
        "downloads": {"title": "Dateien", "items": [{"document": d.pk, "title": "", "accessible": True} for d in docs]},
        "video": {"title": "Film", "url": "https://vimeo.com/123456789", "poster": images[4].pk, "transcript": "Text"},
        "link_tiles": {"title": "Wege", "tiles": [{"title": "", "page": target.pk, "url": "", "icon": "id"}]},
        "accordion": {"title": "", "items": [{"title": f"Frage {n}", "text": link} for n in range(4)]},
        "faq": {"title": "Fragen", "items": [{"title": f"Frage {n}", "text": link} for n in range(4)]},
    }
    raw = []
    for name, entry in by_name().items():
        if not entry.block.__module__.startswith("portal.blocks"):
            continue
        value = special.get(name)
        if value is None:
            value = entry.block.get_prep_value(entry.block.get_preview_value())
        raw.append({"type": name, "value": value, "id": f"00000000-0000-4000-8000-{len(raw):012d}"})
    return raw
