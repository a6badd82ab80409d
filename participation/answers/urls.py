"""The desk of any module whose contributions can be answered: /projekt/<project>/<module>/antworten/."""

from django.urls import path

from . import views

app_name = "answers"
urlpatterns = [
    path("", views.desk, name="desk"),
    path("vorlagen/", views.templates, name="templates"),
    path("vorlagen/<uuid:template>/loeschen/", views.remove_template, name="remove_template"),
]
