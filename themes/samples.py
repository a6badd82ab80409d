"""Sample data for the component gallery: fiction, German, one entry per component. No other code reads it."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils import timezone

from themes.catalogue import CATALOGUE


class SampleForm(forms.Form):
    """Every kind of field that components/field.html lays out."""

    name = forms.CharField(label="Name", max_length=80, widget=forms.TextInput({"autocomplete": "name"}))
    email = forms.EmailField(
        label="E-Mail",
        help_text="Hierhin schicken wir die Bestätigung.",
        widget=forms.EmailInput({"autocomplete": "email"}),
    )
    phone = forms.CharField(label="Telefon", required=False, widget=forms.TextInput({"type": "tel", "class": "w-m"}))
    born = forms.DateField(label="Geburtsdatum", help_text="Zum Beispiel 27.03.2024")
    kita = forms.ChoiceField(
        label="Wunsch-Kita", choices=[("", "Bitte wählen"), ("a", "Kita am Stadtgarten"), ("b", "Kita Weststadt")]
    )
    hours = forms.ChoiceField(
        label="Betreuungszeit",
        choices=[("13", "bis 13 Uhr"), ("15", "bis 15 Uhr"), ("17", "bis 17 Uhr")],
        widget=forms.RadioSelect,
    )
    needs = forms.MultipleChoiceField(
        label="Was brauchen Sie, damit Sie gut mitmachen können?",
        required=False,
        choices=[("sit", "Sitzgelegenheit"), ("sign", "Gebärdensprache"), ("other", "Etwas anderes")],
        widget=forms.CheckboxSelectMultiple,
    )
    text = forms.CharField(label="Nachricht", widget=forms.Textarea, help_text="Höchstens 800 Zeichen.")
    proof = forms.FileField(label="Nachweis", required=False, help_text="PDF, JPG oder PNG, höchstens 10 MB.")
    agree = forms.BooleanField(label="Ich habe die Hinweise zum Datenschutz gelesen.")


def city(key: str) -> SimpleNamespace:
    """Stands in for a portal's city, with the attributes base.html reads."""
    theme = CATALOGUE[key]
    alliance = key == "redi"
    return SimpleNamespace(
        slug=key,
        name=theme.name,
        portal_name="re@di – regional.digital" if alliance else f"Stadt {theme.name}",
        is_alliance=alliance,
        theme_key=key,
        landscape=theme.landscape,
        mark=theme.mark,
    )


def _links(*titles: str) -> list[dict[str, str]]:
    return [{"title": title, "url": "#"} for title in titles]


def frame(theme_css_url: str, here: str) -> dict[str, Any]:
    names = ("Bürgerservice", "Aktuelles", "Mitmachen", "Ehrenamt", "Umwelt & Daten")
    return {
        "nav": [
            {"title": n, "url": here if n == "Mitmachen" else "#", "path": here if n == "Mitmachen" else ""}
            for n in names
        ],
        "topline": {"easy_language_url": "#", "sign_language_url": "#", "english_url": "#"},
        "alliance_url": "#",
        "search_url": here,
        "theme_css_url": theme_css_url,
        "signin_url": "#",
        "account_url": "#",
        "footer": {
            "contact_lines": ["Bürgerbüro im Rathaus", "Montag bis Freitag ab 8 Uhr"],
            "phone": "115",
            "email": "buergerbuero@stadt.example",
            "columns": [
                {
                    "title": "Häufig gebraucht",
                    "links": _links("Termin vereinbaren", "Mangel melden", "Rechnungsstatus"),
                },
                {"title": "Für alle", "links": _links("Leichte Sprache", "Gebärdensprache", "Barriere melden")},
                {"title": "Offen und gemeinsam", "links": _links("re@di – regional.digital", "Offene Daten")},
            ],
            "legal": _links("Impressum", "Datenschutz", "Barrierefreiheit", "Hinweisgeberstelle"),
        },
    }


