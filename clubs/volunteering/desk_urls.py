"""Desks of clubs and of the city: below /ehrenamt/verwalten/."""

from django.urls import URLPattern

app_name = "volunteering_desk"
urlpatterns: list[URLPattern] = []
