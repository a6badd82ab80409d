"""Addresses below /verein/."""

from django.urls import URLPattern

from .public_urls import public_patterns

app_name = "directory"
urlpatterns: list[URLPattern] = [
    *public_patterns,  # last: takes every slug
]
