"""The region's topics, on the desk of the alliance: what there is, how often it is used, what clubs write themselves."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods
from taggit.models import ItemBase

from clubs.visits import REFUSED
from portal.kit.text import clean

from . import vocabulary_actions
from .care_desk import page
from .import_desk import desk_only
from .models import Club, Interest, Keyword

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.cities.models import City

PER_PAGE = 30  # words of the clubs


def region_desk(view: Callable[..., HttpResponseBase]) -> Any:
    """The vocabulary belongs to all cities: whoever holds the right "clubs" at the alliance changes it, on its portal."""

    @desk_only
    @require_http_methods(["GET", "HEAD", "POST"])
    @csrf_protect
    @wraps(view)
    def inner(request: HttpRequest, city: City, user: User, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not city.is_alliance:
            raise Http404
        return view(request, city, user, *args, **kwargs)

    return inner


class NameForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Name des Themas"), max_length=vocabulary_actions.NAME_MAX,
        help_text=gettext_lazy("Kurz und allgemein, zum Beispiel „Natur und Umwelt“."),
        error_messages={
            "required": gettext_lazy("Bitte geben Sie dem Thema einen Namen."),
            "max_length": gettext_lazy("Bitte höchstens %(limit_value)s Zeichen."),
        },
    )  # fmt: skip


class MergeForm(forms.Form):
    interest = forms.ModelChoiceField(
        Interest.objects.none(), label=gettext_lazy("Thema"), empty_label=gettext_lazy("Bitte wählen"),
        error_messages={
            "required": gettext_lazy("Bitte wählen Sie ein Thema."),
            "invalid_choice": gettext_lazy("Bitte wählen Sie ein Thema aus der Liste."),
        },
    )  # fmt: skip

    def __init__(self, data: Any = None):
        super().__init__(data)
        self.fields["interest"].queryset = Interest.to_choose()  # type: ignore[attr-defined]


def uses() -> dict[int, list[tuple[str, int]]]:
    """Topic → (what, how many), for every kind of row that carries topics, whichever app brings it. A query for each."""
    found: dict[int, list[tuple[str, int]]] = {}
    for relation in Interest._meta.related_objects:
        items = relation.related_model
        if not isinstance(items, type) or not issubclass(items, ItemBase):
            continue
        what = str(items._meta.get_field("content_object").related_model._meta.verbose_name_plural)  # type: ignore[union-attr]
        counted = items._default_manager.order_by().values("tag").annotate(n=Count("pk"))
        for tag, number in counted.values_list("tag", "n"):
            found.setdefault(tag, []).append((what, number))
    return found


def _home() -> str:
    return reverse("directory_desk:interests")


def _saved(request: HttpRequest, form: forms.Form, act: Callable[[], str]) -> HttpResponse | None:
    """None: show the form (again)."""
    if not form.is_bound or not form.is_valid():
        return None
    try:
        told = act()
    except ValidationError as refused:
        name = getattr(refused, "code", "") or ""
        form.add_error(name if name in form.fields else None, refused)
        return None
    messages.success(request, told)
    return HttpResponseRedirect(_home())


@region_desk
def interests(request: HttpRequest, city: City, user: User) -> HttpResponseBase:
    form = NameForm(request.POST if request.method == "POST" else None)

    def act() -> str:
        tag = vocabulary_actions.add(city, form.cleaned_data["name"], actor=user)
        return _("„%(name)s“ steht jetzt zur Wahl.") % {"name": tag.name}

    answer = _saved(request, form, act)
    if answer is not None:
        return answer
    used = uses()
    rows = [{"tag": tag, "uses": used.get(tag.pk, [])} for tag in Interest.objects.order_by("is_retired", "name")]
    wanted = clean(request.GET.get("q", "")[:200]).strip()[:40]
    public = Count("club_items", filter=Q(club_items__content_object__status=Club.Status.PUBLISHED))
    words = Keyword.objects.annotate(clubs=public).filter(clubs__gt=0).order_by("-clubs", "name")
    if wanted:
        words = words.filter(name__icontains=wanted)
    return page(
        request, "interests", _("Themen der Region"), status=REFUSED if form.is_bound else 200, form=form, rows=rows,
        words=Paginator(words, PER_PAGE).get_page(request.GET.get("seite")), wanted=wanted,
    )  # fmt: skip


@region_desk
def interest(request: HttpRequest, city: City, user: User, tag: int) -> HttpResponseBase:
    """Another name; or take it out of the choice, and back."""
    row = Interest.objects.filter(pk=tag).first()
    if row is None:
        raise Http404
    if request.method == "POST" and request.POST.get("do") in ("weg", "her"):
        retired = request.POST["do"] == "weg"
        vocabulary_actions.retire(city, row, retired, actor=user)
        told = _("„%(name)s“ steht nicht mehr zur Wahl.") if retired else _("„%(name)s“ steht jetzt zur Wahl.")
        messages.success(request, told % {"name": row.name})
        return HttpResponseRedirect(_home())
    form = NameForm(request.POST if request.method == "POST" else None, initial={"name": row.name})

    def act() -> str:
        vocabulary_actions.rename(city, row, form.cleaned_data["name"], actor=user)
        return _("Gespeichert.")

    return _saved(request, form, act) or page(
        request, "interest", _("Thema: %(name)s") % {"name": row.name}, tab="interests", row=row, form=form,
        uses=uses().get(row.pk, []), status=REFUSED if form.is_bound else 200,
    )  # fmt: skip


@region_desk
def keyword(request: HttpRequest, city: City, user: User, word: int) -> HttpResponseBase:
    row = Keyword.objects.filter(pk=word, club_items__content_object__status=Club.Status.PUBLISHED).distinct().first()
    if row is None:
        raise Http404
    form = MergeForm(request.POST if request.method == "POST" else None)

    def act() -> str:
        tag = form.cleaned_data["interest"]
        merged = vocabulary_actions.merge(city, row, tag, actor=user)
        told = ngettext(
            "%(n)s Verein hat jetzt das Thema „%(name)s“.",
            "%(n)s Vereine haben jetzt das Thema „%(name)s“.",
            merged.moved,
        ) % {"n": merged.moved, "name": tag.name}
        if merged.kept:
            told += " " + ngettext(
                "%(n)s Verein hat schon so viele Themen, wie erlaubt sind, und behält das Stichwort.",
                "%(n)s Vereine haben schon so viele Themen, wie erlaubt sind, und behalten das Stichwort.",
                merged.kept,
            ) % {"n": merged.kept}  # fmt: skip
        return told

    return _saved(request, form, act) or page(
        request, "keyword", _("Stichwort: %(name)s") % {"name": row.name}, tab="interests", row=row, form=form,
        status=REFUSED if form.is_bound else 200,
    )  # fmt: skip
