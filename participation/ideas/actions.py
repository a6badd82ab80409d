"""Every change of state of ideas. Nothing else writes these tables.

Locks are taken in the order project (the gate, shared) → author → idea → project's counters.
"""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from participation.comments.rules import check_links, check_words
from participation.following.actions import note_change, withdraw_changes
from participation.moderation.actions import withdraw
from participation.projects import counting, gate, geo
from participation.projects.models import Module
from participation.projects.permissions import Person
from participation.projects.plans import Plan
from portal.accounts.models import User
from portal.audit.actions import record
from portal.kit import pictures
from portal.kit.refused import Refused

from . import findable, rules
from .addresses import KIND, idea_url
from .hosting import has_ideas, rules_of
from .models import Category, Idea, Support
from .permissions import may_delete, may_edit, may_support

if TYPE_CHECKING:
    from participation.comments.permissions import Verdict
    from portal.cities.models import City

MAX_CATEGORIES = 30


def _require(verdict: Verdict, code: str) -> None:
    if not verdict:
        raise Refused(verdict.why, code=code)


def _lock(idea: Idea) -> Idea:
    rows = Idea.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("city", "module__project", "author", "category", "picture").get(pk=idea.pk)


def _checked_point(plan: Plan, module: Module, point: tuple[float, float] | None) -> tuple[float | None, float | None]:
    wanted = rules_of(module).place
    if wanted == "none":
        return None, None
    if point is None:
        if wanted == "required":
            raise Refused(_("Bitte zeigen Sie auf der Karte, wo das ist."), code="place")
        return None, None
    return geo.checked_point(plan.project, plan.cities, *point)


@transaction.atomic
def submit_idea(
    city: City,
    module: Module,
    person: Person,
    *,
    title: str,
    text: str,
    category: Category | None = None,
    place: str = "",
    point: tuple[float, float] | None = None,
    picture: tuple[bytes, str] | None = None,
    cost: Decimal | None = None,
    form_key: uuid.UUID | None = None,
    at: dt.datetime | None = None,
    trusted: bool = False,
) -> Idea:
    """Publish an idea in any module that collects them. `city`: on whose portal it came in.

    `picture`: bytes from `pictures.checked` and what is to be seen. `form_key`: the same key stores once and answers
    with what was stored. `trusted` skips the rules against spam and `at` sets the time: for demo and import only.
    Raises Refused: not open, not allowed, empty, too long, outside the area, too fast, repeated, blocked word.
    """
    plan, now = gate.enter(module, "submit", person, at=at)
    if not has_ideas(module) or not person.is_somebody:
        raise Refused(_("Hier werden keine Ideen gesammelt."), code="phase")
    if person.user is not None:
        person = Person(User.objects.select_for_update(of=("self",), no_key=True).get(pk=person.user.pk))
    if form_key is not None:
        stored = _stored(module, form_key, person)
        if stored is not None:
            return stored
    owner_id = gate.contribution_city(plan, city.pk, person)
    owner = next(c for c in plan.cities if c.pk == owner_id)
    title, text, place = rules.checked_title(title), rules.checked_text(text), rules.checked_place(place)
    category = rules.checked_category(module, category)
    latitude, longitude = _checked_point(plan, module, point)
    if rules_of(module).place == "none":
        place = ""
    if not trusted:
        rules.check_person(owner, module, person, title, text, now)
    try:
        with transaction.atomic():
            idea = Idea.objects.create(
                city=owner, project_id=module.project_id, module=module, title=title, text=text, category=category,
                place=place, latitude=latitude, longitude=longitude, author=person.user, guest=person.guest, cost=cost,
                form_key=form_key, created_at=now, number=counting.take_number(module.project_id),
            )  # fmt: skip
    except IntegrityError:  # the same form, sent twice at the same moment
        stored = _stored(module, form_key, person) if form_key is not None else None
        if stored is None:
            raise
        return stored
    if picture is not None and rules_of(module).pictures:
        _give_picture(idea, picture, person)
    record(owner, "ideas.submit", idea, actor=person.user, module=str(module.uuid), number=idea.number)
    findable.put(idea, plan)
    _tell_followers(owner, idea, at)
    counting.count(module, 1)
    counting.took_part(module, person, owner.pk)
    return idea


