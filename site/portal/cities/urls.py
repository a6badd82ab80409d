from django.urls import path

from . import language, views

theme_urls = [
    path("gestaltung.css", views.theme_css, name="theme-css"),
    path("gestaltung-<str:digest>.css", views.theme_css, name="theme-css-hashed"),
]
language_urls = [path("sprache/<str:code>/", language.choose, name="language")]
