"""Addresses of the desk of projects, on the host of each city."""

from django.urls import path

from . import listing, partners, process, project

app_name = "projects_desk"
urlpatterns = [
    path("", listing.projects, name="list"),
    path("neu/", listing.new, name="new"),
    path("einladung/<uuid:project>/", listing.invitation, name="invitation"),
    path("<uuid:project>/", project.overview, name="project"),
    path("<uuid:project>/angaben/", project.master, name="master"),
    path("<uuid:project>/zustand/", project.state, name="state"),
    path("<uuid:project>/loeschen/", project.delete, name="delete"),
    path("<uuid:project>/phasen/", process.phases, name="phases"),
    path("<uuid:project>/phasen/neu/", process.phase, name="phase_new"),
    path("<uuid:project>/phasen/<uuid:phase>/", process.phase, name="phase"),
    path("<uuid:project>/phasen/<uuid:phase>/beenden/", process.phase_end, name="phase_end"),
    path("<uuid:project>/phasen/<uuid:phase>/entfernen/", process.phase_remove, name="phase_remove"),
    path("<uuid:project>/bausteine/", process.modules, name="modules"),
    path("<uuid:project>/bausteine/neu/<slug:kind>/", process.module_new, name="module_new"),
    path("<uuid:project>/bausteine/<uuid:module>/", process.module, name="module"),
    path("<uuid:project>/bausteine/<uuid:module>/knopf/", process.module_button, name="module_button"),
    path("<uuid:project>/bausteine/<uuid:module>/entfernen/", process.module_remove, name="module_remove"),
    path("<uuid:project>/wer-darf-was/", process.matrix, name="matrix"),
    path("<uuid:project>/staedte/", partners.cities, name="cities"),
    path("<uuid:project>/staedte/<slug:city>/zurueckziehen/", partners.withdraw, name="withdraw"),
    path("<uuid:project>/umsetzung/", partners.milestones, name="milestones"),
    path("<uuid:project>/umsetzung/neu/", partners.milestone, name="milestone_new"),
    path("<uuid:project>/umsetzung/<uuid:milestone>/", partners.milestone, name="milestone"),
    path("<uuid:project>/umsetzung/<uuid:milestone>/entfernen/", partners.milestone_remove, name="milestone_remove"),
]
