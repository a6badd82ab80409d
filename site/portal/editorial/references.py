"""A page may only point at what belongs to its own city.

Choosers hide foreign rows, but a form can be posted by hand: every reference that Wagtail's reference index finds in
the posted page (fields, StreamField, rich text) is checked again, against the city of the page, whoever saves.
"""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.utils.translation import gettext as _
from wagtail.admin.forms.pages import WagtailAdminPageForm
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, ReferenceIndex, get_page_models

from portal.cities.models import City

from . import ownership


def rows_of_city(model: type[models.Model], city: City) -> models.QuerySet[Any] | None:
    """Which rows of a model a page of the city may point at; None where rows belong to no city."""
    if issubclass(model, Page):
        return ownership.pages_of_city(city)
    if model in (get_image_model(), get_document_model()):
        return ownership.media_of_city(model, city)
    if hasattr(model, "rows_for_pages_of"):  # rows that several cities share say themselves which pages may name them
        return model.rows_for_pages_of(city)
    if any(f.name == "city" and f.related_model is City for f in model._meta.get_fields()):
        return model._base_manager.filter(city=city)
    return None


def foreign_references(page: models.Model, city: City) -> dict[str, list[type[models.Model]]]:
    """Field name → models of which the page points at a row of another city (or at none at all)."""
    wanted: dict[int, dict[str, set[str]]] = {}
    # Private, and the one place where it is used: Wagtail's public API only reads what is already stored.
    for type_id, pk, path, _content_path in ReferenceIndex._extract_references_from_object(page):
        wanted.setdefault(type_id, {}).setdefault(str(pk), set()).add(path.partition(".")[0])
    found: dict[str, list[type[models.Model]]] = {}
    for type_id, by_pk in wanted.items():
        model = ContentType.objects.get_for_id(type_id).model_class()
        rows = rows_of_city(model, city) if model else None
        if model is None or rows is None:
            continue
        known = {str(pk) for pk in rows.filter(pk__in=list(by_pk)).values_list("pk", flat=True)}
        for pk, fields in by_pk.items():
            if pk not in known:
                for name in fields:
                    found.setdefault(name, []).append(model)
    return found


class OwnReferencesMixin:
    """For forms of pages: foreign references are errors of the field in which they stand."""

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        place = self.instance if self.instance.path else getattr(self, "parent_page", None)  # type: ignore[attr-defined]
        city = ownership.city_of_page(place) if place is not None else None
        if city is None:
            return
        for name, models_ in foreign_references(self.instance, city).items():  # type: ignore[attr-defined]
            kinds = ", ".join(sorted({str(m._meta.verbose_name) for m in models_}))
            error = ValidationError(
                _("Hier ist etwas eingesetzt, das nicht zu %(city)s gehört (%(kinds)s). Bitte wählen Sie es neu aus.")
                % {"city": city.portal_name, "kinds": kinds},
                code="foreign",
            )
            self.add_error(name if name in self.fields else NON_FIELD_ERRORS, error)  # type: ignore[attr-defined]


def guard_page_forms() -> None:
    """Give every page type, also those of capabilities, a form that checks; a type cannot forget it."""
    for model in get_page_models():
        if model is Page:  # never edited itself; Wagtail sets its form later than this
            continue
        base = model.base_form_class
        if not (isinstance(base, type) and issubclass(base, WagtailAdminPageForm)):
            base = WagtailAdminPageForm
        if not issubclass(base, OwnReferencesMixin):
            model.base_form_class = type(f"Own{base.__name__}", (OwnReferencesMixin, base), {})