def data(picture_url: str) -> dict[str, Any]:
    """Context of the gallery; `picture_url` serves a generated drawing."""
    now = timezone.localtime()
    picture = {
        "url": picture_url,
        "src": picture_url,
        "alt": "Zeichnung: Straße mit Giebelhäusern und Bäumen",
        "width": 1600,
        "height": 900,
        "caption": "So soll die Hauptstraße aussehen",
        "credit": "Tiefbauamt",
    }
    states = (("gut", "ok"), ("in Prüfung", "info"), ("dringend", "warn"), ("abgelehnt", "err"), ("kein Signal", "off"))
    return {
        "crumbs": [*_links("Startseite", "Mitmachen"), {"title": "Gestaltung"}],
        "picture": picture,
        "pictures": [picture] * 3,
        "chips": [{"label": label, "kind": kind} for label, kind in states],
        "themes": [city(key) for key in CATALOGUE],
        "tags": ["Veranstaltung", "Im Team", {"title": "Ohne Vorkenntnisse", "url": "#"}],
        "tiles": [
            {"title": t, "url": "#", "icon": i}
            for t, i in (
                ("Ausweis oder Pass beantragen", "id"),
                ("Wohnsitz an- oder ummelden", "home"),
                ("Termin im Bürgerbüro", "calendar"),
                ("Abfuhrtermine und Sperrmüll", "bin"),
                ("Mangel oder Gefahr melden", "lamp"),
                ("Platz in Kita oder Hort", "child"),
            )
        ],
        "rows": [
            {
                "title": "Spielplatz am Stadtgarten",
                "url": "#",
                "meta": "Abstimmung über drei Entwürfe",
                "chip": {"label": "noch 4 Tage", "kind": "warn"},
            },
            {
                "title": "Leitbild Innenstadt 2035",
                "url": "#",
                "eyebrow": "Planung",
                "icon": "flag",
                "text": "Rundgang und Werkstatt am 5. Dezember",
                "chip": {"label": "offen", "kind": "info"},
            },
        ],
        "events": [
            {
                "title": "Gemeinderat: öffentliche Sitzung",
                "start": now.replace(hour=18, minute=0),
                "end": now.replace(hour=20, minute=30),
                "meta": "Großer Sitzungssaal",
            },
            {
                "title": "Adventsmarkt",
                "start": (now + dt.timedelta(3)).date(),
                "end": (now + dt.timedelta(12)).date(),
                "meta": "Marktplatz",
            },
            {
                "title": "Repair-Café",
                "start": now.replace(hour=13, minute=0),
                "end": None,
                "meta": "Alte Schule",
                "cancelled": True,
                "chip": {"label": "abgesagt", "kind": "err"},
            },
        ],
        "facts": [
            {"term": "Baubeginn", "text": "8. März 2027"},
            {"term": "Kosten", "text": "4,2 Mio. Euro"},
            {"term": "Unterlagen", "text": "Lageplan", "url": "#"},
        ],
        "figures": [
            {"label": "Ideen bisher", "value": "347"},
            {"label": "Stimmen", "value": "2.108"},
            {
                "label": "Pegel am Stadtbach",
                "value": "89",
                "unit": "cm",
                "url": "#",
                "chip": {"label": "steigt langsam", "kind": "warn"},
            },
        ],
        "phases": [
            {"title": "Ziele klären", "meta": "März bis Juni 2026", "state": "done"},
            {"title": "Ideen sammeln", "meta": "bis 11. Dezember", "note": "läuft, noch 18 Tage", "state": "now"},
            {"title": "Räte entscheiden", "meta": "Mai 2027"},
        ],
        "steps": [
            {"title": "Termin wählen", "text": "Online oder am Telefon."},
            {"title": "Vorbeikommen", "text": "Mit dem alten Ausweis."},
            {"title": "Abholen", "text": "Persönlich oder mit Vollmacht."},
        ],
        "faq": [
            {"title": "Kann jemand anderes den Ausweis abholen?", "text": "Ja, mit einer Vollmacht."},
            {"title": "Mein Ausweis ist weg", "text": "Sperren Sie ihn unter 116 116.", "id": "frage-2"},
        ],
        "files": [
            {"title": "Lageplan", "url": "#", "kind": "PDF", "size": 1_840_000, "note": "barrierefrei"},
            {"title": "Messwerte", "url": "#", "kind": "CSV", "size": 96_000},
        ],
        "columns": [{"title": "Fall"}, {"title": "Gültig"}, {"title": "Gebühr", "num": True}],
        "cells": [["Ab 24 Jahren", "10 Jahre", "37,00 €"], ["Unter 24 Jahren", "6 Jahre", "22,80 €"]],
        "days": [
            {"day": "Montag", "times": "8 bis 12 Uhr", "today": True},
            {"day": "Dienstag", "times": "8 bis 12 und 14 bis 18 Uhr"},
            {"day": "Mittwoch", "times": ""},
        ],
        "facets": [
            {
                "title": "Wo?",
                "name": "wo",
                "options": [
                    {"value": "a", "label": "In der Stadt", "count": 41, "checked": True},
                    {"value": "b", "label": "bis 15 km im Umkreis", "count": 1112},
                ],
            },
            {
                "title": "Wie viel Zeit?",
                "name": "zeit",
                "type": "radio",
                "options": [
                    {"value": "", "label": "Egal", "checked": True},
                    {"value": "1", "label": "Einmalig", "count": 58},
                ],
            },
        ],
        "seg": [
            {"title": "Karte und Liste", "url": "#", "icon": "pin", "current": True},
            {"title": "Nur Liste", "url": "#"},
        ],
        "page_of_many": Paginator(range(200), 10).page(7),
        "comments": [
            {
                "id": "beitrag-1",
                "author": "Anwohnerin, Weststadt",
                "text": "Die Bäume freuen mich sehr.\n\nBitte denken Sie auch an Schatten.",
                "when": now,
                "votes": 23,
                "reply_url": "#",
                "report_url": "#",
            },
            {
                "id": "beitrag-2",
                "author": "Tiefbauamt",
                "text": "Danke für den Hinweis.",
                "when": now,
                "official": True,
            },
            {"id": "beitrag-3", "author": "Leser", "text": "…", "when": now, "hidden": True, "tag": "ausgeblendet"},
        ],
        "thread": [
            {"author": "Kita-Stelle", "when": now, "text": "Uns fehlt noch der Nachweis."},
            {"mine": True, "when": now, "text": "Kommt bis Mittwoch."},
        ],
        "messages_sample": [{"message": "Gespeichert.", "level_tag": "success"}],
        "moderation": [
            ["Kommentar zu „Hauptstraße“", "Regel 2: Ton", "vor 8 Min."],
            ["Idee Nr. 348", "Doppelung", "vor 21 Min."],
        ],
        "moderation_columns": [{"title": "Was"}, {"title": "Anlass"}, {"title": "Seit"}],
        "when": now,
    }
