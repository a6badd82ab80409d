"""Following, on the host of each city."""

from django.urls import path

from . import views

app_name = "following"
urlpatterns = [
    path("", views.index, name="index"),
    path("thema/", views.topic, name="topic"),
    path("umkreis/", views.area, name="area"),
    path("projekt/<uuid:project>/", views.project, name="project"),
    path("abbestellen/<str:token>/", views.unsubscribe, name="unsubscribe"),
    path("<uuid:subscription>/", views.one, name="one"),
]
