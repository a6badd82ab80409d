"""Addresses of blueprints, on the host of each city."""

from django.urls import path

from . import views

app_name = "blueprints"
urlpatterns = [
    path("", views.blueprints, name="list"),
    path("einlesen/", views.read_file, name="read"),
    path("aus/<uuid:project>/", views.save_project, name="save"),
    path("<uuid:blueprint>/", views.blueprint, name="blueprint"),
    path("<uuid:blueprint>/bearbeiten/", views.edit, name="edit"),
    path("<uuid:blueprint>/teilen/", views.share, name="share"),
    path("<uuid:blueprint>/uebernehmen/", views.adopt, name="adopt"),
    path("<uuid:blueprint>/datei/", views.file, name="file"),
    path("<uuid:blueprint>/loeschen/", views.remove, name="remove"),
]