def _stored(module: Module, form_key: uuid.UUID, person: Person) -> Idea | None:
    found = Idea.objects.filter(module=module, form_key=form_key).select_related("city", "module__project").first()
    if found is None:
        return None
    if found.author_id != (person.user.pk if person.user is not None else None) or found.guest != person.guest:
        raise Refused(_("Dieses Formular gehört zu einem anderen Konto. Bitte laden Sie die Seite neu."), code="old")
    return found


def _give_picture(idea: Idea, picture: tuple[bytes, str], person: Person) -> None:
    data, description = picture
    description = " ".join(description.split())[:200]
    if not description:
        raise Refused(_("Bitte beschreiben Sie, was auf dem Bild zu sehen ist."), code="picture_alt")
    idea.picture = pictures.store(idea.city, idea.title, data, description, name="idee", owner=person.user)
    idea.save(update_fields=["picture"])


def _tell_followers(city: City, idea: Idea, at: dt.datetime | None) -> None:
    where = (idea.latitude, idea.longitude) if idea.latitude is not None and idea.longitude is not None else None
    note_change(city, idea.module.project, "contribution", idea.title, idea_url(idea), place=where, at=at)


@transaction.atomic
def edit_idea(idea: Idea, person: Person, **fields: Any) -> Idea:
    """Change the own idea within 15 minutes: title, text, category, place, point, picture. Raises Refused."""
    plan, now = gate.enter(idea.module, "submit", person)
    idea = _lock(idea)
    module = idea.module
    _require(may_edit(person.user, idea, now), "edit")
    assert person.user is not None
    before = (idea.title, idea.text, idea.category_id, idea.place, idea.latitude, idea.longitude)
    idea.title = rules.checked_title(fields.get("title", idea.title))
    idea.text = rules.checked_text(fields.get("text", idea.text))
    if "category" in fields and (fields["category"] is None or fields["category"].pk != idea.category_id):
        idea.category = rules.checked_category(module, fields["category"])
    if "place" in fields and rules_of(module).place != "none":
        idea.place = rules.checked_place(fields["place"])
    if "point" in fields:
        idea.latitude, idea.longitude = _checked_point(plan, module, fields["point"])
    check_links(person.user, f"{idea.title}\n{idea.text}", now)
    check_words(idea.city, f"{idea.title}\n{idea.text}")
    old = None
    if fields.get("picture") and rules_of(module).pictures:
        old = idea.picture
        _give_picture(idea, fields["picture"], person)
    if before == (idea.title, idea.text, idea.category_id, idea.place, idea.latitude, idea.longitude) and not (
        fields.get("picture")
    ):
        return idea
    idea.edited_at = now
    idea.save()
    if old is not None:
        old.delete()
    record(idea.city, "ideas.edit", idea, actor=person.user)
    findable.put(idea, plan)
    return idea


@transaction.atomic
def delete_idea(idea: Idea, person: Person) -> Idea:
    """Withdraw the own idea: its words and its picture are gone, a placeholder with the number stays."""
    gate.hold(idea.module.project_id, alone=False)
    idea = _lock(idea)
    if idea.is_deleted and idea.is_by(person.user):
        return idea
    _require(may_delete(person.user, idea), "delete")
    was_visible, picture = idea.is_visible, idea.picture
    idea.status, idea.hidden_reason = Idea.Status.DELETED, ""
    idea.title = idea.text = idea.place = ""
    idea.latitude = idea.longitude = idea.picture = idea.category = None
    idea.save()
    if picture is not None:
        picture.delete()
    record(idea.city, "ideas.delete", idea, actor=person.user, number=idea.number)
    findable.remove(idea)
    withdraw_changes(idea.module.project, idea_url(idea))
    withdraw(idea.city, KIND, idea.uuid, actor=person.user)
    if was_visible:
        counting.count(idea.module, -1)
    return idea


