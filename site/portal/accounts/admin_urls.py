"""Wagtail's own sign-in asks for a password and knows no second factor: its addresses lead to ours."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.utils.http import urlencode

from .views import sign_out


def login(request: HttpRequest) -> HttpResponse:
    target = request.GET.get("next", "")[:2000]
    return HttpResponseRedirect("/konto/anmelden/" + (f"?{urlencode({'next': target})}" if target else ""))


# Wagtail's names: the gate of the admin's host goes by them.
urlpatterns = [
    path("login/", login, name="wagtailadmin_login"),
    path("logout/", sign_out, name="wagtailadmin_logout"),
]
