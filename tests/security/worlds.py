"""What a city has that no other city may see. Every text carries the city's marker.

`EXTRA`: a capability adds a function `(city, marker, people) -> dict of keys for ARGUMENTS` here, one line each.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.utils import timezone
from django_scopes import scopes_disabled
from wagtail.admin.models import EditingSession
from wagtail.contrib.redirects.models import Redirect
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import CollectionViewRestriction, Comment, PageViewRestriction, UploadedFile

from participation.answers import actions as answers
from participation.answers.registry import answerables
from participation.blueprints import actions as blueprints
from participation.budgets import actions as budgets
from participation.following.actions import follow_area
from participation.guests.actions import hash_of, token_of
from participation.guests.models import Pending
from participation.ideas import actions as idea_actions
from participation.live import actions as live
from participation.moderation import actions as moderation
from participation.moderation.registry import load
from participation.polls import actions as polls
from participation.polls.editing import add_question
from participation.priorities import actions as priorities
from participation.projects import actions as projects
from participation.projects.models import Access, Module, Project
from participation.projects.permissions import Person
from participation.residency import actions as residency
from participation.textwork import actions as textwork
from portal.accounts.models import User
from portal.cities.models import City
from portal.content.models import BarrierReport, ContentPage, EventPage
from portal.library.models import PortalDocument, PortalImage
from portal.notifications.models import Notification
from portal.offices.models import Office, OpeningException
from tests.comments.making import comment as make_comment
from tests.comments.making import make_discussion
from tests.factories import make_page, make_user

ROLES = ("editor", "chief_editor", "moderator", "city_admin")

Extra = Callable[[City, str, "dict[str, User]"], "dict[str, Any]"]


def offices(city: City, mark: str, people: dict[str, User]) -> dict[str, Any]:
    day = timezone.localdate()
    office = Office.objects.create(city=city, name=f"{mark}-office", topics=f"{mark}-topics")
    exception = OpeningException.objects.create(
        city=city, office=office, starts_on=day, ends_on=day, note=f"{mark}-exception"
    )
    barrier = BarrierReport.objects.create(city=city, what=f"{mark}-barrier", email=f"{mark}-barrier@x.example")
    return {"office": office.pk, "exception": exception.pk, "barrier": barrier.pk}


def discussion(city: City, mark: str, people: dict[str, User]) -> dict[str, Any]:
    """A live thread with a comment, a report of it and the open case."""
    thread = make_discussion(city, title=f"{mark}-thread")
    written = make_comment(thread, people["resident"], f"{mark}-comment")
    found = moderation.report(city, load(city, "kommentar", written.uuid), reporter=people["editor"], reason="hate")
    event = make_page(city, EventPage, title=f"{mark}-event", slug=f"{mark}-event", starts_at=timezone.now())
    return {"thread": thread.uuid, "comment": written.uuid, "case": found.case.uuid, "event": event.uuid}


def appeal(city: City, mark: str, people: dict[str, User]) -> dict[str, Any]:
    """Something was hidden, its author objects; the own city decides."""
    written = make_comment(make_discussion(city, title=f"{mark}-hidden"), people["resident"], f"{mark}-hidden-comment")
    found = moderation.open_case(city, load(city, "kommentar", written.uuid), actor=people["moderator"])
    moderation.hide(city, found, actor=people["moderator"], reason="hate", statement=f"{mark}-statement")
    return {"appeal": moderation.appeal(city, found, author=people["resident"], text=f"{mark}-appeal-text").uuid}


def behind_passwords(city: City, mark: str, people: dict[str, User]) -> dict[str, Any]:
    page = make_page(city, ContentPage, title=f"{mark}-secret", slug=f"{mark}-secret")
    lock = PageViewRestriction.objects.create(page=page, restriction_type="password", password="x")
    folder = city.collection.add_child(name=f"{mark}-folder")
    media = CollectionViewRestriction.objects.create(collection=folder, restriction_type="password", password="x")
    return {"secret": page.pk, "restriction": lock.pk, "media_restriction": media.pk}


def account(city: City, mark: str, people: dict[str, User]) -> dict[str, Any]:
    note = Notification.objects.create(user=people["resident"], kind=f"{mark}-kind", url="/")
    keeper = make_user(f"{mark}-keeper@x.example")  # never signs in: this is no key that a browser could answer with
    passkey = Authenticator.objects.create(user=keeper, type="webauthn", data={"name": f"{mark}-passkey"})
    return {"notification": note.uuid, "passkey": passkey.pk}


def the_project(city: City, mark: str) -> Project:
    """The city's public project with one running phase; modules hang themselves in. Made once per world."""
    found = Project.objects.filter(city=city, title=f"{mark}-project").first()
    if found is None:
        found = projects.create_project(city, f"{mark}-project", actor=None, purpose=f"{mark}-purpose")
        now = timezone.now()
        projects.save_phase(
            city, found, actor=None, kind="discussion", title=f"{mark}-phase",
            starts_at=now - timedelta(days=1), ends_at=now + timedelta(days=30),
        )  # fmt: skip
        projects.set_status(city, found, "published", actor=None)
    return found


