"""Addresses of the proof of residence, on the host of each city."""

from django.urls import path

from . import desk, views

app_name = "residency"
urlpatterns = [
    path("", views.mine, name="mine"),
    path("brief/", views.letter, name="letter"),
    path("brief/zurueckziehen/", views.withdraw, name="withdraw"),
    path("code/", views.code, name="code"),
    path("zurueckgeben/", views.give_back, name="give_back"),
    # for clerks of this city; 404 for everyone else
    path("briefe/", desk.letters, name="letters"),
    path("briefe/<uuid:letter>/", desk.print_letter, name="print"),
    path("vor-ort/", desk.on_site, name="on_site"),
]
