"""Taking part without an account, on the host of each city."""

from django.urls import path

from . import views

app_name = "guests"
urlpatterns = [
    path("gesendet/", views.sent, name="sent"),
    path("<str:token>/", views.confirm, name="confirm"),
]
