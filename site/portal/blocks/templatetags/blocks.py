"""Tags of the block templates. Pictures come from the body's bundle: renditions are fetched, not asked for one by one."""

from __future__ import annotations

import json
from typing import Any

import nh3
from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from wagtail.images.shortcuts import get_renditions_or_not_found
from wagtail.rich_text import expand_db_html

from portal.blocks.assets import vendor_tags
from portal.blocks.base import alt_of
from portal.blocks.loading import PICTURE_SPECS

register = template.Library()

_TAGS = {"p", "h2", "h3", "h4", "ul", "ol", "li", "a", "b", "strong", "i", "em", "br", "hr", "sup", "sub", "blockquote"}
_SCHEMES = {"http", "https", "mailto", "tel"}
FULL = "(min-width: 60rem) 50rem, 100vw"
HALF = "(min-width: 48rem) 24rem, 100vw"


@register.filter
def clean_rich(value: Any) -> SafeString:
    """Rich text as HTML: links resolved, then only the tags an editor can make. Whatever got into the database by
    import or API, no script, style, handler or foreign scheme comes out."""
    source = getattr(value, "source", value) or ""
    html = expand_db_html(str(source))
    cleaned = nh3.clean(html, tags=_TAGS, attributes={"a": {"href"}}, url_schemes=_SCHEMES, link_rel=None)
    return mark_safe(cleaned)  # nh3 parsed and rebuilt it from the allow-list  # noqa: S308


def photo_data(image: Any, sizes: str = FULL) -> dict[str, Any]:
    """Address, size and srcset of a picture in the widths of PICTURE_SPECS, none larger than the original."""
    found = get_renditions_or_not_found(image, PICTURE_SPECS)
    by_width = {rendition.width: rendition for rendition in found.values()}
    middle = found[PICTURE_SPECS[1]]
    return {
        "src": middle.url, "width": middle.width, "height": middle.height, "sizes": sizes,
        "srcset": ", ".join(f"{r.url} {w}w" for w, r in sorted(by_width.items())) if len(by_width) > 1 else "",
    }  # fmt: skip


@register.inclusion_tag("blocks/parts/photo.html")
def photo(value: Any, sizes: str = FULL, preview: bool = False) -> dict[str, Any]:
    """`{% photo value %}`: the figure of a Picture block; a picture that is gone from the library leaves no gap."""
    image = value.get("image")
    if image is None:
        return {"stand_in": preview, "caption": value.get("caption"), "image": None}
    return {
        "image": photo_data(image, sizes), "alt": alt_of(value), "caption": value.get("caption"),
        "credit": getattr(image, "credit", ""),
    }  # fmt: skip


@register.simple_tag
def ld_json(data: Any) -> SafeString:
    """A schema.org data block. Not executed, so the policy without inline scripts lets it be; escaped for HTML."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for char in "<>&":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # escaped just above  # noqa: S308


@register.simple_tag
def vendor(name: str) -> SafeString:
    """`{% vendor "map" %}`: style sheet and module of a bundle; nothing where `portal build_assets` has not run."""
    return vendor_tags(name)


@register.simple_tag
def kind_of(document: Any) -> str:
    """ "PDF", "CSV" …: what a download is, from its extension."""
    return (getattr(document, "file_extension", "") or _("Datei")).upper()


@register.simple_tag
def poster_of(image: Any) -> dict[str, Any] | None:
    """The own preview picture of a video; decorative, because the title stands beside it."""
    return {"url": photo_data(image)["src"], "alt": ""} if image else None
