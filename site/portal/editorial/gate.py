"""The admin's allow-list: which view needs which right, and which ids in its address must be one's own.

A view that is not in this table is closed (404) for everybody but the installation's superusers, so a view that a
Wagtail upgrade adds stays closed until someone writes its line here. Capabilities open the views of their own
viewsets through `Role.admin_views`; their models are city-owned, so the scope does the rest.

Names are Django's `resolver_match.view_name`. Leaks of stock Wagtail and the cure of each: docs/features/scoping.md.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from wagtail.admin.models import EditingSession
from wagtail.models import TaskState, UploadedFile, WorkflowState

from portal.cities.permissions import roles_of
from portal.cities.roles import all_roles

from . import ownership

if TYPE_CHECKING:
    from portal.accounts.models import User

Rows = Callable[["User"], "QuerySet[Any]"]

ANYONE = ""  # any signed-in person with a role


@dataclass(frozen=True, slots=True)
class Rule:
    """`ids`: name of a URL argument → rows of which it must name one. `params`: the same for GET and POST."""

    right: str = "edit"
    ids: tuple[tuple[str, Rows], ...] = ()
    params: tuple[tuple[str, Rows], ...] = ()


def _workflow_states(user: User) -> QuerySet[WorkflowState]:
    pages = ownership.own_pages(user).values_list("pk", flat=True)
    return WorkflowState.objects.filter(object_id__in=[str(pk) for pk in pages])


def _task_states(user: User) -> QuerySet[TaskState]:
    return TaskState.objects.filter(workflow_state__in=_workflow_states(user))


def _tasks(user: User) -> QuerySet[Any]:
    from .models import ReviewTask

    return ReviewTask.objects.filter(groups__city_role__city__in=list(roles_of(user))).distinct()


def _uploads(user: User) -> QuerySet[UploadedFile]:
    return UploadedFile.objects.filter(uploaded_by_user=user)


def _sessions(user: User) -> QuerySet[EditingSession]:
    return EditingSession.objects.filter(user=user)


PAGE, PLACE = ownership.own_pages, ownership.explorable_pages
IMAGE, DOCUMENT = ownership.own_images, ownership.own_documents

RULES: dict[str, Rule] = {}


def allow(
    names: str, right: str = "edit", *, params: dict[str, Rows] | None = None, prefix: str = "", **ids: Rows
) -> None:
    for name in names.split():
        RULES[prefix + name] = Rule(right, tuple(ids.items()), tuple((params or {}).items()))


# --- Everybody with a role ------------------------------------------------------------------------
allow(
    "wagtailadmin_home wagtailadmin_account wagtailadmin_login wagtailadmin_logout wagtailadmin_dismissibles wagtailadmin_sprite"
    " wagtailadmin_javascript_catalog",
    ANYONE,
)

# --- Pages ----------------------------------------------------------------------------------------
allow("wagtailadmin_explore_root")
allow("wagtailadmin_explore wagtailadmin_explore_results", parent_page_id=PLACE)
allow("search search_results", prefix="wagtailadmin_pages:")
allow("add preview_on_add add_subpage", prefix="wagtailadmin_pages:", parent_page_id=PAGE)
allow(
    "edit preview_on_edit view_draft delete unpublish usage lock unlock revisions_index revisions_view"
    " revisions_revert revisions_unschedule history history_results workflow_history convert_alias"
    " confirm_workflow_cancellation",
    prefix="wagtailadmin_pages:",
    page_id=PAGE,
)
allow("copy", prefix="wagtailadmin_pages:", page_id=PAGE, params={"new_parent_page": PAGE})
allow("revisions_compare", prefix="wagtailadmin_pages:", pk=PAGE)
allow(
    "move move_confirm set_page_position",
    prefix="wagtailadmin_pages:",
    page_to_move_id=PAGE,
    destination_id=PAGE,
    params={"new_parent_page": PAGE},
)
allow(
    "workflow_action collect_workflow_action_data",
    prefix="wagtailadmin_pages:",
    page_id=PAGE,
    task_state_id=_task_states,
)
allow("workflow_preview", prefix="wagtailadmin_pages:", page_id=PAGE, task_id=_tasks)
allow("workflow_history_detail", prefix="wagtailadmin_pages:", page_id=PAGE, workflow_state_id=_workflow_states)
allow("wagtailadmin_api:pages:listing", params={"child_of": PLACE, "descendant_of": PLACE, "ancestor_of": PLACE})
allow("wagtailadmin_api:pages:detail", pk=PLACE)
allow("wagtailadmin_editing_sessions:ping")  # asks can_edit() of the page or snippet itself, 404 otherwise
allow("wagtailadmin_editing_sessions:release", session_id=_sessions)
allow("wagtailadmin_block_preview")

# --- Choosers -------------------------------------------------------------------------------------
allow("wagtailadmin_choose_page wagtailadmin_choose_page_search", params={"target_pages[]": PAGE})
allow("wagtailadmin_choose_page_child", params={"target_pages[]": PAGE}, parent_page_id=PLACE)
allow("wagtailadmin_choose_page_chosen_multiple", params={"id": PAGE})
allow(
    "wagtailadmin_choose_page_external_link wagtailadmin_choose_page_email_link wagtailadmin_choose_page_phone_link"
    " wagtailadmin_choose_page_anchor_link"
)
allow("choose choose_results create", prefix="wagtailimages_chooser:")
allow("chosen", prefix="wagtailimages_chooser:", pk=IMAGE)
allow("chosen_multiple", prefix="wagtailimages_chooser:", params={"id": IMAGE})
allow("select_format", prefix="wagtailimages_chooser:", image_id=IMAGE)
allow("choose choose_results create", prefix="wagtaildocs_chooser:")
allow("chosen", prefix="wagtaildocs_chooser:", pk=DOCUMENT)
allow("chosen_multiple", prefix="wagtaildocs_chooser:", params={"id": DOCUMENT})

# --- Images and documents -------------------------------------------------------------------------
allow("index index_results add add_multiple", prefix="wagtailimages:")
allow("edit delete preview image_usage edit_multiple delete_multiple", prefix="wagtailimages:", image_id=IMAGE)
allow("create_multiple_from_uploaded_image delete_upload_multiple", prefix="wagtailimages:", uploaded_file_id=_uploads)
allow("index index_results add add_multiple", prefix="wagtaildocs:")
allow("edit delete document_usage", prefix="wagtaildocs:", document_id=DOCUMENT)
allow("edit_multiple delete_multiple", prefix="wagtaildocs:", doc_id=DOCUMENT)
allow("create_multiple_from_uploaded_document delete_upload_multiple", prefix="wagtaildocs:", uploaded_file_id=_uploads)
allow("images:listing documents:listing", prefix="wagtailadmin_api:")
allow("images:detail", prefix="wagtailadmin_api:", pk=IMAGE)
allow("documents:detail", prefix="wagtailadmin_api:", pk=DOCUMENT)

# --- Answered by our own view, see REPLACED in middleware -------------------------------------------
allow("wagtailadmin_tag_autocomplete wagtailadmin_tag_model_autocomplete")

# --- Bulk actions: the id check is by model, see `bulk_rows` ----------------------------------------
allow("wagtail_bulk_action")

# --- Our own screens --------------------------------------------------------------------------------
allow("members members_add members_remove", "members", prefix="editorial:")
allow("settings", "settings", prefix="editorial:")
allow("review", "review", prefix="editorial:")
allow("theme theme_preview", "theme", prefix="editorial:")
allow("audit audit_csv", "audit", prefix="editorial:")
allow("redirects redirect_add redirect_edit redirect_delete", "redirects", prefix="editorial:")
allow("overview", "overview", prefix="editorial:")
allow("add_city", "add_city", prefix="editorial:")

BULK: dict[str, Rows] = {
    "wagtailcore.page": PAGE,
    "library.portalimage": IMAGE,
    "library.portaldocument": DOCUMENT,
}

# Outside /admin/, this is all that the admin's host serves; everything else of the portals is 404 there.
HOST_PATHS = ("/konto/", "/static/", "/media/", "/gestaltung")


def opened_by_roles(view_name: str, user: User) -> list[int]:
    """Cities in which a role of the user opens a capability's own admin view."""
    roles = all_roles()
    return [
        city_id
        for city_id, keys in roles_of(user).items()
        if any(fnmatchcase(view_name, pattern) for key in keys if key in roles for pattern in roles[key].admin_views)
    ]


