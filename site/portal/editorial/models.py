"""The step of a city's review workflow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask, Page

from .ownership import city_of_page

if TYPE_CHECKING:
    from portal.accounts.models import User


class ReviewTask(AbstractGroupApprovalTask):
    """Approval by a second person: where the city requires review, nobody approves what they handed in.

    Belongs to a city through its groups; made by `portal.cities.review.ensure_workflow` only.
    """

    class Meta:
        verbose_name = _("Freigabe")
        verbose_name_plural = _("Freigaben")

    def get_actions(self, obj: Page, user: User) -> list[tuple[str, str, bool]]:
        actions: list[Any] = super().get_actions(obj, user)
        state = obj.current_workflow_state
        if actions and state is not None and state.requested_by_id == user.pk and not user.is_superuser:
            city = city_of_page(obj)
            if city is not None and city.review_required:
                return []
        return actions
