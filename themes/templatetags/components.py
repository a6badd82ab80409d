"""Template tags and filters of the components.

Registered as a built-in library, so templates need no `{% load components %}`. Everything here is
pure: no query, no session, no user. Dates are shown in Europe/Berlin, numbers in German notation.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from django import template
from django.forms import boundfield, widgets
from django.http import QueryDict
from django.templatetags.static import static
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from themes import german
from themes.catalogue import LANDSCAPES, NEUTRAL

register = template.Library()

# --- Pictures ---------------------------------------------------------------------------------


@register.simple_tag
def icon(name: str, cls: str = "") -> SafeString:
    """A line icon of icons.svg. Always decorative: the meaning stands beside it as text."""
    return _icon(static("themes/icons.svg"), name, cls)


@lru_cache(maxsize=500)  # a page shows thirty of them
def _icon(address: str, name: str, cls: str) -> SafeString:
    return format_html(
        '<svg class="i{}" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        f" {cls}" if cls else "",
        address,
        name,
    )


@register.filter
def tag_title(tag: Any) -> Any:
    """A text as it is (its own method `title` would capitalise every word), else the title."""
    return tag if isinstance(tag, str) else tag["title"] if isinstance(tag, dict) else tag.title


@register.filter
def landscape_url(key: object) -> str:
    """Address of a landscape; an unknown or empty key gives the neutral hills."""
    name = str(key or "")
    return static(f"themes/landscapes/{name if name in LANDSCAPES else NEUTRAL}.svg")


# --- Addresses --------------------------------------------------------------------------------


@register.simple_tag
def query(params: Any = None, **changes: Any) -> str:
    """`?a=1&page=3` from the current GET parameters: a list replaces, None or "" removes a key.

    Takes the QueryDict itself, because `{% include … only %}` hides the request.
    """
    result = params.copy() if isinstance(params, QueryDict) else QueryDict(mutable=True)
    if isinstance(params, dict) and not isinstance(params, QueryDict):
        result.update(params)
    for key, value in changes.items():
        if value is None or value == "":
            result.pop(key, None)
        else:
            result.setlist(key, [str(v) for v in (value if isinstance(value, list | tuple) else [value])])
    return f"?{result.urlencode()}" if result else "?"


@register.simple_tag
def page_query(params: Any, key: str, number: int) -> str:
    """`query` for the pager, whose parameter may have another name than "page"."""
    return query(params, **{key or "page": number})


@register.simple_tag
def without(params: Any, key: str, value: Any) -> str:
    """The query string with one value of one key taken away (an active filter's ×), page dropped."""
    result = params.copy() if isinstance(params, QueryDict) else QueryDict(mutable=True)
    result.setlist(key, [v for v in result.getlist(key) if v != str(value)])
    if not result.getlist(key):
        result.pop(key, None)
    result.pop("page", None)
    return f"?{result.urlencode()}" if result else "?"


@register.simple_tag
def current(path: str, here: str | None) -> SafeString:
    """aria-current for a menu entry: "page" on the page itself, "true" below it, else nothing."""
    if not path or not here:
        return SafeString()
    if here == path:
        return SafeString(' aria-current="page"')
    below = path != "/" and here.startswith(path if path.endswith("/") else f"{path}/")
    return SafeString(' aria-current="true"' if below else "")


# --- Slots ------------------------------------------------------------------------------------


@register.simple_block_tag
def alert(content: str, kind: str = "info", title: str = "", level: int = 3, role: str = "") -> SafeString:
    """`{% alert "warn" title="…" %}…{% endalert %}`; kind: info, ok, warn, err. `role="status"` announces."""
    icons = {"ok": "ok", "warn": "warn", "err": "warn"}
    heading = format_html("<h{0}>{1}</h{0}>", int(level), title) if title else ""
    return format_html(
        '<div class="alert {}"{}>{}<div>{}{}</div></div>',
        kind,
        format_html(' role="{}"', role) if role else "",
        icon(icons.get(kind, "info")),
        heading,
        content,
    )


@register.simple_block_tag
def fold(content: str, title: str, open: bool = False, id: str = "", name: str = "") -> SafeString:
    """`{% fold "Frage" %}…{% endfold %}`: a native disclosure; `name` makes several exclusive."""
    return format_html(
        '<details class="fold"{}{}{}><summary>{}</summary><div class="stack stack-s">{}</div></details>',
        format_html(' id="{}"', id) if id else "",
        format_html(' name="{}"', name) if name else "",
        SafeString(" open") if open else "",
        title,
        content,
    )


@register.simple_block_tag
def scroll(content: str, label: str) -> SafeString:
    """`{% scroll "Gebühren" %}<table>…</table>{% endscroll %}`: wide content scrolls, by keyboard too."""
    return format_html('<div class="scroll" tabindex="0" role="region" aria-label="{}">{}</div>', label, content)


# --- Forms ------------------------------------------------------------------------------------


@register.filter
def field_kind(field: boundfield.BoundField) -> str:
    """Which layout of components/field.html fits: hidden, check, choices, file, select, group or input."""
    widget = field.field.widget
    if field.is_hidden:
        return "hidden"
    if isinstance(widget, widgets.RadioSelect | widgets.CheckboxSelectMultiple):
        return "choices"
    if isinstance(widget, widgets.CheckboxInput):
        return "check"
    if isinstance(widget, widgets.FileInput):
        return "file"
    if isinstance(widget, widgets.MultiWidget | widgets.SelectDateWidget):
        return "group"
    return "select" if isinstance(widget, widgets.Select) else "input"


@register.filter
def lead_in(label: object) -> str:
    """A label in front of its error: "Name:", but "Brauchen Sie Hilfe?" stays as it is."""
    text = str(label).rstrip(" .:")
    return f"{text}:" if text and text[-1] not in "?!" else text


@register.simple_tag
def described_by(field: boundfield.BoundField) -> str:
    """Ids of hint and error, in reading order; empty when there is neither."""
    ids = [f"{field.auto_id}_helptext"] if field.help_text else []
    return " ".join([*ids, f"{field.auto_id}_error"] if field.errors else ids)


@register.simple_tag
def widget(field: boundfield.BoundField) -> SafeString:
    """The field's widget with our class and the aria wiring; attributes the form sets stay."""
    own = field.field.widget.attrs
    kind = field_kind(field)
    attrs: dict[str, Any] = {}
    if kind in ("input", "select"):
        attrs["class"] = f"input {own.get('class', '')}".strip()
    if isinstance(field.field.widget, widgets.DateInput) and "type" not in own:
        attrs["class"] = f"{attrs['class']} w-s"
        if field.field.widget.input_type == "text":
            attrs.setdefault("inputmode", "numeric")
    if isinstance(field.field.widget, widgets.Textarea) and own.get("rows") == "10":
        attrs["rows"] = 5  # Django's ten rows are a wall; a form that wants more says so
    ids = described_by(field)
    if ids:
        attrs["aria-describedby"] = f"{own['aria-describedby']} {ids}" if own.get("aria-describedby") else ids
    return field.as_widget(attrs=attrs)


@register.simple_tag
def content_lang(page: Any = None) -> SafeString | str:
    """` lang="de"` for what editors wrote, where the page around it speaks another language (WCAG 3.1.2).

    What they write is German, except on the page "english" that the topline leads to.
    """
    code = "en" if getattr(page, "slug", "") == "english" else "de"
    return format_html(' lang="{}"', code) if get_language() != code else ""


# --- German words and numbers -------------------------------------------------------------------

register.filter("day", german.day)
register.filter("clock", german.clock)
register.filter("moment", german.moment)
register.filter("until", german.span)
register.filter("hours", german.hours)
register.filter("ago", german.ago)
register.filter("filesize", german.filesize)
register.filter("number", german.number)


@register.filter
def breakable(address: object) -> SafeString:
    """An e-mail address that breaks after the @ where the column is narrow, not inside a word."""
    name, at, host = str(address).partition("@")
    return format_html("{}{}<wbr>{}", name, at, host) if at else conditional_escape(name)


@register.filter
def highlight(text: object, words: object) -> SafeString:
    """The text, escaped, with every searched word inside `<mark>`; words: a string or a list."""
    found = [w for w in (words.split() if isinstance(words, str) else list(words or [])) if len(w) > 1]  # type: ignore[call-overload]
    source = str(text)
    if not found:
        return conditional_escape(source)
    pattern = re.compile("(" + "|".join(re.escape(w) for w in sorted(found, key=len, reverse=True)) + ")", re.I)
    parts = pattern.split(source)
    pieces = (format_html("<mark>{}</mark>", p) if i % 2 else conditional_escape(p) for i, p in enumerate(parts))
    return format_html_join("", "{}", ((piece,) for piece in pieces))


@register.simple_tag
def page_numbers(page: Any) -> list[int | None]:
    """Numbers for the pager: first, last, the current one and its neighbours; None is a gap."""
    shown = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return [None if n == page.paginator.ELLIPSIS else n for n in shown]


@register.filter
def percent(value: object, of: object) -> str:
    """ "62 %" for a progress bar's text; an empty whole gives "0 %"."""
    try:
        part, whole = float(str(value)), float(str(of))
    except ValueError:
        return ""
    return _("%(n)s %%") % {"n": round(100 * part / whole) if whole else 0}


@register.filter
def at(items: Any, index: int) -> Any:
    """`list|at:0`; nothing when the list is shorter."""
    try:
        return items[index]
    except (IndexError, TypeError, KeyError):
        return ""