def owns(rows: QuerySet[Any], value: Any) -> bool:
    """Does `value`, as it came from outside, name one of the rows? Malformed values name none."""
    text = str(value)
    return text.isascii() and text.isdigit() and len(text) < 19 and rows.filter(pk=int(text)).exists()


def ids_are_own(rule: Rule, request: HttpRequest, kwargs: dict[str, Any], user: User) -> bool:
    for name, rows in rule.ids:
        if name in kwargs and not owns(rows(user), kwargs[name]):
            return False
    for name, rows in rule.params:
        for source in (request.GET, request.POST):
            values = [v for v in source.getlist(name) if v and v != "root"]
            if values and not all(owns(rows(user), v) for v in values[:500]):
                return False
    return True


def bulk_is_own(request: HttpRequest, kwargs: dict[str, Any], user: User) -> bool:
    """All ids must be one's own; "all" only together with an own parent (pages) or where Wagtail filters it."""
    key = f"{kwargs.get('app_label', '')}.{kwargs.get('model_name', '')}".lower()
    rows = BULK.get(key)
    if rows is None:
        return False
    ids = request.GET.getlist("id")
    parent = request.GET.get("childOf")
    if key == "wagtailcore.page":
        if parent and not owns(PLACE(user), parent):
            return False
        if "all" in ids and (not parent or not owns(PAGE(user), parent)):
            return False
    for name in ("chooser", "new_parent_page"):  # bulk move
        if any(v and not owns(PAGE(user), v) for v in request.POST.getlist(name)):
            return False
    return all(v == "all" or owns(rows(user), v) for v in ids[:1000]) and len(ids) <= 1000


def ping_is_own(kwargs: dict[str, Any], user: User) -> bool:
    """ "Who else edits this?" takes any model; pages are checked here, other rows by Wagtail's own policy."""
    from django.apps import apps
    from wagtail.models import Page

    try:
        model = apps.get_model(kwargs["app_label"], kwargs["model_name"])
    except LookupError:
        return False
    if issubclass(model, Page):
        return owns(PAGE(user), kwargs["object_id"])
    try:
        return model._default_manager.filter(pk=kwargs["object_id"]).exists()
    except (ValueError, TypeError, ValidationError):
        return False
