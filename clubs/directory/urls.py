"""Addresses below /verein/."""

from django.urls import URLPattern

from .care_urls import care_patterns
from .own_urls import own_patterns
from .public_urls import public_patterns

app_name = "directory"
urlpatterns: list[URLPattern] = [
    *care_patterns,
    *own_patterns,
    *public_patterns,  # last: takes every slug
]
