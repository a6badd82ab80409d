"""Below /verein/: what a club's people do. Before the public pages, which take every slug."""

from django.urls import path

from . import own_people, own_views

own_patterns = [
    path("eintragen/", own_views.register, name="register"),
    path("meine/", own_views.mine, name="mine"),
    path("einladung/<str:token>/", own_people.invitation, name="invitation"),
    path("<slug:slug>/vertreten/", own_people.claim, name="claim"),
    path("<slug:slug>/verlassen/", own_people.leave, name="leave"),
    path("<slug:slug>/bearbeiten/", own_views.edit, name="edit"),
    path("<slug:slug>/bearbeiten/kontakt/", own_views.edit_contact, name="edit_contact"),
    path("<slug:slug>/bearbeiten/logo/", own_views.edit_logo, name="edit_logo"),
    path("<slug:slug>/bearbeiten/zeiten/", own_views.edit_times, name="edit_times"),
    path("<slug:slug>/bearbeiten/termine/", own_views.edit_events, name="edit_events"),
    path("<slug:slug>/bearbeiten/termine/<uuid:key>/", own_views.edit_event, name="edit_event"),
    path("<slug:slug>/bearbeiten/staedte/", own_views.edit_cities, name="edit_cities"),
    path("<slug:slug>/bearbeiten/personen/", own_people.people, name="people"),
]
