"""Desks of clubs and of the city: /ehrenamt/verwalten/. Who has no right there meets 404 everywhere."""
