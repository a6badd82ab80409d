"""Third-party browser code: built from the lock file into themes/static/vendor/, never committed."""

from __future__ import annotations

from functools import cache

from django.contrib.staticfiles.storage import staticfiles_storage
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe


@cache
def is_built(path: str) -> bool:
    """Is the file there to be served? Manifest storage knows the collected ones, finders those of a development tree."""
    from django.contrib.staticfiles import finders

    manifest = getattr(staticfiles_storage, "hashed_files", None)
    if manifest is not None:
        return path in manifest
    return finders.find(path) is not None


def vendor_tags(name: str) -> SafeString:
    script, style = f"vendor/{name}.js", f"vendor/{name}.css"
    if not is_built(script):
        return mark_safe("")
    return format_html(
        '<link rel="stylesheet" href="{}"><script type="module" src="{}"></script>', static(style), static(script)
    )
