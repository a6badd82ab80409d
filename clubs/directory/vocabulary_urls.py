"""The vocabulary of the region, on the desk of the alliance."""

from django.urls import path

from . import vocabulary_desk

vocabulary_patterns = [
    path("themen/", vocabulary_desk.interests, name="interests"),
    path("themen/stichwort/<int:word>/", vocabulary_desk.keyword, name="keyword"),
    path("themen/<int:tag>/", vocabulary_desk.interest, name="interest"),
]
