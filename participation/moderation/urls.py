"""Addresses of moderation, on the host of each city."""

from django.urls import path

from . import desk, elsewhere, mine, reporting

app_name = "moderation"
urlpatterns = [
    # for moderators of this city; 404 for everyone else
    path("", desk.queue, name="queue"),
    path("sammel/", desk.bulk, name="bulk"),
    path("fall/<uuid:case>/", desk.case, name="case"),
    path("fall/<uuid:case>/pause/", desk.pause, name="pause"),
    path("inhalt/<slug:kind>/<uuid:item>/", desk.content, name="content"),
    path("pausen/", desk.pauses, name="pauses"),
    path("woerter/", desk.words, name="words"),
    path("andere/", elsewhere.listing, name="foreign"),
    path("andere/<uuid:appeal>/", elsewhere.appeal, name="foreign-appeal"),
    # for everyone
    path("bericht/", reporting.page, name="transparency"),
    path("bericht/<int:year>.csv", reporting.download, name="transparency-csv"),
    path("melden/<slug:kind>/<uuid:item>/", mine.report, name="report"),
    path("melden/<slug:kind>/<uuid:item>/danke/", mine.thanks, name="thanks"),
    path("entscheidung/<str:token>/", mine.guest_decision, name="guest-decision"),
    # for members
    path("meine/", mine.mine, name="mine"),
    path("meine/<uuid:case>/", mine.decision, name="decision"),
]
