"""The city's desk for clubs: below /vereine/verwalten/."""

from django.urls import URLPattern

app_name = "directory_desk"
urlpatterns: list[URLPattern] = []
