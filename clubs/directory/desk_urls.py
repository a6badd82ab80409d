"""The city's desk for clubs: below /vereine/verwalten/."""

from django.urls import URLPattern

from .care_urls import desk_patterns
from .import_urls import import_patterns

app_name = "directory_desk"
urlpatterns: list[URLPattern] = [
    *desk_patterns,
    *import_patterns,
]
