"""/beteiligung/api/v1/: mounted beside `urls.py`, because the API brings a namespace of its own."""

from django.urls import path

from .api import api

urlpatterns = [path("", api.urls)]
