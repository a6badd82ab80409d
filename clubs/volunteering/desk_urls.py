"""Desks of clubs and of the city: below /ehrenamt/verwalten/."""

from django.urls import path

from .desk import city, offers, people, shifts

app_name = "volunteering_desk"
urlpatterns = [
    path("", offers.list_offers, name="list"),
    path("neu/", offers.new, name="new"),
    path("neu/<slug:whose>/<slug:kind>/", offers.new_of_kind, name="new_of_kind"),
    path("tagesplan/", people.day, name="day"),
    path("freigabe/", city.queue, name="queue"),
    path("andere-staedte/", city.others, name="others"),
    path("andere-staedte/<uuid:offer>/", city.hide, name="hide"),
    path("zahlen/", city.numbers, name="figures"),
    path("zahlen.csv", city.numbers_file, name="figures_file"),
    path("alle-staedte/", city.alliance, name="alliance"),
    path("stimmt-noch/<str:token>/", city.still_true, name="still_true"),
    path("einsatz/<uuid:shift>/", people.shift, name="shift"),
    path("einsatz/<uuid:shift>/aendern/", shifts.change, name="shift_change"),
    path("einsatz/<uuid:shift>/wiederholen/", shifts.repeat, name="shift_repeat"),
    path("einsatz/<uuid:shift>/plaetze/", shifts.capacity, name="shift_capacity"),
    path("einsatz/<uuid:shift>/absagen/", shifts.call_off, name="shift_call_off"),
    path("einsatz/<uuid:shift>/nachricht/", people.message, name="shift_message"),
    path("einsatz/<uuid:shift>/eintragen/", people.add, name="shift_add"),
    path("einsatz/<uuid:shift>/anwesenheit/", people.attendance, name="shift_attendance"),
    path("anmeldung/<uuid:sign_up>/beenden/", people.remove, name="remove"),
    path("anmeldung/<uuid:sign_up>/fuehrungszeugnis/", people.check, name="check"),
    path("<uuid:offer>/", offers.show, name="offer"),
    path("<uuid:offer>/aendern/", offers.edit, name="edit"),
    path("<uuid:offer>/veroeffentlichen/", offers.publish, name="publish"),
    path("<uuid:offer>/stimmt-noch/", offers.fresh, name="fresh"),
    path("<uuid:offer>/kopieren/", offers.copy, name="copy"),
    path("<uuid:offer>/zurueckziehen/", offers.withdraw, name="withdraw"),
    path("<uuid:offer>/entscheiden/", city.decide, name="decide"),
    path("<uuid:offer>/einsatz/", shifts.add, name="shift_new"),
    path("<uuid:offer>/anmeldungen.<slug:kind>", offers.export, name="export"),
]
