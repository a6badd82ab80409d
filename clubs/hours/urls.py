"""Addresses below /stunden/. A person's own pages exist twice: for members, and behind a personal link."""

from collections.abc import Callable

from django.http import HttpResponse
from django.urls import URLPattern, path

from .views import check, desk, log

app_name = "hours"


def own(route: str, view: Callable[..., HttpResponse], name: str) -> list[URLPattern]:
    return [
        path(route, view, name=name),
        path(f"mit-link/<str:token>/{route}", view, name=f"{name}_by_link"),
    ]


urlpatterns = [
    *own("", log.log, "log"),
    *own("stunden.csv", log.csv_file, "csv"),
    *own("eintragen/", log.add, "add"),
    *own("eintrag/<uuid:entry>/loeschen/", log.remove, "remove"),
    *own("nachweis/", log.issue, "issue"),
    *own("nachweis/<uuid:paper>.pdf", log.pdf, "pdf"),
    *own("nachweis/<uuid:paper>/widerrufen/", log.revoke, "revoke"),
    path("link/", log.send_link, name="link"),
    path("schluessel.json", check.public_keys, name="keys"),
    path("pruefen/", check.check_any, name="check_any"),
    path("pruefen/<str:payload>/", check.check, name="check"),
    path("bestaetigen/<str:token>/", desk.by_link, name="decide"),
    path("vereine/", desk.clubs, name="clubs"),
    path("verwalten/", desk.city, name="city"),
    path("verwalten/karte/", desk.card, name="card"),
]
