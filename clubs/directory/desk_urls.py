"""The city's desk for clubs: below /vereine/verwalten/."""

from django.urls import URLPattern

from .approval_urls import approval_patterns
from .care_urls import desk_patterns
from .import_urls import import_patterns
from .vocabulary_urls import vocabulary_patterns

app_name = "directory_desk"
urlpatterns: list[URLPattern] = [
    *desk_patterns,
    *approval_patterns,
    *import_patterns,
    *vocabulary_patterns,
]
