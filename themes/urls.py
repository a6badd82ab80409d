"""The component gallery; mounted only where settings.DEMO is true."""

from django.urls import path

from themes import views

app_name = "gallery"
urlpatterns = [
    path("", views.index, name="index"),
    path("formular/", views.form, name="form"),
    path("fehler/<int:status>/", views.error, name="error"),
    path("bild/<slug:motif>/<int:seed>.svg", views.picture, name="picture"),
    path("farben.css", views.css, name="css"),
]
