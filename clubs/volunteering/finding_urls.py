"""Feeds, data and saved searches: below /ehrenamt/."""

from django.urls import path, re_path

from .api import api
from .views import finding, saving

app_name = "finding"
urlpatterns = [
    path("karte/punkte/", finding.points, name="points"),
    path("karte/<path:wish>/<int:number>/", finding.card, name="card"),
    re_path(r"^feed/angebote\.(?P<form>rss|atom)$", finding.news, name="news"),
    path("feed/einsaetze.ics", finding.shifts, name="shifts"),
    path("daten/", finding.data, name="data"),
    path("daten/angebote.csv", finding.data_csv, name="data_csv"),
    path("daten/angebote.jsonld", finding.data_jsonld, name="data_jsonld"),
    path("einbetten/", finding.embed, name="embed"),
    path("api/v1/openapi.json", finding.openapi, name="openapi"),
    path("api/v1/", api.urls),
    path("suchen/", saving.saved, name="saved"),
    path("suchen/gesendet/", saving.sent, name="saved_sent"),
    path("suchen/bestaetigen/<str:token>/", saving.confirm, name="saved_confirm"),
    path("suchen/abbestellen/<str:token>/", saving.unsubscribe, name="saved_unsubscribe"),
    path("suchen/verlaengern/<str:token>/", saving.renew, name="saved_renew"),
]
