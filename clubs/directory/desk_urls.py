"""The city's desk for clubs: below /vereine/verwalten/."""

from django.urls import URLPattern

from .import_urls import import_patterns

app_name = "directory_desk"
urlpatterns: list[URLPattern] = [
    *import_patterns,
]
