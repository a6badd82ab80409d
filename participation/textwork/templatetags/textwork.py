"""Wordings of paragraphs in templates."""

from django import template

from portal.kit.text import linkify

register = template.Library()
register.filter("linkify", linkify)