@transaction.atomic
def set_support(module: Module, idea: Idea, person: Person, on: bool, *, at: dt.datetime | None = None) -> int:
    """Stand behind an idea, or not any more; repeating changes nothing. Returns the exact count. Raises Refused."""
    gate.enter(module, "support", person, at=at)
    idea = _lock(idea)
    if idea.module_id != module.pk or not person.is_somebody:
        raise Refused(_("Diese Idee gibt es hier nicht."), code="support")
    who: dict[str, Any] = {"user": person.user} if person.user is not None else {"guest": person.guest}
    if on:
        _require(may_support(person, idea), "support")
        defaults = {"city_id": idea.city_id, "created_at": at or timezone.now()}
        with scopes_disabled():
            _row, changed = Support.objects.get_or_create(idea=idea, **who, defaults=defaults)
    else:
        changed = bool(Support.objects.filter(idea=idea, **who).delete()[0])
    if changed:
        idea.support_count = max(0, idea.support_count + (1 if on else -1))
        idea.save(update_fields=["support_count"])
        record(idea.city, "ideas.support" if on else "ideas.unsupport", idea, actor=person.user)
        if on:
            counting.took_part(module, person, idea.city_id)
    return idea.support_count


@transaction.atomic
def hide_idea(city: City, idea: Idea, *, reason: str, actor: User | None) -> None:
    """Moderation takes an idea out of sight; a placeholder with the reason stays. Repeating changes nothing."""
    idea = _lock(idea)
    if idea.is_visible:
        idea.status, idea.hidden_reason = Idea.Status.HIDDEN, reason
        idea.save(update_fields=["status", "hidden_reason"])
        record(city, "ideas.hide", idea, actor=actor, reason=reason)
        findable.remove(idea)
        withdraw_changes(idea.module.project, idea_url(idea))
        counting.count(idea.module, -1)


@transaction.atomic
def show_idea(city: City, idea: Idea, *, actor: User | None) -> None:
    """Moderation brings a hidden idea back. Repeating, or a withdrawn idea, changes nothing."""
    idea = _lock(idea)
    if idea.status == Idea.Status.HIDDEN:
        idea.status, idea.hidden_reason = Idea.Status.VISIBLE, ""
        idea.save(update_fields=["status", "hidden_reason"])
        record(city, "ideas.show", idea, actor=actor)
        findable.put(idea)
        counting.count(idea.module, 1)


@transaction.atomic
def set_state(city: City, idea: Idea, state: str, *, actor: User | None) -> Idea:
    """What the city makes of the idea; called with the answer that says why. Repeating changes nothing."""
    state = Idea.State(state)
    idea = _lock(idea)
    if idea.state != state:
        idea.state = state
        idea.save(update_fields=["state"])
        record(city, "ideas.state", idea, actor=actor, state=state.value)
    return idea


@transaction.atomic
def follow_settings(module: Module) -> None:
    """The module's list of categories, as rows: a name that is gone can no longer be chosen, and stays where it is."""
    names = [str(n)[:60] for n in module.settings.get("categories", []) if str(n).strip()][:MAX_CATEGORIES]
    with scopes_disabled():
        rows = {row.name: row for row in Category.objects.filter(module=module)}
        for position, name in enumerate(names):
            row = rows.pop(name, None) or Category(city_id=module.city_id, module=module, name=name)
            if row.pk is None or (row.position, row.switched_on) != (position, True):
                row.position, row.switched_on = position, True
                row.save()
        for row in rows.values():
            if row.switched_on:
                row.switched_on = False
                row.save(update_fields=["switched_on"])
