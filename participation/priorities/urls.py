"""Addresses below a module of the kind "priorities"."""

from django.urls import path

from . import desk, views

app_name = "priorities"
urlpatterns = [
    path("gewichten/", views.weigh, name="weigh"),
    path("vergleich/", views.compare, name="compare"),
    path("vorschlaege/", desk.options, name="options"),
    path("vorschlaege/uebernehmen/", desk.borrow, name="borrow"),
    path("vorschlaege/<uuid:option>/", desk.option, name="option"),
    path("vorschlaege/<uuid:option>/aendern/", desk.change, name="change"),
]
