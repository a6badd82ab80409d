"""Every change of state of weights. Nothing else writes these tables."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from participation.projects.counting import count, took_part
from participation.projects.gate import contribution_city, enter, hold
from participation.projects.permissions import Person
from portal.audit.actions import record
from portal.delivery.purge import touch
from portal.kit import text as texts
from portal.kit.refused import Refused

from .models import STARS, TEXT_MAX, TITLE_MAX, Comparison, Method, Option, Pair, Tally, Weight
from .voters import keys_of, one_at_a_time

if TYPE_CHECKING:
    from participation.projects.models import Module
    from participation.projects.plans import Plan
    from portal.accounts.models import User
    from portal.cities.models import City

MAX_OPTIONS = 20  # 190 pairs; a list that people read to its end
FEATURE = "weigh"


# --- Proposals, by the desk ------------------------------------------------------------------------


def is_frozen(module: Module) -> bool:
    """Somebody has weighed: the proposals stay as they are, or a weight would mean something else than was meant."""
    return Weight.objects.filter(module=module).exists() or Comparison.objects.filter(module=module).exists()


def _open_desk(module: Module) -> None:
    hold(module.project_id, alone=True)
    if is_frozen(module):
        raise Refused(_("Die ersten Gewichte sind da: Die Vorschläge bleiben jetzt, wie sie sind."), code="frozen")


def _option_texts(title: str, text: str) -> tuple[str, str]:
    title, text = texts.clean(title[: 4 * TITLE_MAX]).replace("\n", " "), texts.clean(text[: 4 * TEXT_MAX])
    if texts.is_blank(title):
        raise Refused(_("Bitte geben Sie dem Vorschlag einen Titel."), code="empty")
    for value, limit in ((title, TITLE_MAX), (text, TEXT_MAX)):
        if len(value) > limit:
            raise Refused(_("Bitte höchstens %(n)s Zeichen.") % {"n": limit}, code="long")
    return title, text


@transaction.atomic
def save_option(
    city: City,
    module: Module,
    option: Option | None = None,
    *,
    actor: User | None,
    title: str,
    text: str = "",
    path: str = "",
    source: uuid.UUID | None = None,
) -> Option:
    """Add a proposal at the end, or change one. Raises Refused: frozen, too many, no title, too long."""
    _open_desk(module)
    title, text = _option_texts(title, text)
    if option is None:
        rows = Option.objects.filter(module=module)
        if rows.count() >= MAX_OPTIONS:
            raise Refused(_("Höchstens %(n)s Vorschläge.") % {"n": MAX_OPTIONS}, code="many")
        last = rows.aggregate(last=Max("position"))["last"]
        option = Option(
            city_id=module.city_id, module=module, position=0 if last is None else last + 1, path=path[:300],
            source=source,
        )  # fmt: skip
    option.title, option.text = title, text
    option.save()
    record(city, "priorities.save_option", option, actor=actor, module=str(module.uuid))
    return option


@transaction.atomic
def remove_option(city: City, option: Option, *, actor: User | None) -> None:
    _open_desk(option.module)
    record(city, "priorities.remove_option", option, actor=actor, title=option.title)
    option.delete()


@transaction.atomic
def move_option(city: City, option: Option, by: int, *, actor: User | None) -> None:
    """One place up (-1) or down (1); at the ends nothing happens."""
    _open_desk(option.module)
    rows = list(Option.objects.filter(module=option.module))
    here = next(n for n, row in enumerate(rows) if row.pk == option.pk)
    there = here + (1 if by > 0 else -1)
    if not 0 <= there < len(rows):
        return
    rows[here], rows[there] = rows[there], rows[here]
    for position, row in enumerate(rows):
        row.position = position
    Option.objects.bulk_update(rows, ["position"])
    touch(Option, option.city_id)
    record(city, "priorities.save_option", option, actor=actor, module=str(option.module.uuid))


# --- Weights, by people ----------------------------------------------------------------------------


def _options(module: Module, wanted: Mapping[uuid.UUID, Any]) -> dict[uuid.UUID, Option]:
    """The named options, all of this module. Raises Refused for any other."""
    found = {option.uuid: option for option in Option.objects.filter(module=module, uuid__in=list(wanted))}
    if len(found) != len(wanted):
        raise Refused(_("Einen dieser Vorschläge gibt es hier nicht. Bitte laden Sie die Seite neu."), code="option")
    return found


def _renew(plan: Plan) -> None:
    """Results stand on the pages of every city that takes part."""
    for city in plan.cities:
        touch(Tally, city)
        touch(Pair, city)


def _fresh(plan: Plan, module: Module) -> Module:
    """The module with its settings as they are now, under the gate's lock."""
    return next(m for m in plan.modules if m.pk == module.pk)


