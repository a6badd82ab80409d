"""Addresses below a meeting's module. The list itself is the module's first page.

The first part of each address belongs to this kind alone: all kinds share the place below "<project>/<module>/".
"""

from django.urls import path

from . import desk, views

app_name = "live"
urlpatterns = [
    path("saal/stellen/", views.ask, name="ask"),
    path("saal/danke/", views.thanks, name="thanks"),
    path("saal/frage/<uuid:question>/", views.question, name="question"),
    path("saal/frage/<uuid:question>/unterstuetzen/", views.support, name="support"),
    path("saal/frage/<uuid:question>/loeschen/", views.delete, name="delete"),
    path("leinwand/", views.screen, name="screen"),
    path("saal/regie/", desk.queue, name="queue"),
    path("saal/regie/<uuid:question>/", desk.run, name="run"),
]
