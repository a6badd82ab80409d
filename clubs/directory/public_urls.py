"""The public pages of clubs. `club` takes every slug, so it comes last."""

from django.urls import path

from . import public

public_patterns = [
    path("daten/vereine.csv", public.data_csv, name="data_csv"),
    path("daten/vereine.jsonld", public.data_jsonld, name="data_jsonld"),
    path("daten/hsds.json", public.data_hsds, name="data_hsds"),
    path("karte/punkte/", public.points, name="points"),
    path("karte/<path:wish>/<int:number>/", public.card, name="card"),
    path("<slug:slug>/termine.ics", public.calendar, name="calendar"),
    path("<slug:slug>/termin/<uuid:key>.ics", public.event, name="event"),
    path("<slug:slug>/", public.club, name="club"),
]
