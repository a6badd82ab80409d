"""Own screens under /admin/portal/. Every name needs its line in `gate.py`."""

from django.urls import path

from .views import cities, members, overview, redirects, trail

urlpatterns = [
    path("alle/", overview.overview, name="overview"),
    path("stadt-anlegen/", overview.add_city_view, name="add_city"),
    path("mitglieder/", members.members, name="members"),
    path("mitglieder/<slug:slug>/", members.members, name="members"),
    path("mitglieder/<slug:slug>/aufnehmen/", members.members_add, name="members_add"),
    path("mitglieder/<slug:slug>/entfernen/", members.members_remove, name="members_remove"),
    path("stadt/", cities.settings_view, name="settings"),
    path("stadt/<slug:slug>/", cities.settings_view, name="settings"),
    path("pruefung/", cities.review_view, name="review"),
    path("pruefung/<slug:slug>/", cities.review_view, name="review"),
    path("gestaltung/", cities.theme_view, name="theme"),
    path("gestaltung/<slug:slug>/", cities.theme_view, name="theme"),
    path("gestaltung/<slug:slug>/vorschau.css", cities.theme_preview, name="theme_preview"),
    path("protokoll/", trail.audit, name="audit"),
    path("protokoll/<slug:slug>/", trail.audit, name="audit"),
    path("protokoll/<slug:slug>/protokoll.csv", trail.audit_csv, name="audit_csv"),
    path("weiterleitungen/", redirects.redirects, name="redirects"),
    path("weiterleitungen/<slug:slug>/", redirects.redirects, name="redirects"),
    path("weiterleitungen/<slug:slug>/neu/", redirects.redirect_add, name="redirect_add"),
    path("weiterleitungen/<slug:slug>/<int:pk>/", redirects.redirect_edit, name="redirect_edit"),
    path("weiterleitungen/<slug:slug>/<int:pk>/entfernen/", redirects.redirect_delete, name="redirect_delete"),
]
