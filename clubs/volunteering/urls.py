"""Addresses of offers and sign-ups: /angebot/… and /ehrenamt/…."""

from django.urls import path

from .views import mine, offer, question, request, signing

app_name = "volunteering"
urlpatterns = [
    path("angebot/<slug:slug>/", offer.offer, name="offer"),
    path("angebot/<slug:slug>/frage/", question.ask, name="question"),
    path("angebot/<slug:slug>/frage/gesendet/", question.sent, name="question_sent"),
    path("ehrenamt/anmeldung/gesendet/", offer.sent, name="sent"),
    path("ehrenamt/anmeldung/bestaetigen/<str:token>/", signing.confirm, name="confirm"),
    path("ehrenamt/anmeldung/<str:token>/", signing.sign_up, name="sign_up"),
    path("ehrenamt/anmeldung/<str:token>/einsatz.ics", signing.calendar_file, name="calendar_file"),
    path("ehrenamt/einverstaendnis/<str:token>/", signing.guardian, name="guardian"),
    path("ehrenamt/gesuch/", request.new, name="request"),
    path("ehrenamt/gesuch/gesendet/", request.sent, name="request_sent"),
    path("ehrenamt/gesuch/danke/", request.thanks, name="request_thanks"),
    path("ehrenamt/gesuch/bestaetigen/<str:token>/", request.confirm, name="confirm_request"),
    path("ehrenamt/meine/", mine.mine, name="mine"),
    path("ehrenamt/meine/gesendet/", mine.link_sent, name="link_sent"),
    path("ehrenamt/meine/<str:token>.ics", mine.feed, name="feed"),
    path("ehrenamt/meine/<str:token>/", mine.mine_by_link, name="mine_by_link"),
]
