"""Logos of invented clubs: a disc in the city's colour with the club's initials. Drawn, so nobody's rights are touched."""

from __future__ import annotations

import io

from PIL import Image, ImageColor, ImageDraw, ImageFont

SIZE = 320


def draw(name: str, colour: str) -> bytes:
    """JPEG of 320 × 320 pixels."""
    image = Image.new("RGB", (SIZE, SIZE), "#ffffff")
    pen = ImageDraw.Draw(image)
    pen.ellipse((8, 8, SIZE - 8, SIZE - 8), fill=ImageColor.getrgb(colour))
    pen.ellipse((24, 24, SIZE - 24, SIZE - 24), outline="#ffffff", width=4)
    letters = "".join(word[0] for word in name.split() if word[0].isupper())[:3]
    pen.text((SIZE // 2, SIZE // 2), letters, fill="#ffffff", font=ImageFont.load_default(110), anchor="mm")
    out = io.BytesIO()
    image.save(out, "JPEG", quality=88)
    return out.getvalue()
