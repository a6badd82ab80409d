"""Messages to clubs, mailed links, and the desk that looks after both."""

from django.urls import path, re_path

from . import care_desk, contact

care_patterns = [
    path("anfrage/beantwortet/<str:token>/", contact.answered, name="answered"),
    path("stimmt-noch/<str:token>/", contact.still_true, name="still_true"),
    path("<slug:slug>/anfrage/", contact.contact, name="contact"),
    path("<slug:slug>/anfrage/gesendet/", contact.contact_sent, name="contact_sent"),
]
desk_patterns = [
    path("", care_desk.overview, name="overview"),
    path("vereine/", care_desk.clubs, name="clubs"),
    re_path(r"^vereine/zustand\.(?P<kind>csv|xlsx)$", care_desk.clubs_file, name="clubs_file"),
    path("vereine/<uuid:club>/stimmt-noch/", care_desk.fresh, name="fresh"),
    path("vereine/<uuid:club>/hier-zeigen/", care_desk.show_here, name="show_here"),
    path("anfragen/", care_desk.inquiries, name="inquiries"),
    path("regeln/", care_desk.settings, name="settings"),
]
