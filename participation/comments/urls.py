"""Addresses of discussions, on the host of each city. Every control works as a page of its own."""

from django.urls import path

from . import views

app_name = "comments"
urlpatterns = [
    path("<uuid:thread>/", views.thread, name="thread"),
    path("zu/<slug:kind>/<uuid:item>/", views.write_about, name="write_about"),
    path("<uuid:thread>/schreiben/", views.write, name="write"),
    path("<uuid:thread>/schliessen/", views.close, name="close"),
    path("beitrag/<uuid:comment>/", views.comment, name="comment"),
    path("beitrag/<uuid:comment>/antworten/", views.replies, name="replies"),
    path("beitrag/<uuid:comment>/antwort/", views.reply, name="reply"),
    path("beitrag/<uuid:comment>/bearbeiten/", views.edit, name="edit"),
    path("beitrag/<uuid:comment>/loeschen/", views.delete, name="delete"),
    path("beitrag/<uuid:comment>/hilfreich/", views.like, name="like"),
]
