"""Every change of state of responses. (Questions: `editing.py`.) Nothing else writes these tables.

The audit trail counts what happened and never says who answered: its rows have the exact time, and would give away
what the tables keep apart. Steps inside a draft are not recorded.

Locks: project (shared, by the gate) → draft → turnout → counters.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.core import signing
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_scopes import scope, scopes_disabled

from participation.guests.actions import ask
from participation.projects.counting import count, took_part
from participation.projects.gate import contribution_city, enter, hold
from participation.projects.permissions import Person
from portal.audit.actions import record
from portal.cities.models import City
from portal.delivery.purge import touch
from portal.kit.refused import Refused

from .models import DRAFT_LIFE, Answer, Question, Response, Turnout, questions_of
from .walk import Answers, Settled, check, settle

if TYPE_CHECKING:
    from django.http import HttpRequest

    from participation.projects.models import Module
    from participation.projects.plans import Plan
    from portal.accounts.models import User

FEATURE = "answer"
SIGNER = signing.Signer(salt="polls.resume", sep=".")
MAILS = 3  # links that one draft may send
IMPORT_MAX = 5000  # responses at once


def make_token() -> str:
    return SIGNER.sign(secrets.token_urlsafe(32))


def hash_of(token: str) -> str | None:
    """What the table knows of a link's token; None for one that we did not sign."""
    try:
        secret = SIGNER.unsign(token) if len(token) <= 120 else ""
    except signing.BadSignature:
        return None
    return hashlib.sha256(secret.encode()).hexdigest() if secret else None


def find_draft(module: Module, token: str, user: User | None = None) -> Response | None:
    """The draft behind a link of this module; None when forged, used, expired, or begun by another member."""
    digest = hash_of(token)
    if digest is None:
        return None
    row = Response.objects.drafts().filter(module=module, resume_hash=digest).first()
    if row is None or (row.user_id is not None and (user is None or row.user_id != user.pk)):
        return None
    return row


def has_answered(module: Module, person: Person) -> bool:
    who = {"user": person.user} if person.user is not None else {"guest": person.guest}
    return person.is_somebody and Turnout.objects.filter(module=module, **who).exists()


def is_anonymous(module: Module, person: Person) -> bool:
    """Without an account there is no name to keep."""
    return person.user is None or bool(module.setting("anonymous"))


def _entrant(person: Person) -> Person:
    """A visitor who has begun: confirms an address at the end, where the phase lets everybody in."""
    return person if person.is_somebody else Person(guest=uuid.uuid4())


@transaction.atomic
def begin(
    city: City, module: Module, person: Person, answers: Any = None, *, at: dt.datetime | None = None
) -> tuple[Response, str]:
    """A draft and the token of its link. Raises Refused: closed, answered already, wrong answers."""
    plan, now = enter(module, FEATURE, _entrant(person), at=at)
    with scope(city=plan.cities):
        if has_answered(module, person):
            raise Refused(_("Sie haben diese Umfrage schon beantwortet."), code="twice")
        done = settle(questions_of(module.pk), answers or {}, complete=False)
        _refuse(done)
        anonymous, token = is_anonymous(module, person), make_token()
        draft = Response.objects.create(
            city_id=contribution_city(plan, city.pk, person),
            module=module,
            anonymous=anonymous,
            user=None if anonymous else person.user,
            resume_hash=hash_of(token),
            draft=done.kept,
            started_at=None if anonymous else now,
            expires_at=_end_of_day(now + DRAFT_LIFE),
        )
        record(city, "polls.begin", module, actor=None)
    return draft, token


def _end_of_day(moment: dt.datetime) -> dt.datetime:
    """Coarse on purpose: when somebody began is nobody's business."""
    return timezone.localtime(moment).replace(hour=23, minute=59, second=59, microsecond=0)


def _refuse(done: Settled) -> None:
    if done.errors:
        raise Refused(next(iter(done.errors.values())), code="answers")


