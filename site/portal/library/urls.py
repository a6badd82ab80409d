"""Mounted at the root: /media/ for renditions, /dokumente/ for documents (in place of wagtail.documents.urls)."""

from django.urls import path, re_path

from . import views

urlpatterns = [
    path("media/images/<str:name>", views.serve_rendition, name="library_rendition"),
    re_path(
        r"^dokumente/(\d{1,18})/([^/]{1,255})$",
        views.serve_document,
        name="wagtaildocs_serve",
    ),
    re_path(
        r"^dokumente/authenticate_with_password/(\d{1,18})/$",
        views.document_password,
        name="wagtaildocs_authenticate_with_password",
    ),
]
