"""Blocks for words: text, headings, call-outs, lists that fold, steps, tables, figures."""

from __future__ import annotations

from typing import Any

from django.utils.html import strip_tags
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.rich_text import RichText, expand_db_html

from .base import PLACES, TEXT, Struct, rich

SAMPLE_TEXT = _(
    "<p>Einen neuen Ausweis beantragen Sie <b>persönlich im Bürgerbüro</b>. Bringen Sie mit:</p>"
    "<ul><li>den alten Ausweis</li><li>ein biometrisches Foto</li></ul>"
)


class TextBlock(blocks.RichTextBlock):
    class Meta:
        label = _("Text")
        icon = "pilcrow"
        group = TEXT
        template = "blocks/text.html"
        description = _("Fließtext mit Zwischenüberschriften, Listen und Verweisen.")
        preview_value = SAMPLE_TEXT

    def get_preview_value(self) -> Any:
        return RichText(str(self.meta.preview_value))


class HeadingBlock(Struct):
    text = blocks.CharBlock(label=_("Überschrift"), max_length=120)
    level = blocks.ChoiceBlock(
        label=_("Ebene"),
        choices=[("2", _("Überschrift 2")), ("3", _("Überschrift 3")), ("4", _("Überschrift 4"))],
        default="2",
        search_index=False,
        help_text=_(
            "Der Seitentitel ist Ebene 1. Keine Ebene überspringen: Vorleseprogramme springen von Überschrift zu Überschrift."
        ),
    )

    def headings(self, value: Any) -> list[int]:
        return [int(value.get("level") or 2)]

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        return {**context, "level": self.headings(value)[0], "anchor": slugify(value["text"])[:60]}

    class Meta:
        label = _("Überschrift")
        icon = "title"
        group = TEXT
        template = "blocks/heading.html"
        description = _("Gliedert die Seite. Ebenen werden geprüft.")
        preview_value = {"text": _("Was Sie mitbringen"), "level": "2"}


class QuoteBlock(Struct):
    text = blocks.TextBlock(label=_("Zitat"), max_length=600)
    source = blocks.CharBlock(label=_("Wer sagt das?"), required=False, max_length=120)
    role = blocks.CharBlock(label=_("Amt oder Rolle"), required=False, max_length=120)

    class Meta:
        label = _("Zitat")
        icon = "openquote"
        group = TEXT
        template = "blocks/quote.html"
        description = _("Eine Aussage mit Quelle, groß gesetzt.")
        preview_value = {
            "text": _("Wir wollten einen Platz, an dem man auch ohne Einkauf sitzen bleibt."),
            "source": _("Anwohnerin"),
            "role": _("Weststadt"),
        }


class CalloutBlock(Struct):
    tone = blocks.ChoiceBlock(
        label=_("Art"),
        choices=[("info", _("Hinweis")), ("ok", _("Gute Nachricht")), ("warn", _("Achtung"))],
        default="info",
        search_index=False,
    )
    title = blocks.CharBlock(label=_("Überschrift"), required=False, max_length=120)
    text = rich(["bold", "italic", "ul", "link", "document-link"], label=_("Text"))

    class Meta:
        label = _("Hinweiskasten")
        icon = "info-circle"
        group = TEXT
        section = False  # its title stands under the section it belongs to
        template = "blocks/callout.html"
        description = _("Hebt etwas hervor: Hinweis, gute Nachricht oder Achtung. Sparsam verwenden.")
        preview_value = {
            "tone": "warn",
            "title": _("Geschlossen am 23. Dezember"),
            "text": _("<p>Der Notdienst ist unter der Behördennummer erreichbar.</p>"),
        }


class FoldItem(Struct):
    title = blocks.CharBlock(label=_("Frage oder Überschrift"), max_length=200)
    text = rich(label=_("Text"))

    class Meta:
        label = _("Eintrag")
        icon = "list-ul"


class AccordionBlock(Struct):
    title = blocks.CharBlock(label=_("Überschrift"), required=False, max_length=120)
    items = blocks.ListBlock(FoldItem(), label=_("Einträge"), min_num=1, max_num=40)

    class Meta:
        label = _("Aufklappliste")
        icon = "list-ul"
        group = TEXT
        template = "blocks/accordion.html"
        description = _("Abschnitte, die sich einzeln öffnen. Funktioniert ohne Skript und mit der Tastatur.")
        preview_value = {
            "title": _("Sonderfälle"),
            "items": [
                {
                    "title": _("Ich kann nicht selbst kommen"),
                    "text": _("<p>Mit Vollmacht holt eine andere Person den Ausweis ab.</p>"),
                },
                {
                    "title": _("Mein Kind braucht einen Ausweis"),
                    "text": _("<p>Beide Sorgeberechtigten stimmen zu.</p>"),
                },
            ],
        }


class FaqBlock(AccordionBlock):
    """Questions and answers, also as schema.org FAQPage for search engines."""

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        context["structured"] = {
            "@context": "https://schema.org", "@type": "FAQPage",
            "mainEntity": [
                {"@type": "Question", "name": item["title"],
                 "acceptedAnswer": {"@type": "Answer", "text": " ".join(strip_tags(expand_db_html(str(item["text"].source)).replace("<", " <")).split())}}
                for item in value["items"]
            ],
        }  # fmt: skip
        return context

    class Meta:
        label = _("Fragen und Antworten")
        icon = "help"
        template = "blocks/faq.html"
        description = _("Häufige Fragen zum Aufklappen; Suchmaschinen verstehen sie als Fragen.")
        preview_value = {
            "title": _("Häufige Fragen"),
            "items": [
                {"title": _("Wie lange dauert es?"), "text": _("<p>Etwa drei Wochen.</p>")},
                {"title": _("Was kostet ein Ausweis?"), "text": _("<p>Die Gebühr steht in der Tabelle unten.</p>")},
            ],
        }


