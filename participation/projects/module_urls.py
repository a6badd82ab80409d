"""Addresses that the kinds of modules bring, each app under its own name ("ideas:new")."""

from django.urls import include, path

from .kinds import all_kinds

urlpatterns = [path("<slug:project>/<slug:module>/", include(kind.urls)) for kind in all_kinds().values() if kind.urls]
