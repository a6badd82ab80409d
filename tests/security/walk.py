"""Every pattern of the URLconf, with its arguments."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RegexPattern


@dataclass(frozen=True)
class Pattern:
    key: str  # view name, or the route of an unnamed pattern
    named: bool
    route: str
    names: tuple[str, ...]
    positional: int  # unnamed groups of a regular expression

    @property
    def is_admin(self) -> bool:
        return self.route.startswith("admin/")


def patterns() -> Iterator[Pattern]:
    yield from _walk(get_resolver(), (), "", (), 0)


def _walk(
    resolver: URLResolver, spaces: tuple[str, ...], route: str, names: tuple[str, ...], positional: int
) -> Iterator[Pattern]:
    for child in resolver.url_patterns:
        here, more = route + str(child.pattern), names
        extra = positional
        if isinstance(child.pattern, RegexPattern):
            more += tuple(child.pattern.regex.groupindex)
            extra += child.pattern.regex.groups - len(child.pattern.regex.groupindex)
        else:
            more += tuple(child.pattern.converters)
        if isinstance(child, URLPattern):
            key = ":".join((*spaces, child.name)) if child.name else here
            yield Pattern(key, bool(child.name), here, more, 0 if more else extra)
        else:
            inner = (*spaces, child.namespace) if child.namespace else spaces
            yield from _walk(child, inner, here, more, extra)