@transaction.atomic
def weigh(
    city: City,
    module: Module,
    person: Person,
    values: Mapping[uuid.UUID, int | None],
    *,
    at: dt.datetime | None = None,
) -> int:
    """Rate options, or give them points: option → value, None takes it back; options not named keep theirs.

    Answers how many options the person has weighed now. Repeating changes nothing. Raises Refused: outside the phase,
    options of another module, values out of range, more points than there are.
    """
    plan, _now = enter(module, FEATURE, person, at=at)
    module = _fresh(plan, module)
    method = module.setting("method")
    if method == Method.PAIRWISE:
        raise Refused(_("Hier werden immer zwei Vorschläge verglichen."), code="method")
    options = _options(module, values)
    limit = STARS if method == Method.RATING else module.setting("points")
    if any(v is not None and not (type(v) is int and 0 <= v <= limit) for v in values.values()):
        raise Refused(_("Bitte geben Sie ganze Zahlen von 0 bis %(n)s an.") % {"n": limit}, code="value")
    keys = keys_of(module, person)
    one_at_a_time(keys[0])
    own = {row.option_id: row for row in Weight.objects.filter(module=module, method=method, voter__in=keys)}
    before = bool(own)
    wanted = {options[u].pk: (None if method == Method.POINTS and v == 0 else v) for u, v in values.items()}
    after = {pk: row.value for pk, row in own.items()} | wanted
    if method == Method.POINTS and sum(v or 0 for v in after.values()) > limit:
        raise Refused(
            _("Sie haben %(n)s Punkte. Verteilt sind %(m)s: Bitte nehmen Sie welche zurück.")
            % {"n": limit, "m": sum(v or 0 for v in after.values())},
            code="points",
        )
    changed = {pk: value for pk, value in wanted.items() if (own[pk].value if pk in own else None) != value}
    if not changed:
        return len(own)
    home = contribution_city(plan, city.pk, person)
    Weight.objects.filter(module=module, method=method, voter__in=keys, option__in=changed).delete()
    Weight.objects.bulk_create(
        Weight(city_id=home, module=module, option_id=pk, voter=keys[0], method=method, value=value)
        for pk, value in changed.items()
        if value is not None
    )
    _add_up(module, method, {pk: ((own[pk].value if pk in own else None), value) for pk, value in changed.items()})
    left = sum(value is not None for value in after.values())
    _note(plan, module, person, home, by=int(left > 0) - int(before))
    return left


def _add_up(module: Module, method: str, changes: Mapping[int, tuple[int | None, int | None]]) -> None:
    """Change the sums by option → (before, after); always in the same order, so that no two people wait for each other."""
    known = Tally.objects.filter(module=module, method=method).values_list("option", flat=True)
    missing = sorted(set(changes) - set(known))
    Tally.objects.bulk_create(
        [Tally(city_id=module.city_id, module=module, option_id=pk, method=method) for pk in missing],
        ignore_conflicts=True,
    )
    for pk, (before, after) in sorted(changes.items()):
        Tally.objects.filter(option=pk, method=method).update(
            total=F("total") + (after or 0) - (before or 0),
            people=F("people") + int(after is not None) - int(before is not None),
        )


def _note(plan: Plan, module: Module, person: Person, home: int, *, by: int) -> None:
    """Witness without a name, people counted, pages renewed. Who takes part is known, what they chose is not."""
    city = next(c for c in plan.cities if c.pk == home)
    record(city, "priorities.weigh", module, actor=None)
    _renew(plan)
    took_part(module, person, home)
    if by:
        count(module, by)


@transaction.atomic
def compare(
    city: City,
    module: Module,
    person: Person,
    one: uuid.UUID,
    other: uuid.UUID,
    winner: uuid.UUID | None,
    *,
    unknown: bool = False,
    at: dt.datetime | None = None,
) -> Comparison:
    """Which of two options matters more; `winner` None: both the same, with `unknown`: no opinion.

    A second answer to the same pair replaces the first one. Raises Refused: outside the phase, options of another
    module, one option twice, a winner that is not one of the two.
    """
    plan, _now = enter(module, FEATURE, person, at=at)
    module = _fresh(plan, module)
    if module.setting("method") != Method.PAIRWISE:
        raise Refused(_("Hier werden Vorschläge einzeln gewichtet."), code="method")
    if one == other or (winner is not None and winner not in (one, other)):
        raise Refused(_("Bitte vergleichen Sie zwei verschiedene Vorschläge."), code="option")
    options = _options(module, {one: None, other: None})
    first, second = sorted(options.values(), key=lambda option: option.pk)
    answer = Comparison.Answer.UNKNOWN if unknown else Comparison.Answer.EQUAL
    if winner is not None:
        answer = Comparison.Answer.FIRST if options[winner].pk == first.pk else Comparison.Answer.SECOND
    keys = keys_of(module, person)
    one_at_a_time(keys[0])
    home = contribution_city(plan, city.pk, person)
    pair, _made = Pair.objects.get_or_create(
        first=first, second=second, defaults={"city_id": module.city_id, "module": module}
    )
    own = Comparison.objects.filter(module=module, voter__in=keys)
    by = 0 if own.exists() else 1
    row = own.filter(pair=pair).first()
    if row is not None and row.answer == answer:
        return row
    change = {_column(answer): 1, "asked": 0 if row else 1}
    if row is None:
        row = Comparison(city_id=home, module=module, pair=pair, voter=keys[0])
    else:
        change[_column(row.answer)] = -1
    row.answer = answer
    row.save()
    steps = {name: F(name) + step for name, step in change.items() if name and step}
    if steps:
        Pair.objects.filter(pk=pair.pk).update(**steps)
    _note(plan, module, person, home, by=by)
    return row


def _column(answer: str) -> str:
    """The counter of an answer; „weiß nicht“ has none."""
    return "" if answer == Comparison.Answer.UNKNOWN else f"{answer}_count"
