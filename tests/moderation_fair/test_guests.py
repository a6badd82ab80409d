"""An author without an account hears of the decision, too, and can object: by the link of the mail."""

import datetime as dt
import re
import uuid

import pytest
from django.core import mail
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from participation.guests.models import Guest
from participation.ideas.models import Idea
from participation.moderation import actions
from participation.moderation.models import Appeal, Case
from participation.moderation.registry import load
from tests.factories import make_user
from tests.projects.making import make_module, make_project

WHY = "Der Text wirbt für ein Geschäft, siehe Regel 5."


@pytest.fixture
def hidden(bruchsal, django_capture_on_commit_callbacks):
    """A guest's idea, hidden by a moderator; answers (case, path of the link in the mail)."""
    with scopes_disabled():
        guest = Guest.objects.create(
            city=bruchsal, email="gast@example.org", mailbox="gast@example.org",
            delete_after=timezone.now() + dt.timedelta(days=180),
        )  # fmt: skip
        module = make_module(make_project(bruchsal), "ideas", "anyone")
        idea = Idea.objects.create(
            city=bruchsal, project=module.project, module=module, number=1, title="Kauft bei mir", text="Nur heute!",
            guest=guest.uuid,
        )  # fmt: skip
    moderator = make_user("m@bruchsal.example", bruchsal, "moderator")
    with scope(city=[bruchsal]), django_capture_on_commit_callbacks(execute=True):
        case = actions.open_case(bruchsal, load(bruchsal, "idee", idea.uuid), actor=moderator)
        actions.hide(bruchsal, case, actor=moderator, reason="advert", statement=WHY)
    (sent,) = [m for m in mail.outbox if m.to == ["gast@example.org"]]
    assert WHY in sent.body
    return case, "/" + re.search(r"http://\S+", sent.body)[0].split("/", 3)[3]


def test_reasons_by_mail_and_an_appeal_without_an_account(
    hidden, bruchsal, buehl, on_host, django_capture_on_commit_callbacks
):
    _case, path = hidden
    helper = make_user("m@buehl.example", buehl, "moderator")
    client = on_host(bruchsal, enforce_csrf_checks=True)
    answer = client.get(path)
    html = answer.content.decode()
    assert not answer.cookies
    assert "Nur heute!" in html
    assert WHY in html
    assert "Eine andere Stadt soll entscheiden" in html
    assert client.post(path, {"text": "kurz"}).status_code == 422
    sent = {"text": "Das ist keine Werbung, das ist ein Flohmarkt.", "elsewhere": "on"}
    assert client.post(path, sent).status_code == 302
    assert client.post(path, sent).status_code == 422
    with scopes_disabled():
        row = Appeal.objects.get()
    assert row.decided_in == buehl
    with django_capture_on_commit_callbacks(execute=True):
        actions.decide_for_other_city(buehl, row.uuid, actor=helper, uphold=False, statement="Ein Flohmarkt ist keine.")
    last = [m for m in mail.outbox if m.to == ["gast@example.org"]][-1]
    assert "Stadt Bühl" in last.body
    with scopes_disabled():
        assert Idea.objects.get().status == "visible"
    assert "wiederhergestellt" in client.get(path).content.decode()


def test_only_the_link_opens_it_and_only_on_its_own_portal(hidden, bruchsal, buehl, on_host):
    case, path = hidden
    assert on_host(buehl).get(path).status_code == 404
    for token in ("abc", case.uuid.hex, f"{case.uuid.hex}:abc", f"{uuid.uuid4().hex}:abc", "x" * 500):
        assert on_host(bruchsal).get(f"/moderation/entscheidung/{token}/").status_code == 404, token[:50]
    with scopes_disabled():
        for guest in (None, uuid.uuid4()):
            with pytest.raises(actions.Refused):
                actions.appeal(bruchsal, case, author=None, guest=guest, text="Das war doch gar nicht so gemeint.")
        Case.objects.filter(pk=case.pk).update(guest=None)
        with pytest.raises(actions.Refused):
            actions.appeal(bruchsal, case, author=None, guest=None, text="Das war doch gar nicht so gemeint.")
    assert on_host(bruchsal).get(path).status_code == 404


def test_a_forgotten_guest_gets_no_mail(hidden, bruchsal, django_capture_on_commit_callbacks):
    case, _path = hidden
    mail.outbox.clear()
    with scope(city=[bruchsal]), django_capture_on_commit_callbacks(execute=True):
        Guest.objects.all().delete()
        actions.restore(bruchsal, case, actor=make_user("m2@bruchsal.example", bruchsal, "moderator"))
    assert mail.outbox == []
