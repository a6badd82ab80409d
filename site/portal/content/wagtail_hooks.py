"""Reported barriers in the admin menu."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.admin.viewsets.model import ModelViewSet

from . import admin_views
from .models import BarrierReport


class BarrierReportViewSet(ModelViewSet):
    model = BarrierReport
    name = "barrier"
    icon = "warning"
    menu_label = _("Eingang Barrieren")
    menu_order = 220
    add_to_admin_menu = True
    list_display = ("__str__", "where", "status", "created_at", "delete_on")
    list_filter = ("status",)
    search_fields = ("what", "where")
    ordering = ("-created_at",)
    copy_view_enabled = False
    inspect_view_enabled = False
    edit_view_class = admin_views.BarrierEditView
    delete_view_class = admin_views.BarrierDeleteView
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [FieldPanel(n, read_only=True) for n in ("what", "where", "email", "created_at", "delete_on")],
                heading=_("Meldung"),
            ),
            MultiFieldPanel([FieldPanel("status"), FieldPanel("answer")], heading=_("Bearbeitung")),
        ],
        base_form_class=admin_views.BarrierReportForm,
    )


@hooks.register("register_admin_viewset")
def register_barriers() -> BarrierReportViewSet:
    return BarrierReportViewSet()
