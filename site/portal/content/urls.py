from django.urls import path, register_converter
from django.urls.converters import StringConverter

from . import machine_views, views


class FeedForm(StringConverter):
    regex = "rss|atom"


register_converter(FeedForm, "feedform")

urlpatterns = [
    path("aus-der-region/", views.region, name="region"),
    path("formular/barriere/", views.report_barrier, name="barrier-report"),
    path("formular/barriere/danke/", views.barrier_thanks, name="barrier-thanks"),
    path("feeds/nachrichten.<feedform:form>", machine_views.news_feed, name="news-feed"),
    path("feeds/thema/<slug:slug>.<feedform:form>", machine_views.topic_feed, name="topic-feed"),
    path("feeds/region.<feedform:form>", machine_views.region_feed, name="region-feed"),
    path("feeds/kalender.ics", machine_views.calendar_feed, name="calendar-feed"),
    path("feeds/termin/<uuid:key>.ics", machine_views.event_calendar, name="event-calendar"),
    path("sitemap.xml", machine_views.sitemap, name="sitemap"),
    path("robots.txt", machine_views.robots, name="robots"),
    path(".well-known/security.txt", machine_views.security_txt, name="security-txt"),
    path("portal.webmanifest", machine_views.manifest, name="manifest"),
    path("zeichen.svg", machine_views.icon, name="icon"),
]
