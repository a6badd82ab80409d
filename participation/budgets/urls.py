"""Addresses below a budget module; its proposals have theirs from `participation.ideas`."""

from django.urls import path

from . import desk, views

app_name = "budgets"
urlpatterns = [
    path("kosten/", views.costs, name="costs"),
    path("abstimmen/", views.vote, name="vote"),
    path("beleg/", views.receipt, name="receipt"),
    path("ergebnis/", views.result, name="result"),
    path("ergebnis/stimmzettel.csv", views.ballots_csv, name="ballots_csv"),
    path("ergebnis/abstimmung.pb", views.pabulib_file, name="pabulib"),
    # for the desk of a city of the project; 404 for everyone else
    path("pruefung/", desk.checks, name="checks"),
    path("pruefung/<uuid:proposal>/", desk.check, name="check"),
    path("papier/", desk.slip, name="slip"),
    path("papier/stimmzettel/", desk.paper, name="paper"),
    path("auszaehlung/", desk.count, name="count"),
]
