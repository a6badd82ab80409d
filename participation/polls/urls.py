"""Addresses below a survey: /projekt/<project>/<module>/umfrage/…

All kinds of modules share this room: without a word of one's own, „ergebnis/“ would lead into another app.
"""

from django.urls import path

from . import desk, views

app_name = "polls"
urlpatterns = [
    path("umfrage/danke/", views.done, name="done"),
    path("umfrage/ergebnis/", views.results, name="results"),
    path("umfrage/ergebnis/<uuid:question>/", desk.texts, name="texts"),
    path("umfrage/bogen/<str:token>/", views.sheet, name="sheet"),
    path("umfrage/bogen/<str:token>/frage/<uuid:question>/", views.step, name="step"),
    path("umfrage/bogen/<str:token>/pruefen/", views.check, name="check"),
    path("umfrage/bogen/<str:token>/merken/", views.keep, name="keep"),
    path("umfrage/fragen/", desk.questions, name="questions"),
    path("umfrage/fragen/neu/", desk.add, name="add"),
    path("umfrage/fragen/vorschau/", desk.preview, name="preview"),
    path("umfrage/fragen/<uuid:question>/", desk.change, name="change"),
    path("umfrage/fragen/<uuid:question>/verschieben/", desk.move, name="move"),
    path("umfrage/fragen/<uuid:question>/verdoppeln/", desk.copy, name="copy"),
    path("umfrage/fragen/<uuid:question>/loeschen/", desk.delete, name="delete"),
]
