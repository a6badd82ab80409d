"""Below /konto/: the inbox lives on the sign-in host, following happens on the portal of the page."""

from django.urls import path

from . import views

urlpatterns = [
    path("benachrichtigungen/", views.inbox, name="notifications"),
    path("benachrichtigungen/<uuid:key>/", views.open_one, name="notification"),
    path("folgen/<int:page_id>/", views.follow, name="follow"),
    path("abbestellen/<str:token>/", views.unsubscribe, name="unsubscribe"),
]
