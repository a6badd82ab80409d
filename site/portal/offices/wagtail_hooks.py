"""Offices and exceptions in the admin menu. What a person sees is the scope of the request; the gate lets in."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet

from . import views
from .forms import OfficeForm, OpeningExceptionForm
from .models import Office, OpeningException


class OfficeViewSet(ModelViewSet):
    model = Office
    name = "office"
    icon = "home"
    menu_label = _("Ansprechstellen")
    list_display = ("name", "kind", "is_main", "phone")
    list_filter = ("kind",)
    search_fields = ("name", "topics")
    ordering = ("-is_main", "sort_order", "name")
    copy_view_enabled = False
    inspect_view_enabled = False
    add_view_class = views.OfficeCreateView
    edit_view_class = views.OfficeEditView
    delete_view_class = views.OfficeDeleteView
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    FieldPanel("city"),
                    FieldPanel("name"),
                    FieldPanel("kind"),
                    FieldPanel("topics"),
                    MultiFieldPanel(
                        [
                            FieldPanel("street"),
                            FieldRowPanel([FieldPanel("postcode"), FieldPanel("place")]),
                            FieldRowPanel([FieldPanel("phone"), FieldPanel("email")]),
                            FieldPanel("access_note"),
                        ],
                        heading=_("Erreichbarkeit"),
                    ),
                ],
                heading=_("Stelle"),
            ),
            ObjectList(
                [
                    HelpPanel(
                        _(
                            "<p>Mehrere Zeilen je Tag sind möglich, zum Beispiel 8–12 und 14–16 Uhr. An Feiertagen in "
                            "Baden-Württemberg gilt jede Stelle als geschlossen, wenn keine Ausnahme sie öffnet.</p>"
                        )
                    ),
                    InlinePanel("hours", label=_("Öffnungszeit"), max_num=40),
                    FieldPanel("note"),
                ],
                heading=_("Öffnungszeiten"),
            ),
            ObjectList(
                [
                    FieldPanel("is_main"),
                    FieldPanel("sort_order"),
                    FieldPanel("slug"),
                    MultiFieldPanel(
                        [FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")])],
                        heading=_("Punkt auf der Karte (WGS 84)"),
                    ),
                ],
                heading=_("Anzeige"),
            ),
        ],
        base_form_class=OfficeForm,
    )


class OpeningExceptionViewSet(ModelViewSet):
    model = OpeningException
    name = "opening_exception"
    icon = "calendar-alt"
    menu_label = _("Ausnahmen")
    list_display = ("starts_on", "ends_on", "office", "closed", "note")
    list_filter = ("closed",)
    ordering = ("-starts_on",)
    copy_view_enabled = False
    inspect_view_enabled = False
    add_view_class = views.ExceptionCreateView
    edit_view_class = views.ExceptionEditView
    delete_view_class = views.ExceptionDeleteView
    edit_handler = ObjectList(
        [
            FieldPanel("city"),
            FieldPanel("office"),
            FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]),
            FieldPanel("closed"),
            FieldRowPanel([FieldPanel("opens"), FieldPanel("closes")], help_text=_("Nur, wenn nicht geschlossen.")),
            FieldPanel("note"),
        ],
        base_form_class=OpeningExceptionForm,
    )


class OfficesGroup(ViewSetGroup):
    menu_label = _("Ansprechstellen")
    menu_icon = "home"
    menu_order = 210
    items = (OfficeViewSet, OpeningExceptionViewSet)


@hooks.register("register_admin_viewset")
def register_offices() -> OfficesGroup:
    return OfficesGroup()