def the_module(city: City, mark: str, kind: str, **settings: Any) -> Module:
    """A module of the city's project with every feature open to members for the whole phase."""
    project = the_project(city, mark)
    module = projects.add_module(
        city, project, kind, f"{mark}-{kind}", actor=None, open_features=False, settings=settings, intro=f"{mark}-intro"
    )
    phase = project.phases.get()
    for feature in module.spec.features:
        who = "member" if "member" in feature.who else feature.who[0]
        Access.objects.create(city=city, phase=phase, module=module, feature=feature.key, who=who)
    return module


def project(city: City, mark: str, people: dict[str, User]) -> dict[str, Any]:
    found = the_project(city, mark)
    draft = projects.create_project(city, f"{mark}-draft-project", actor=None)
    module = the_module(city, mark, "discussion")
    return {"project": found.slug, "module": module.slug, "draft_project": draft.slug}


def desk_of_projects(city: City, mark: str, people: dict[str, User]) -> dict[str, Any]:
    """A draft that only the city's desk may see, with everything below it, and a blueprint that is not shared."""
    found = projects.create_project(city, f"{mark}-desk-project", actor=None, purpose=f"{mark}-desk-purpose")
    now = timezone.now()
    phase = projects.save_phase(city, found, actor=None, kind="ideas", title=f"{mark}-desk-phase", starts_at=now)
    module = projects.add_module(city, found, "discussion", f"{mark}-desk-module", actor=None)
    step = projects.save_milestone(city, found, actor=None, title=f"{mark}-desk-milestone")
    made = blueprints.save_as_blueprint(city, found, f"{mark}-blueprint", actor=None)
    return {
        "desk_project": found.uuid, "desk_phase": phase.uuid, "desk_module": module.uuid, "desk_milestone": step.uuid,
        "blueprint": made.uuid,
    }  # fmt: skip


def guests_and_followers(city: City, mark: str, people: dict[str, User]) -> dict[str, Any]:
    """A contribution that waits for its confirmation, and somebody who follows the city's project."""
    found = the_project(city, mark)
    module = found.modules.first() or the_module(city, mark, "discussion")
    now = timezone.now()
    waiting = Pending(
        city=city, module=module, action="probe", payload={"text": f"{mark}-guest"}, email=f"{mark}-guest@x.example",
        mailbox=f"{mark}-guest@x.example", expires_at=now + timedelta(days=1),
    )  # fmt: skip
    waiting.token_hash = hash_of(token_of(waiting))
    waiting.save()
    follower = make_user(f"{mark}-follower@x.example", display_name=f"{mark}-follower")
    row = follow_area(follower, city.latitude, city.longitude, 2, f"{mark}-area")
    return {"guest_token": token_of(waiting), "project_uuid": found.uuid, "subscription": row.uuid}


def residency_letter(city: City, mark: str, people: dict[str, User]) -> dict[str, Any]:
    """Someone of the city waits for the letter with the code; the clerks see the address."""
    asks = make_user(f"{mark}-asks@x.example", display_name=f"{mark}-asks")
    letter = residency.ask_for_letter(
        city, asks, name=f"{mark}-name", street=f"{mark}-street", postcode=residency.postcodes(city)[0], place="x"
    )
    return {"residency_letter": letter.uuid}


def weights(city: City, mark: str, people: dict[str, User]) -> dict[str, Any]:
    module = the_module(city, mark, "priorities")
    made = [
        priorities.save_option(city, module, actor=None, title=f"{mark}-option-{n}", text=f"{mark}-option-text")
        for n in range(2)
    ]
    priorities.weigh(city, module, Person(people["resident"]), {made[0].uuid: 3})
    return {"priorities_module": module.slug, "priorities_option": made[0].uuid}


