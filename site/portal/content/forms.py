"""The form editors fill for a page, with checks that need the page's place in the tree."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm


class PortalPageForm(WagtailAdminPageForm):
    """Refuses an office of another city, and an event whose start does not fit its rule."""

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        office = data.get("office")
        if office is not None and self.parent_page is not None:
            from .tree import city_of

            city = city_of(self.parent_page)
            if city is not None and office.city_id != city.pk:
                self.add_error("office", _("Diese Stelle gehört zu einer anderen Stadt."))
        if "go_live_at" in self.fields:
            live, expire = data.get("go_live_at"), data.get("expire_at")
            if live and expire and expire <= live and "expire_at" not in self.errors:
                self.add_error("expire_at", _("Das Ende der Veröffentlichung muss nach ihrem Beginn liegen."))
        return data