def _lock(module: Module, token: str, person: Person) -> Response:
    rows = Response.objects.drafts().select_for_update(of=("self",), no_key=True)
    draft = rows.filter(module=module, resume_hash=hash_of(token) or "-").first()
    if draft is None or (draft.user_id is not None and draft.user_id != (person.user.pk if person.user else None)):
        raise Refused(_("Diesen Entwurf gibt es nicht mehr."), code="gone")
    return draft


@transaction.atomic
def save(city: City, module: Module, token: str, person: Person, answers: Answers) -> Response:
    """Put answers into the draft; questions not named keep theirs, {} takes one back. Raises Refused."""
    plan, _now = enter(module, FEATURE, _entrant(person))
    with scope(city=plan.cities):
        draft = _lock(module, token, person)
        known = {str(q.uuid): q for q in questions_of(module.pk)}
        stored = {key: value for key, value in draft.draft.items() if key in known}
        for key, value in answers.items():
            if key not in known:
                raise Refused(_("Diese Frage gibt es hier nicht."), code="answers")
            clean, error = check(known[key], value)
            if error:
                raise Refused(error, code="answers")
            stored.pop(key, None)
            if clean:
                stored[key] = clean
        draft.draft = stored
        draft.save(update_fields=["draft"])
    return draft


@transaction.atomic
def submit(city: City, module: Module, token: str, person: Person) -> Response:
    """Turn a draft into a response, once per person. Raises Refused: closed, answered already, incomplete, used."""
    plan, now = enter(module, FEATURE, person)
    with scope(city=plan.cities):
        draft = _lock(module, token, person)
        return _store(city, plan, module, person, draft.draft, now, draft)


@transaction.atomic
def answer(
    city: City, module: Module, person: Person, answers: Any, *, at: dt.datetime | None = None, anonymous: bool = False
) -> Response:
    """Answer everything at once: a quick poll, a confirmed guest, the demo (`at`). `anonymous`: it was promised."""
    plan, now = enter(module, FEATURE, person, at=at)
    with scope(city=plan.cities):
        return _store(city, plan, module, person, answers, now, None, anonymous)


@transaction.atomic
def hand_to_guest(
    city: City, module: Module, answers: Any, email: str, *, token: str = "", request: HttpRequest | None = None
) -> None:
    """The sheet of somebody without account waits for the click in the mail; its draft (`token`) goes. Raises Refused."""
    person = _entrant(Person())
    plan, _now = enter(module, FEATURE, person)
    with scope(city=plan.cities):
        if token:
            draft = _lock(module, token, person)
            answers = draft.draft
            draft.delete()
        done = settle(questions_of(module.pk), answers)
        _refuse(done)
        if not done.kept:
            raise Refused(_("Bitte beantworten Sie mindestens eine Frage."), code="answers")
        ask(city, module, "polls.submit", {"answers": done.kept, "city": city.slug}, email, request=request)


def _store(
    city: City, plan: Plan, module: Module, person: Person, answers: Any, now: dt.datetime, draft: Response | None,
    anonymous: bool = False,
) -> Response:  # fmt: skip
    questions = questions_of(module.pk)
    if not questions:
        raise Refused(_("Diese Umfrage hat noch keine Fragen."), code="answers")
    done = settle(questions, answers)
    _refuse(done)
    if not done.kept:
        raise Refused(_("Bitte beantworten Sie mindestens eine Frage."), code="answers")
    home = contribution_city(plan, city.pk, person)
    _turn_out(module, person, home, now)
    promised = draft.anonymous if draft else anonymous
    nameless = promised or is_anonymous(module, person)
    response = draft or Response(city_id=home, module=module, started_at=now)
    response.state, response.resume_hash, response.expires_at = Response.State.SUBMITTED, None, None
    response.draft, response.mails, response.anonymous = {}, 0, nameless
    response.user = None if nameless else person.user
    response.started_at = None if nameless else response.started_at
    response.submitted_at = None if nameless else now
    response.save()
    Answer.objects.bulk_create(_rows(response, done))
    record(city, "polls.answer", module, actor=None)
    took_part(module, person, home)
    count(module, 1)
    _told(module, response.city_id)
    return response


