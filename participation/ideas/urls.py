"""Addresses below a module that collects ideas, of whatever kind: all begin with „ideen/“."""

from django.urls import path

from . import views, writing

app_name = "ideas"
urlpatterns = [
    path("ideen/punkte.json", views.points, name="points"),
    path("ideen/feed.xml", views.feed, name="feed"),
    path("ideen/nr/<int:number>/", views.number, name="number"),
    path("ideen/neu/", writing.new, name="new"),
    path("ideen/<uuid:idea>/", views.idea, name="idea"),
    path("ideen/<uuid:idea>/aendern/", writing.edit, name="edit"),
    path("ideen/<uuid:idea>/zurueckziehen/", writing.delete, name="delete"),
    path("ideen/<uuid:idea>/unterstuetzen/", writing.support, name="support"),
]
