"""Addresses of offers and sign-ups: /angebot/… and /ehrenamt/…."""

from django.urls import URLPattern

app_name = "volunteering"
urlpatterns: list[URLPattern] = []
