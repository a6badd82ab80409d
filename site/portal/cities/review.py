"""Review before publishing: one Wagtail workflow per city, approved by those who may publish there.

Every city has it from the start, because editors hand in what they may not publish. `City.review_required` makes it
compulsory for everybody: see `portal.editorial.review`.
"""

from __future__ import annotations

from typing import Any

from wagtail.models import Workflow, WorkflowPage, WorkflowTask

from .models import City, RoleGroup

REVIEWERS = ("chief_editor", "city_admin", "coordinator")


def ensure_workflow(city: City) -> Workflow:
    """Bring the city's workflow in line with its groups; safe to repeat."""
    from portal.editorial.models import ReviewTask

    home = city.site.root_page
    link = WorkflowPage.objects.filter(page=home).select_related("workflow").first()
    if link is None:
        workflow: Any = Workflow.objects.create(name=f"{city.portal_name}: Prüfung")
        WorkflowPage.objects.create(workflow=workflow, page=home)
    else:
        workflow = link.workflow
    task = ReviewTask.objects.filter(workflow_tasks__workflow=workflow).first()
    if task is None:
        task = ReviewTask.objects.create(name=f"{city.portal_name}: Freigabe")
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    groups = RoleGroup.objects.filter(city=city, role__in=REVIEWERS).select_related("group")
    task.groups.set([row.group for row in groups])
    return workflow