def poll(city: City, mark: str, people: dict[str, User]) -> dict[str, Any]:
    """A survey with an answer in somebody's own words, and the draft of a resident."""
    module = the_module(city, mark, "poll", anonymous=False)
    asked = add_question(city, module, actor=None, choices=[], kind="text", text=f"{mark}-question")
    polls.import_responses(city, module, [{str(asked.uuid): {"text": f"{mark}-answer"}}] * 5, actor=None)
    _draft, token = polls.begin(city, module, Person(people["resident"]), {str(asked.uuid): {"text": f"{mark}-draft"}})
    return {"poll_module": module.slug, "poll_question": asked.uuid, "poll_token": token}


def text_and_meeting(city: City, mark: str, people: dict[str, User]) -> dict[str, Any]:
    """A text with a suggestion for its paragraph, and a meeting with a question."""
    text, meeting = the_module(city, mark, "text"), the_module(city, mark, "live", premoderation=False)
    textwork.save_draft(city, text, f"# {mark}-heading\n\n{mark}-paragraph", actor=None, trusted=True)
    version = textwork.publish(city, text, actor=None, trusted=True)
    anchor = version.paragraphs.get(position=1).anchor
    author = Person(people["resident"])
    row = textwork.suggest(city.pk, text, anchor, author, f"{mark}-wording", reason=f"{mark}-reason", trusted=True)
    asked = live.ask_question(city.pk, meeting, author, f"{mark}-question", trusted=True)
    return {
        "text_module": text.slug,
        "anchor": anchor.uuid,
        "suggestion": row.uuid,
        "live_module": meeting.slug,
        "live_question": asked.uuid,
    }


def ideas(city: City, mark: str, people: dict[str, User]) -> dict[str, Any]:
    """A readable idea with an official answer, a hidden one, and the desk's own words."""
    module = the_module(city, mark, "ideas", categories=[f"{mark}-category"])
    who = Person(people["resident"])
    idea, hidden = (
        idea_actions.submit_idea(city, module, who, title=f"{mark}-idea-{n}", text=f"{mark}-text", trusted=True)
        for n in range(2)
    )
    idea_actions.hide_idea(city, hidden, reason="hate", actor=None)
    answers.answer(
        city, module, answerables()["idee"], [idea.uuid], state="accepted", reason=f"{mark}-reason",
        office=f"{mark}-office", actor=None, trusted=True,
    )  # fmt: skip
    template = answers.save_template(city, title=f"{mark}-template", text=f"{mark}-words", actor=people["city_admin"])
    return {
        "ideas_module": module.slug, "idea": idea.uuid, "idea_number": idea.number, "answer_template": template.uuid,
    }  # fmt: skip


def budget(city: City, mark: str, people: dict[str, User]) -> dict[str, Any]:
    """A proposal with its check, and a vote that runs."""
    module = the_module(city, mark, "budget", total=100)
    who = Person(people["resident"])
    idea = idea_actions.submit_idea(city, module, who, title=f"{mark}-proposal", text=f"{mark}-text", trusted=True)
    clerk = people["city_admin"]
    budgets.decide_check(city, idea, "feasible", cost=50, reason=f"{mark}-check", actor=clerk)
    budgets.cast(city, module, people["resident"], [idea.uuid], key=uuid.uuid4())
    budgets.admit_slip(city, module, actor=clerk, slip=f"{mark}-slip")
    budgets.enter_paper(city, module, "zz1", [idea.uuid], actor=clerk)
    return {"budget_module": module.slug, "proposal": idea.uuid}


