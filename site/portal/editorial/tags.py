"""Tags on images and documents, city by city: Wagtail's tag table is one for the whole installation."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Count, QuerySet
from django_scopes import get_scope
from taggit.models import Tag
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection

from .ownership import _below


def tags_in_scope(model: type[models.Model]) -> QuerySet[Tag]:
    """Tags used on the scope's own images or documents; outside a scope: all."""
    content_type = ContentType.objects.get_for_model(model)
    tags = Tag.objects.filter(taggit_taggeditem_items__content_type=content_type)
    current: dict[str, Any] = get_scope()
    if not current.get("_enabled", True):
        return tags
    paths = Collection.objects.filter(city__in=current.get("city") or []).values_list("path", flat=True)
    own = model._default_manager.filter(_below(paths, "collection__path"))
    return tags.filter(taggit_taggeditem_items__object_id__in=own.values("pk"))


def popular_tags(model: type[models.Model], count: int = 10) -> QuerySet[Tag]:
    return (
        tags_in_scope(model)
        .annotate(item_count=Count("taggit_taggeditem_items"))
        .order_by("-item_count", "name")[:count]
    )


def media_tags_in_scope() -> QuerySet[Tag]:
    ids = [
        pk
        for model in (get_image_model(), get_document_model())
        for pk in tags_in_scope(model).values_list("pk", flat=True)
    ]
    return Tag.objects.filter(pk__in=ids).distinct()


def close_popular_tags() -> None:
    """Wagtail offers no hook for the "popular tags" of list filters and of the image chooser."""
    from wagtail.admin import filters
    from wagtail.images.views import chooser

    for module in (filters, chooser):
        if not hasattr(module, "popular_tags_for_model"):
            raise RuntimeError(f"{module.__name__} has no popular_tags_for_model: check the leak again")
        module.popular_tags_for_model = popular_tags
