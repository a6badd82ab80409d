"""Files as visitors get them: pictures as renditions, documents on their own city's host only. Nothing else is served."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase, HttpResponseNotModified
from django.utils.http import http_date
from django.views.decorators.http import require_safe
from django.views.static import was_modified_since
from wagtail.documents.views import serve as wagtail_serve
from wagtail.models import CollectionViewRestriction

# The only types that ever leave /media/: raster pictures. No SVG, no HTML, whatever lies in the folder.
TYPES = {
    "webp": "image/webp",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "gif": "image/gif",
    "avif": "image/avif",
}
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.,=-]{0,250}\.([a-z]{3,4})\Z")
YEAR = 365 * 24 * 3600
SANDBOX = "default-src 'none'; sandbox"
# Chromium's viewer does not open a sandboxed PDF; without scripts, frames and forms there is little left to sandbox
INLINE = "default-src 'none'; frame-ancestors 'self'"


@require_safe
def serve_rendition(request: HttpRequest, name: str) -> HttpResponseBase:
    """A rendition under MEDIA_ROOT/images/. Originals, documents and uploads in progress lie elsewhere and answer 404."""
    found = _NAME.match(name)
    kind = TYPES.get(found[1]) if found else None
    if kind is None:
        raise Http404
    folder = (Path(settings.MEDIA_ROOT) / "images").resolve()
    path = (folder / name).resolve()
    if path.parent != folder or not path.is_file():
        raise Http404
    stat = path.stat()
    response: HttpResponseBase
    if not was_modified_since(request.headers.get("If-Modified-Since"), stat.st_mtime):
        response = HttpResponseNotModified()
    else:
        response = FileResponse(path.open("rb"), content_type=kind)
    response["Last-Modified"] = http_date(stat.st_mtime)
    response["Cache-Control"] = f"public, max-age={YEAR}, immutable"  # a changed picture gets another name
    return _guarded(response, SANDBOX)


def serve_document(request: HttpRequest, document_id: int, document_filename: str) -> HttpResponseBase:
    """Wagtail's view (name check, hooks, ETag) with the headers that keep a file a file."""
    response: Any = wagtail_serve.serve(request, document_id, document_filename)
    if response.status_code >= 400 or response.status_code == 302:
        return response  # type: ignore[no-any-return]
    inline = response.get("Content-Type") == "application/pdf"
    response["Cache-Control"] = "no-cache"  # kept, but asked for: a withdrawn file is gone at once
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return _guarded(response, INLINE if inline else SANDBOX)


def document_password(request: HttpRequest, restriction_id: int) -> HttpResponseBase:
    """Wagtail's form for any restriction; ours only for those on a collection of this host's city, else 404."""
    city = request.city  # type: ignore[attr-defined]
    path = city.collection.path if city is not None and city.collection else None
    rows = CollectionViewRestriction.objects.filter(pk=restriction_id, collection__path__startswith=path or "-")
    if not rows.exists():
        raise Http404
    response: HttpResponseBase = wagtail_serve.authenticate_with_password(request, restriction_id)
    return response


def _guarded(response: HttpResponseBase, policy: str) -> HttpResponseBase:
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = policy
    return response