def sign_ups(city: City, mark: str, people: dict[str, User]) -> dict[str, Any]:
    """An offer that stays in its city, a draft, people who come, wait for a guardian or have asked; a request."""
    from clubs.volunteering import addresses
    from clubs.volunteering.actions import asks, requests
    from clubs.volunteering.models import SignUp
    from tests.volunteering.making import make_offer, make_shift

    offer = make_offer(city, f"{mark}-offer", in_region=False, text=f"{mark}-words", needs_consent=True)
    make_offer(city, f"{mark}-draft-offer", public=False, text=f"{mark}-draft")
    shift = make_shift(offer, capacity=1, title=f"{mark}-task")
    answers = {"name": f"{mark}-helper", "age": 20}
    row = asks.confirm(asks.ask(city, shift, f"{mark}-helper@x.example", **answers))
    young = {"name": f"{mark}-young", "age": 15, "guardian_email": f"{mark}-parent@x.example"}
    consent = asks.confirm(asks.ask(city, shift, f"{mark}-young@x.example", **young))
    asked = asks.ask(city, shift, f"{mark}-asker@x.example", **answers)
    request = requests.ask(city, f"{mark}-request@x.example", title=f"{mark}-request", text=f"{mark}-wish")
    asks.join(city, shift, people["resident"], name=f"{mark}-member", age=30)
    person = SignUp.objects.select_related("volunteer").get(pk=row.pk).volunteer
    return {
        "offer": offer.slug, "offer_uuid": offer.uuid, "shift": shift.uuid, "sign_up": row.uuid,
        "ask_token": addresses.token("ask", asked), "sign_up_token": addresses.token("signup", row),
        "guardian_token": addresses.token("guardian", consent), "request_token": addresses.token("request", request),
        "person_token": addresses.token(f"volunteer.{city.slug}", person),
        "person_feed_token": addresses.token(f"feed.{city.slug}", person),
    }  # fmt: skip


def hours(city: City, mark: str, people: dict[str, User]) -> dict[str, Any]:
    """Hours of somebody without account, one confirmed and one that waits for its club; a certificate."""
    from clubs.hours import addresses
    from clubs.hours.actions import papers
    from tests.hours.making import make_club, make_hours
    from tests.volunteering.making import make_volunteer

    person = make_volunteer(city, f"{mark}-hours@x.example")
    club = make_club(city, mail=f"{mark}-hours-club@x.example")
    done = make_hours(person, club, name=f"{mark}-hours-name", what=f"{mark}-did")
    waits = make_hours(person, club, name=f"{mark}-hours-name", what=f"{mark}-waits", confirmed=False)
    made = papers.issue(person, city, done.date, done.date, name=done.name, actor=None)
    return {
        "hours_token": addresses.own_token(person, city), "hour_entry": waits.uuid, "paper": made.uuid,
        "hours_payload": made.signature,
        "decide_token": addresses.decide_token(addresses.Asked(club), f"{mark}-hours-club@x.example"),
    }  # fmt: skip


def clubs(city: City, mark: str, people: dict[str, User]) -> dict[str, Any]:
    """A public club with a date, one that waits for the city, and a table that the desk has just uploaded."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    from clubs.directory import care_actions, care_letters, importing, time_actions
    from clubs.directory.models import Club, ClubCity

    found = Club.objects.create(
        city=city,
        name="Turnverein",
        slug=f"{mark}-club",
        status="published",  # its name is public in the whole region
        contact_email=f"{mark}-club@x.example",
    )
    ClubCity.objects.create(city=city, club=found)
    waits = Club.objects.create(city=city, name=f"{mark}-waiting-club", slug=f"{mark}-waiting-club")
    start = timezone.now() + timedelta(days=9)
    event = time_actions.save_event(found, actor=None, title=f"{mark}-club-event", starts_at=start)
    table = SimpleUploadedFile(f"{mark}-table.csv", f"name\n{mark}-imported-club\n".encode())
    batch = importing.check_file(city, table, actor=people["city_admin"])
    told = {"name": f"{mark}-asks", "email": f"{mark}-asks@x.example", "text": f"{mark}-question"}
    inquiry = care_actions.inquire(city, found, actor=None, **told)
    return {
        "club": found.slug, "waiting_club": waits.slug, "waiting_club_uuid": waits.uuid, "club_event": event.uuid,
        "club_import": batch.uuid, "answered_token": care_letters.token("answered", inquiry.uuid),
        "true_token": care_letters.token("true", found.uuid), **_club_people(city, mark, found, people),
    }  # fmt: skip


def _club_people(city: City, mark: str, club: Any, people: dict[str, User]) -> dict[str, Any]:
    """What waits at the desk: a change, a claim, a move to another city; and an invitation."""
    from clubs.directory import people_actions
    from clubs.directory.people_models import Claim, ClubChange, HandOver

    change = ClubChange.objects.create(city=city, club=club, after={"purpose": f"{mark}-proposed"})
    claim = Claim.objects.create(city=city, club=club, user=people["city_admin"], text=f"{mark}-claim")
    alliance = City.objects.exclude(pk=city.pk).order_by("kind").first()  # no desk of a crawled city sees this one
    moves = HandOver.objects.create(city=city, club=club, to_city=alliance, reason=f"{mark}-moves")
    invited = people_actions.invite(club, f"{mark}-invited@x.example", "editor", actor=None)
    return {
        "club_change": change.uuid, "club_claim": claim.uuid, "club_handover": moves.uuid,
        "invitation_token": people_actions.token_of(invited),
    }  # fmt: skip


def desk_of_offers(city: City, mark: str, people: dict[str, User]) -> dict[str, Any]:
    """An offer that waits for the city's word, and the link that asks whether one is still true."""
    from clubs.volunteering.actions import offers
    from clubs.volunteering.desk_letters import fresh_token
    from tests.volunteering.making import make_offer

    waits = offers.create_offer(
        city, actor=None, kind="flexible", title=f"{mark}-waiting-offer", provider=f"{mark}-group"
    )
    offers.publish(waits, actor=None)
    shown = make_offer(city, f"{mark}-fresh-offer", in_region=False)
    return {"waiting_offer": waits.uuid, "fresh_token": fresh_token(shown)}


