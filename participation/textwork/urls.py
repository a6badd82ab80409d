"""Addresses below a text's module. The document itself is the module's first page."""

from django.urls import path

from . import desk, views

app_name = "textwork"
urlpatterns = [
    path("absatz/<uuid:anchor>/", views.paragraph, name="paragraph"),
    path("absatz/<uuid:anchor>/vorschlagen/", views.suggest, name="suggest"),
    path("bestaetigen/", views.asked, name="asked"),
    path("vorschlaege/", views.suggestions, name="suggestions"),
    path("vorschlag/<uuid:suggestion>/", views.suggestion, name="suggestion"),
    path("vorschlag/<uuid:suggestion>/loeschen/", views.delete, name="delete"),
    path("vorschlag/<uuid:suggestion>/entscheiden/", desk.decide, name="decide"),
    path("fassungen/", views.versions, name="versions"),
    path("fassungen/<int:number>/", views.version, name="version"),
    path("vergleich/", views.compare, name="compare"),
    path("bearbeiten/", desk.edit, name="edit"),
]
