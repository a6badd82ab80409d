from __future__ import annotations

from django.apps import apps
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from taggit.models import Tag, TagBase

from portal.editorial.tags import media_tags_in_scope


def own_tags(request: HttpRequest, app_name: str = "", model_name: str = "") -> HttpResponse:
    """Suggestions from one's own cities; lists that are shared on purpose (topics) answer as they are."""
    rows = media_tags_in_scope()
    if app_name and model_name:
        try:
            model = apps.get_model(app_name, model_name)
        except LookupError as error:
            raise Http404 from error
        if not issubclass(model, TagBase):
            raise Http404
        if model is not Tag:
            # An own tag model without free tagging is a curated, common list.
            rows = (
                model._default_manager.all()
                if not getattr(model, "free_tagging", True)
                else model._default_manager.none()
            )
    term = request.GET.get("term", "")[:100]
    if not term:
        return JsonResponse([], safe=False)
    names = rows.filter(name__istartswith=term).order_by("name").values_list("name", flat=True)[:10]
    return JsonResponse(list(names), safe=False)
