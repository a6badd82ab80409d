"""Open data below /beteiligung/, and the downloads of the desk."""

from django.urls import path, re_path

from . import export, views

app_name = "opendata"
urlpatterns = [
    path("daten/", views.data, name="data"),
    path("daten/<slug:slug>.zip", views.archive, name="archive"),
    path("api/v1/openapi.json", views.openapi, name="openapi"),
    re_path(r"^feed/(?P<slug>[-\w]+)\.(?P<form>rss|atom)$", views.feed, name="feed"),
    path("einbetten/<slug:slug>/", views.embed, name="embed"),
    path("verwalten/<uuid:project>/daten/", export.export, name="export"),
]
