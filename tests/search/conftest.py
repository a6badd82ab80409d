from __future__ import annotations

import pytest

from portal.content.models import ContentPage, NewsIndexPage, NewsPage, Topic
from tests.factories import make_page


def body(text: str) -> list:
    return [{"type": "text", "value": f"<p>{text}</p>"}]


@pytest.fixture
def found_things(bruchsal, buehl) -> dict:
    index = make_page(bruchsal, NewsIndexPage, title="Aktuelles", slug="aktuelles")
    family = Topic.objects.create(name="Familie", slug="familie")
    kita = make_page(bruchsal, ContentPage, title="Kindertagesstätten", slug="kitas", summary="Plätze für Ihr Kind")
    kita.topics.add(family)
    kita.save_revision().publish()
    return {
        "kita": kita,
        "wohngeld": make_page(bruchsal, ContentPage, title="Wohngeldantrag stellen", slug="wohngeld", summary="Zuschuss zur Miete"),
        "miete": make_page(bruchsal, ContentPage, title="Rund ums Wohnen", slug="wohnen", body=body("Wer wenig verdient, fragt nach dem Wohngeld. <b>Häuser</b> und Wohnungen & mehr")),
        "news": make_page(bruchsal, NewsPage, index, title="Neuer Spielplatz für Kinder", slug="spielplatz"),
        "draft": make_page(bruchsal, ContentPage, live=False, title="Geheimes Wohngeld", slug="geheim"),
        "far": make_page(buehl, ContentPage, title="Wohngeld in Bühl", slug="wohngeld"),
    }  # fmt: skip
