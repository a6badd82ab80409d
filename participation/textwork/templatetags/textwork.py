"""Wordings of paragraphs in templates."""

from django import template

from participation.text import linkify

register = template.Library()
register.filter("linkify", linkify)
