"""What a city has that no other city may see. Every text carries the city's marker.

`EXTRA`: a capability adds a function `(city, marker) -> dict of keys for ARGUMENTS` here, one line each.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.utils import timezone
from django_scopes import scopes_disabled
from wagtail.admin.models import EditingSession
from wagtail.contrib.redirects.models import Redirect
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Comment, UploadedFile

from portal.accounts.models import User
from portal.cities.models import City
from portal.content.models import ContentPage
from portal.library.models import PortalDocument, PortalImage
from tests.factories import make_page, make_user

ROLES = ("editor", "chief_editor", "moderator", "city_admin")

EXTRA: list[Callable[[City, str], dict[str, Any]]] = []


@dataclass
class World:
    city: City
    marker: str
    people: dict[str, User]
    keys: dict[str, Any] = field(default_factory=dict)
    secrets: list[str] = field(default_factory=list)


def make_world(city: City) -> World:
    """Marker "zz<slug>": titles, file names, tags, comments, e-mail addresses; pages both live and as drafts."""
    mark = f"zz{city.slug}"
    with scopes_disabled():
        people = {
            role: make_user(f"{mark}-{role}@{city.slug}.example", city, role, display_name=f"{mark}-{role}")
            for role in ROLES
        }
        people["resident"] = make_user(f"{mark}-resident@{city.slug}.example", display_name=f"{mark}-resident")
        editor = people["editor"]
        live = make_page(city, ContentPage, title=f"{mark}-live", slug=f"{mark}-live", owner=editor)
        draft = make_page(city, ContentPage, title=f"{mark}-draft", slug=f"{mark}-draft", live=False, owner=editor)
        revision = draft.save_revision(user=editor, log_action=True)
        Comment.objects.create(page=draft, user=editor, text=f"{mark}-comment", contentpath="title")
        image = PortalImage(title=f"{mark}-image", file=get_test_image_file(f"{mark}.png"), collection=city.collection)
        image.uploaded_by_user = editor
        image.save()
        image.tags.add(f"{mark}-tag")
        document = PortalDocument(title=f"{mark}-document", collection=city.collection, uploaded_by_user=editor)
        document.file.save(f"{mark}.pdf", ContentFile(b"%PDF-1.4"))
        document.tags.add(f"{mark}-doctag")
        redirect = Redirect.objects.create(site=city.site, old_path=f"/{mark}-old", redirect_page=live)
        workflow = draft.get_workflow()
        workflow_state = workflow.start(draft, editor)
        task_state = workflow_state.current_task_state
        upload = UploadedFile.objects.create(
            for_content_type=ContentType.objects.get_for_model(PortalImage),
            file=ContentFile(b"x", name=f"{mark}-upload.png"),
            uploaded_by_user=editor,
        )
        session = EditingSession.objects.create(
            user=editor, content_type=ContentType.objects.get_for_model(ContentPage), object_id=str(draft.pk),
            last_seen_at=timezone.now(),
        )  # fmt: skip
        keys = {
            "page": draft.pk, "live": live.pk, "revision": revision.pk, "image": image.pk, "document": document.pk,
            "redirect": redirect.pk, "workflow": workflow.pk, "workflow_state": workflow_state.pk,
            "task_state": task_state.pk, "task": task_state.task.pk, "upload": upload.pk, "session": session.pk,
            "collection": city.collection.pk, "site": city.site.pk, "person": editor.pk, "slug": city.slug,
            "group": city.role_groups.first().group.pk, "path": f"{mark}-live/", "uuid": draft.uuid, "home": city.site.root_page.pk,
        }  # fmt: skip
        for extra in EXTRA:
            keys |= extra(city, mark)
    return World(city, mark, people, keys, [mark, f"{city.name}: ", f"{city.portal_name}: "])
