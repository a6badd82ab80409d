"""Addresses. Apps bring their own `urls.py`; the order here is the order of matching."""

from django.conf import settings
from django.urls import include, path
from wagtail.admin import urls as wagtailadmin_urls

from portal.cities.urls import language_urls, theme_urls

urlpatterns = [
    *theme_urls,
    *language_urls,
    path("", include("portal.operations.urls")),
    path("admin/", include("portal.accounts.admin_urls")),  # sign-in and out: ours, not Wagtail's
    path("admin/", include(wagtailadmin_urls)),
    path("konto/", include("portal.accounts.urls")),
    path("", include("portal.library.urls")),  # /media/ and /dokumente/
    path("suche/", include("portal.search.urls")),
    path("", include("portal.content.urls")),
    path("", include("portal.delivery.urls")),
    path("kommentare/", include("participation.comments.urls")),
    path("moderation/", include("participation.moderation.urls")),
    path("teilnahme/", include("participation.guests.urls")),
    path("wohnsitz/", include("participation.residency.urls")),
    path("verfolgen/", include("participation.following.urls")),
    path("projekt/", include("participation.projects.urls")),
    path("projekt/<slug:project>/<slug:module>/antworten/", include("participation.answers.urls")),
    path("projekt/", include("participation.projects.module_urls")),
    path("beteiligung/verwalten/", include("participation.projects.desk.urls")),
    path("beteiligung/vorlagen/", include("participation.blueprints.urls")),
    path("beteiligung/", include("participation.opendata.urls")),
    path("beteiligung/api/v1/", include("participation.opendata.api_urls")),
    path("vereine/verwalten/", include("clubs.directory.desk_urls")),
    path("verein/", include("clubs.directory.urls")),
    path("ehrenamt/verwalten/", include("clubs.volunteering.desk_urls")),
    path("ehrenamt/", include("clubs.volunteering.finding_urls")),
    path("", include("clubs.volunteering.urls")),  # /angebot/… and /ehrenamt/…
    path("stunden/", include("clubs.hours.urls")),
    path("helfen/", include("clubs.emergency.urls")),
]
if settings.DEMO:
    urlpatterns += [
        path("demo/", include("portal.demo.urls")),
        path("demo/gestaltung/", include("themes.urls")),
    ]
urlpatterns += [path("", include("portal.delivery.serving"))]  # last: takes every address

handler400 = "portal.operations.views.bad_request"
handler403 = "portal.operations.views.permission_denied"
handler404 = "portal.operations.views.not_found"
handler500 = "portal.operations.views.server_error"
