"""„Verfolgen“ beside a project: `{% load following %}{% follow_project project request %}`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.middleware.csrf import get_token
from django.urls import reverse

from participation.following.models import Subscription
from participation.projects.rooms import member_of, sign_in_url

if TYPE_CHECKING:
    from django.http import HttpRequest

    from participation.projects.models import Project

register = template.Library()


@register.inclusion_tag("following/button.html")
def follow_project(project: Project, request: HttpRequest) -> dict[str, Any]:
    """A form for members (one query), a plain link for visitors; nothing for a project that is not public."""
    address = reverse("following:project", args=[project.uuid])
    user = None if request.is_admin_host or getattr(request, "is_preview", False) else member_of(request)
    if user is None:
        return {"shown": project.is_public, "link": sign_in_url(address)}
    row = Subscription.objects.of(user).filter(project=project).first()
    return {
        "shown": project.is_public,
        "action": address,
        "row": row,
        "next": request.path,
        "csrf_token": get_token(request),
    }
