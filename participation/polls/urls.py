"""Addresses below a survey: /projekt/<project>/<module>/…"""

from django.urls import path

from . import desk, views

app_name = "polls"
urlpatterns = [
    path("danke/", views.done, name="done"),
    path("ergebnis/", views.results, name="results"),
    path("ergebnis/<uuid:question>/", desk.texts, name="texts"),
    path("bogen/<str:token>/", views.sheet, name="sheet"),
    path("bogen/<str:token>/frage/<uuid:question>/", views.step, name="step"),
    path("bogen/<str:token>/pruefen/", views.check, name="check"),
    path("bogen/<str:token>/merken/", views.keep, name="keep"),
    path("fragen/", desk.questions, name="questions"),
    path("fragen/neu/", desk.add, name="add"),
    path("fragen/vorschau/", desk.preview, name="preview"),
    path("fragen/<uuid:question>/", desk.change, name="change"),
    path("fragen/<uuid:question>/verschieben/", desk.move, name="move"),
    path("fragen/<uuid:question>/verdoppeln/", desk.copy, name="copy"),
    path("fragen/<uuid:question>/loeschen/", desk.delete, name="delete"),
]
