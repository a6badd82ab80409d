"""Blocks for pictures, downloads and videos."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from . import providers
from .base import MEDIA, DocumentChooser, ImageChooser, Picture, Struct
from .policy import allow


class ImageBlock(Picture):
    class Meta:
        label = _("Bild")
        icon = "image"
        group = MEDIA
        template = "blocks/image.html"
        description = _("Ein Bild in voller Textbreite, mit Bildunterschrift und Bildnachweis.")
        preview_value = {"caption": _("Blick über das Tal am Abend"), "decorative": True}


class GalleryBlock(Struct):
    title = blocks.CharBlock(label=_("Überschrift"), required=False, max_length=120)
    pictures = blocks.ListBlock(Picture(label=_("Bild")), label=_("Bilder"), min_num=2, max_num=24)

    class Meta:
        label = _("Bildergalerie")
        icon = "image"
        group = MEDIA
        template = "blocks/gallery.html"
        description = _("Mehrere Bilder nebeneinander, jedes mit Alternativtext.")
        preview_value = {
            "title": _("Eindrücke vom Fest"),
            "pictures": [
                {"caption": _("Am Morgen"), "decorative": True},
                {"caption": _("Am Abend"), "decorative": True},
            ],
        }


class DownloadItem(Struct):
    document = DocumentChooser(label=_("Dokument"))
    title = blocks.CharBlock(
        label=_("Titel"), required=False, max_length=160, help_text=_("Leer: der Titel aus der Mediathek.")
    )
    accessible = blocks.BooleanBlock(label=_("Die Datei ist barrierefrei geprüft"), required=False)

    class Meta:
        label = _("Datei")
        icon = "doc-full"
        section = False


class DownloadsBlock(Struct):
    title = blocks.CharBlock(label=_("Überschrift"), required=False, max_length=120)
    items = blocks.ListBlock(DownloadItem(), label=_("Dateien"), min_num=1, max_num=40)

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        context["files"] = [
            {
                "title": item["title"] or item["document"].title,
                "url": item["document"].url,
                "kind": item["document"].file_extension.upper(),
                "size": item["document"].file_size,
                "note": _("barrierefrei") if item["accessible"] else "",
            }
            for item in value["items"]
            if item["document"] is not None
        ]
        if context.get("preview"):
            context["files"] = [
                {"title": _("Antrag auf einen Anwohnerausweis"), "url": "#", "kind": "PDF", "size": 184_000}
            ]
        return context

    class Meta:
        label = _("Downloads")
        icon = "download"
        group = MEDIA
        template = "blocks/downloads.html"
        description = _("Dateien aus der Mediathek mit Art und Größe.")
        preview_value = {"title": _("Formulare"), "items": []}


class VideoBlock(Struct):
    """Two clicks: until the visitor agrees nothing is asked of the other host, not even a preview picture."""

    title = blocks.CharBlock(label=_("Titel des Videos"), max_length=160)
    url = blocks.URLBlock(
        label=_("Adresse"),
        max_length=300,
        help_text=_(
            "Adresse aus dem Browser: YouTube, Vimeo oder ein PeerTube-Server. Das Video lädt erst nach Zustimmung."
        ),
    )
    poster = ImageChooser(
        label=_("Eigenes Vorschaubild"), required=False, help_text=_("Kommt aus unserer Mediathek, nicht vom Anbieter.")
    )
    transcript = blocks.TextBlock(
        label=_("Was das Video sagt"),
        required=False,
        max_length=8000,
        help_text=_("Für alle, die nicht sehen oder hören können oder nicht zustimmen wollen."),
    )

    def clean(self, value: Any) -> Any:
        result = super().clean(value)
        if result.get("url") and providers.video(result["url"]) is None:
            self.refuse(
                url=_("Diese Adresse kennen wir nicht. Möglich sind Videos von YouTube, Vimeo und PeerTube mit https.")
            )
        return result

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        context["video"] = found = providers.video(value.get("url") or "")
        if found and not context.get("preview"):
            allow(context.get("request"), "frame-src", found.origin)
        return context

    class Meta:
        label = _("Video")
        icon = "media"
        group = MEDIA
        section = False
        template = "blocks/video.html"
        description = _("Video in zwei Klicks: Nichts lädt vom Anbieter, bevor jemand zustimmt.")
        preview_value = {
            "title": _("So funktioniert die Ideenwerkstatt"),
            "url": "https://vimeo.com/123456789",
            "transcript": "",
        }
