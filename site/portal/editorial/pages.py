"""The explorer without filters that list other cities' sites and people."""

from __future__ import annotations

from wagtail.admin.views.pages.listing import ExplorableIndexView, GenericPageFilterSet
from wagtail.admin.viewsets.pages import PageViewSet


class OwnPageFilterSet(GenericPageFilterSet):
    owner = None
    edited_by = None
    site = None

    class Meta(GenericPageFilterSet.Meta):
        pass


class OwnIndexView(ExplorableIndexView):
    base_filterset_class = OwnPageFilterSet


class OwnPageViewSet(PageViewSet):
    index_view_class = OwnIndexView
    filterset_class = OwnPageFilterSet


own_page_viewset = OwnPageViewSet()
