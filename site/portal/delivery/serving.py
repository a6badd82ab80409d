"""Wagtail's own addresses, with our faster way to a page. Mounted last: it takes every address."""

from django.urls import path, re_path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls

from .passwords import page_password
from .views import serve

OURS = ("wagtail_serve", "wagtailcore_login", "wagtailcore_authenticate_with_password")
urlpatterns = [
    *(pattern for pattern in wagtail_urls.urlpatterns if pattern.name not in OURS),
    path(
        "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/",
        page_password,
        name="wagtailcore_authenticate_with_password",
    ),
    # Wagtail reverses this name; its own view has no rate limit
    path("_util/login/", RedirectView.as_view(url="/konto/anmelden/", query_string=True), name="wagtailcore_login"),
    re_path(wagtail_urls.serve_pattern, serve, name="wagtail_serve"),
]
