"""Generated pictures: the same every time, self-contained, and quick enough to make hundreds."""

import io
import re
from xml.etree import ElementTree

import pytest
from PIL import Image

from themes.catalogue import CATALOGUE, LANDSCAPES
from themes.drawings import drawing, render, render_png
from themes.marks import landscape_svg, mark_svg
from themes.motifs import MOTIFS, PAINTERS

PALETTE = CATALOGUE["buehl"].palette


def test_every_motif_has_a_painter_and_an_alternative_text():
    assert MOTIFS.keys() == PAINTERS.keys()
    assert len(MOTIFS) >= 14
    assert all(text.startswith("Zeichnung: ") for text in MOTIFS.values())


@pytest.mark.parametrize("motif", MOTIFS)
def test_drawings_are_deterministic_and_self_contained(motif):
    svg = drawing(motif, 7, PALETTE).decode()
    assert svg == drawing(motif, 7, PALETTE).decode()
    assert "var(" not in svg
    assert re.findall(r'(?:href|src|style|on\w+)="', svg) == []
    assert svg != drawing(motif, 7, CATALOGUE["rastatt"].palette).decode()


def test_seed_and_scheme_vary_the_picture():
    assert len({drawing("street", seed, PALETTE) for seed in range(4)}) == 4
    assert drawing("street", 1, PALETTE) != drawing("street", 1, PALETTE, scheme="dark")


@pytest.mark.parametrize(("width", "height"), [(1600, 900), (800, 800), (320, 180)])
def test_rasters_fill_the_frame(width, height):
    jpeg = render("forest", 3, PALETTE, width, height)
    assert jpeg == render("forest", 3, PALETTE, width, height)
    image = Image.open(io.BytesIO(jpeg))
    assert image.size == (width, height)
    assert image.format == "JPEG"
    assert Image.open(io.BytesIO(render_png("park", 3, PALETTE, width, height))).format == "PNG"
    assert len(image.convert("P", palette=Image.Palette.ADAPTIVE).getcolors() or range(999)) > 5


@pytest.mark.parametrize("key", [*LANDSCAPES, "unknown"])
def test_marks_and_landscapes_stand_alone(key):
    for svg in (mark_svg(key, PALETTE), landscape_svg(key, PALETTE), mark_svg(key, PALETTE, kind="initial", name="<Ä")):
        ElementTree.fromstring(svg)
        assert b"var(" not in svg
    assert mark_svg(key, PALETTE) != mark_svg(key, PALETTE, scheme="dark")
