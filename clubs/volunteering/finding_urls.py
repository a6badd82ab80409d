"""Feeds, data and saved searches: below /ehrenamt/."""

from django.urls import URLPattern

app_name = "finding"
urlpatterns: list[URLPattern] = []
