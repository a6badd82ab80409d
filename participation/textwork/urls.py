"""Addresses below a text's module. The document itself is the module's first page."""

from django.urls import path

from . import desk, views

# The first part of each address belongs to this kind alone: all kinds share the place below "<project>/<module>/".
app_name = "textwork"
urlpatterns = [
    path("absatz/<uuid:anchor>/", views.paragraph, name="paragraph"),
    path("absatz/<uuid:anchor>/vorschlagen/", views.suggest, name="suggest"),
    path("absatz/gesendet/", views.asked, name="asked"),
    path("aenderungen/", views.suggestions, name="suggestions"),
    path("aenderung/<uuid:suggestion>/", views.suggestion, name="suggestion"),
    path("aenderung/<uuid:suggestion>/loeschen/", views.delete, name="delete"),
    path("aenderung/<uuid:suggestion>/entscheiden/", desk.decide, name="decide"),
    path("fassungen/", views.versions, name="versions"),
    path("fassungen/<int:number>/", views.version, name="version"),
    path("fassungen/vergleich/", views.compare, name="compare"),
    path("fassungen/bearbeiten/", desk.edit, name="edit"),
]