class Step(Struct):
    title = blocks.CharBlock(label=_("Schritt"), max_length=160)
    text = rich(label=_("Erklärung"), required=False)

    class Meta:
        label = _("Schritt")
        icon = "list-ol"


class StepsBlock(Struct):
    title = blocks.CharBlock(label=_("Überschrift"), required=False, max_length=120)
    items = blocks.ListBlock(Step(), label=_("Schritte"), min_num=1, max_num=20)

    class Meta:
        label = _("Schritte")
        icon = "list-ol"
        group = TEXT
        template = "blocks/steps.html"
        description = _("Nummerierte Anleitung: was zuerst, was danach.")
        preview_value = {
            "title": _("So geht es"),
            "items": [
                {"title": _("Termin wählen"), "text": _("<p>Online oder am Telefon.</p>")},
                {"title": _("Unterlagen mitbringen"), "text": _("<p>Die Liste steht oben.</p>")},
            ],
        }


class RowBlock(blocks.ListBlock):
    """One row of a table: as many cells as the table has columns."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(blocks.CharBlock(required=False, max_length=400, label=_("Zelle")), max_num=8, **kwargs)


class TableBlock(Struct):
    """A data table: caption, a row of column heads, the first cell of every row is its head."""

    caption = blocks.CharBlock(
        label=_("Beschriftung"),
        max_length=160,
        help_text=_("Sagt, was die Tabelle zeigt: „Gebühren für Ausweise, Stand 2026“."),
    )
    columns = blocks.ListBlock(
        blocks.CharBlock(label=_("Spalte"), max_length=80), label=_("Spaltenköpfe"), min_num=2, max_num=8
    )
    rows = blocks.ListBlock(
        RowBlock(label=_("Zeile")),
        label=_("Zeilen"),
        min_num=1,
        max_num=200,
        help_text=_("Die erste Zelle jeder Zeile ist ihr Kopf."),
    )
    numeric = blocks.BooleanBlock(label=_("Ab der zweiten Spalte rechtsbündig (Zahlen)"), required=False)

    def clean(self, value: Any) -> Any:
        result = super().clean(value)
        width = len(result["columns"])
        wrong = [str(i) for i, row in enumerate(result["rows"], 1) if len(row) > width]
        if wrong:
            self.refuse(rows=_("Mehr Zellen als Spalten in Zeile %s.") % ", ".join(wrong[:5]))
        return result

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        heads = list(value["columns"])
        context["columns"] = [{"title": head, "num": bool(value["numeric"]) and i > 0} for i, head in enumerate(heads)]
        context["rows"] = [[*list(row)[: len(heads)], *[""] * (len(heads) - len(row))] for row in value["rows"]]
        return context

    class Meta:
        label = _("Tabelle")
        icon = "table"
        group = TEXT
        template = "blocks/table.html"
        description = _("Tabelle mit Beschriftung und Köpfen; auf dem Telefon wird jede Zeile zu einem Kärtchen.")
        preview_value = {
            "caption": _("Gebühren"),
            "columns": [_("Ausweis"), _("Gebühr"), _("Gültig")],
            "numeric": True,
            "rows": [[_("Personalausweis"), "37,00 €", _("10 Jahre")], [_("Reisepass"), "70,00 €", _("10 Jahre")]],
        }


class FigureItem(Struct):
    value = blocks.CharBlock(label=_("Zahl"), max_length=24, help_text=_("In deutscher Schreibweise: 2.108 oder 4,2."))
    unit = blocks.CharBlock(label=_("Einheit"), required=False, max_length=24)
    label = blocks.CharBlock(label=_("Bedeutung"), max_length=120)
    basis = blocks.CharBlock(label=_("Stand und Quelle"), required=False, max_length=160)

    class Meta:
        label = _("Zahl")
        icon = "decimal"


class FiguresBlock(Struct):
    title = blocks.CharBlock(label=_("Überschrift"), required=False, max_length=120)
    items = blocks.ListBlock(FigureItem(), label=_("Zahlen"), min_num=1, max_num=8)

    class Meta:
        label = _("Zahlen")
        icon = "decimal"
        group = TEXT
        template = "blocks/figures.html"
        description = _("Große Zahlen mit Bedeutung, Stand und Quelle.")
        preview_value = {
            "title": _("Das Freibad in Zahlen"),
            "items": [
                {"value": "62.400", "label": _("Gäste in der Saison"), "basis": _("Saison 2026, Bäderbetrieb")},
                {"value": "24", "unit": "°C", "label": _("Wasser im Schwimmerbecken"), "basis": ""},
            ],
        }


class CityFiguresBlock(Struct):
    """The city's official count, always with date and basis; figures and words come from City."""

    title = blocks.CharBlock(label=_("Überschrift"), required=False, max_length=120, default=_("Die Stadt in Zahlen"))

    class Meta:
        label = _("Die Stadt in Zahlen")
        icon = "group"
        group = PLACES
        template = "blocks/city_figures.html"
        description = _(
            "Einwohnerzahl mit Stand und Grundlage, Postleitzahlen, Gemeindeschlüssel: aus den Angaben der Stadt."
        )
        preview_value = {"title": _("Die Stadt in Zahlen")}