def _turn_out(module: Module, person: Person, city_id: int, now: dt.datetime) -> None:
    who = {"user": person.user} if person.user is not None else {"guest": person.guest}
    twice = Refused(_("Sie haben diese Umfrage schon beantwortet."), code="twice")
    if has_answered(module, person):
        raise twice
    try:
        with transaction.atomic():
            Turnout.objects.create(module=module, city_id=city_id, day=timezone.localtime(now).date(), **who)
    except IntegrityError:  # the same person, at the same moment
        raise twice from None


def _rows(response: Response, done: Settled) -> list[Answer]:
    rows = []
    for question in done.reached:
        value = done.kept.get(str(question.uuid))
        if value:
            found = _answers(response, question, value)
            found[0].first = True
            rows += found
    return rows


def _answers(response: Response, question: Question, value: dict[str, Any]) -> list[Answer]:
    def row(**fields: Any) -> Answer:
        return Answer(city_id=response.city_id, response=response, question=question, **fields)

    if question.kind == Question.Kind.TEXT:
        return [row(text=value["text"])]
    if question.kind == Question.Kind.SCALE:
        return [row(number=value["number"])]
    known = {str(c.uuid): c for c in question.choice_list}  # type: ignore[attr-defined]
    if question.kind == Question.Kind.RANKING:
        return [row(choice=known[key], number=place) for key, place in value["ranks"].items()]
    other = value.get("other", "")
    return [row(choice=known[key], text=other if known[key].other else "") for key in value["choices"]]


def _told(module: Module, city_id: int) -> None:
    """`bulk_create` and counters send no signals: pages with figures are to be made anew."""
    for owner in {city_id, module.city_id}:
        for model in (Answer, Response, type(module)):
            touch(model, owner)


@transaction.atomic
def import_responses(city: City, module: Module, rows: Iterable[Any], *, actor: User | None) -> int:
    """Take over filled-in sheets that nobody can be asked about (paper, demo): anonymous, without turnout, whatever the
    phase. `rows`: one mapping of answers each; a wrong one refuses all. Answers the number taken."""
    hold(module.project_id, alone=False)
    with scopes_disabled():
        questions = questions_of(module.pk)
        responses, answers = [], []
        for row in rows:
            done = settle(questions, row)
            _refuse(done)
            if not done.kept:
                continue
            response = Response(city=city, module=module, state=Response.State.SUBMITTED, anonymous=True)
            responses.append(response)
            answers += _rows(response, done)
            if len(responses) > IMPORT_MAX:
                raise Refused(_("Bitte höchstens %(n)s Antwortbögen auf einmal.") % {"n": IMPORT_MAX})
        Response.objects.bulk_create(responses, batch_size=500)
        Answer.objects.bulk_create(answers, batch_size=500)
    record(city, "polls.import", module, actor=actor, count=len(responses))
    count(module, len(responses))
    _told(module, city.pk)
    return len(responses)


@transaction.atomic
def mail_link(city: City, module: Module, token: str, person: Person, email: str, url: str) -> None:
    """Send the link of a draft to the person. At most three times. Raises Refused. The address is not stored."""
    try:
        validate_email(email.strip()[:255])
    except ValidationError:
        raise Refused(_("Bitte geben Sie eine vollständige E-Mail-Adresse an."), code="email") from None
    with scopes_disabled():
        draft = _lock(module, token, person)
        if draft.mails >= MAILS:
            raise Refused(_("Der Link wurde schon dreimal verschickt. Bitte sehen Sie in Ihrem Postfach nach."))
        draft.mails += 1
        draft.save(update_fields=["mails"])
    record(city, "polls.resume_link", module, actor=None)
    from .tasks import send_link

    until = timezone.localtime(draft.expires_at).date().isoformat()
    transaction.on_commit(lambda: send_link.enqueue(email.strip(), url, module.pk, until))


@transaction.atomic
def drop_drafts(now: dt.datetime | None = None) -> int:
    """Daily: drafts that nobody came back to within 14 days."""
    total = 0
    with scopes_disabled():
        for city in City.objects.filter(pk__in=Response.objects.expired(now).values("city")):
            number, _by_model = Response.objects.expired(now).filter(city=city).delete()
            record(city, "polls.drop_drafts", "polls.response", actor=None, count=number)
            total += number
    return total
