"""Who works for a city: list, appoint by e-mail address, remove."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.accounts.models import User
from portal.cities.actions import RoleRefused, appoint, take_role
from portal.cities.models import City, RoleGroup
from portal.cities.permissions import roles_of
from portal.cities.roles import Role, all_roles
from portal.editorial.forms import AppointForm

from .common import screen, the_city


def roles_to_give(user: User, city: City) -> list[Role]:
    """A city's own administration gives its roles; the alliance, from outside, appoints administrations only.

    Roles of the alliance are given by those who hold one.
    """
    roles = all_roles()
    here = roles_of(user).get(city.pk, set())
    own = user.is_superuser or any("members" in roles[key].rights for key in here if key in roles)
    allied = user.is_superuser or any(
        roles[key].alliance_only for keys in roles_of(user).values() for key in keys if key in roles
    )
    existing = set(RoleGroup.objects.filter(city=city).values_list("role", flat=True))
    return [
        role
        for role in roles.values()
        if role.key in existing and (own or role.key == "city_admin") and (allied or not role.alliance_only)
    ]


def members(request: HttpRequest, slug: str = "", form: AppointForm | None = None) -> HttpResponse:
    city = the_city(request, "members", slug)
    user: User = request.user  # type: ignore[assignment]
    roles = roles_to_give(user, city)
    labels = {role.key: role.label for role in all_roles().values()}
    order = list(labels)
    people: dict[int, dict] = {}
    groups = RoleGroup.objects.filter(city=city).prefetch_related("group__user_set")
    for row in groups:
        for person in row.group.user_set.all():  # type: ignore[attr-defined]
            entry = people.setdefault(person.pk, {"person": person, "roles": []})
            entry["roles"].append(
                {
                    "key": row.role,
                    "label": labels.get(row.role, row.role),
                    "removable": any(r.key == row.role for r in roles),
                }
            )
    for entry in people.values():
        entry["roles"].sort(key=lambda r: order.index(r["key"]) if r["key"] in order else 99)
    return screen(
        request, "editorial/members.html", _("Mitglieder"), icon="group", right="members", city=city, view="members",
        people=sorted(people.values(), key=lambda e: e["person"].email), form=form or AppointForm(roles=roles),
        status=400 if form is not None else 200,
    )  # fmt: skip


@require_POST
def members_add(request: HttpRequest, slug: str) -> HttpResponse:
    city = the_city(request, "members", slug)
    user: User = request.user  # type: ignore[assignment]
    form = AppointForm(request.POST, roles=roles_to_give(user, city))
    if not form.is_valid():
        return members(request, slug, form)
    appoint(city, form.cleaned_data["email"], form.cleaned_data["role"], actor=user)
    messages.success(request, _("Aufgenommen. Die Person erhält eine E-Mail mit dem Weg zur Anmeldung."))
    return redirect("editorial:members", city.slug)


@require_POST
def members_remove(request: HttpRequest, slug: str) -> HttpResponse:
    city = the_city(request, "members", slug)
    user: User = request.user  # type: ignore[assignment]
    role = request.POST.get("role", "")
    if role not in {r.key for r in roles_to_give(user, city)}:
        raise Http404
    pk = request.POST.get("person", "")
    person = User.objects.filter(groups__city_role__city=city, uuid=pk).distinct().first() if _is_uuid(pk) else None
    if person is None:
        raise Http404
    try:
        take_role(city, person, role, actor=user)
    except RoleRefused as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, _("Die Person hat diese Aufgabe nicht mehr."))
    return redirect("editorial:members", city.slug)


def _is_uuid(text: str) -> bool:
    import uuid

    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True