def call_for_helpers(city: City, mark: str, people: dict[str, User]) -> dict[str, Any]:
    """An open call that stays in its city, a draft, a task, somebody who is assigned."""
    from clubs.emergency import addresses
    from clubs.emergency.actions import tasks
    from tests.emergency.making import make_call, make_helper, make_task

    call = make_call(city, f"{mark}-call", text=f"{mark}-emergency", in_region=False)
    make_call(city, f"{mark}-draft-call", publish=False)
    task = make_task(call, title=f"{mark}-sandbags")
    helper = make_helper(call, name=f"{mark}-hands", email=f"{mark}-hands@x.example", tools=f"{mark}-spade")
    tasks.assign(task, [helper.uuid], actor=None)
    return {
        "call_slug": call.slug, "call_uuid": call.uuid, "call_task": task.uuid,
        "call_helper_token": addresses.token(helper), "call_task_token": addresses.token(task),
    }  # fmt: skip


def saved_searches(city: City, mark: str, people: dict[str, User]) -> dict[str, Any]:
    """Of a member, and of somebody without account who has not confirmed yet."""
    from clubs.volunteering import addresses
    from clubs.volunteering.actions import saving
    from clubs.volunteering.saved import SavedSearch

    saving.keep(city, people["resident"], f"q={mark}-member-search", "daily")
    saving.ask(city, f"{mark}-seeker@x.example", f"q={mark}-search", "weekly")
    row = SavedSearch.in_region().get(email=f"{mark}-seeker@x.example")
    kinds = {"search_token": "saved", "search_off_token": "saved.off", "search_on_token": "saved.on"}
    return {key: addresses.token(f"{kind}.{city.slug}", row) for key, kind in kinds.items()}


EXTRA: list[Extra] = [
    text_and_meeting,
    poll,
    offices,
    discussion,
    appeal,
    behind_passwords,
    account,
    residency_letter,
    project,
    desk_of_projects,
    weights,
    guests_and_followers,
    ideas,
    budget,
    sign_ups,
    hours,
    clubs,
    desk_of_offers,
    call_for_helpers,
    saved_searches,
]


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
            "page": draft.pk, "live": live.pk, "revision": revision.pk, "image": image.pk, "document": document.pk, "filename": document.filename,
            "redirect": redirect.pk, "workflow": workflow.pk, "workflow_state": workflow_state.pk,
            "task_state": task_state.pk, "task": task_state.task.pk, "upload": upload.pk, "session": session.pk,
            "rendition": Path(image.get_rendition("max-100x100").file.name).name, "collection": city.collection.pk, "site": city.site.pk, "person": editor.pk, "slug": city.slug,
            "group": city.role_groups.first().group.pk, "path": f"{mark}-live/", "uuid": draft.uuid, "home": city.site.root_page.pk,
        }  # fmt: skip
        for extra in EXTRA:
            keys |= extra(city, mark, people)
    return World(city, mark, people, keys, [mark, f"{city.name}: ", f"{city.portal_name}: "])
