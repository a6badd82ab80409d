"""Told once, mailed by choice, unsubscribed with one click, followed pages without noise."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from portal.content.models import ContentPage
from portal.notifications.actions import follow, mark_read, notify, purge_expired, unfollow
from portal.notifications.mail import send, token
from portal.notifications.models import Follow, Notification
from portal.notifications.tasks import mail_notification
from tests.factories import make_page

pytestmark = pytest.mark.django_db
KIND = "notifications.page_changed"


def tell(user, city, key="1", **context):
    return notify(
        user, KIND, {"page": "Freibad", "portal": city.portal_name, **context}, url="/freibad/", key=key, city=city
    )


def test_one_event_is_told_and_mailed_once(bruchsal, resident, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        row = tell(resident, bruchsal)
        assert tell(resident, bruchsal) is None
    assert row.url == "http://bruchsal.localhost:8000/freibad/"
    assert len(mail.outbox) == 1
    mail_notification.enqueue(row.pk)  # the queue delivers twice
    assert len(mail.outbox) == 1
    message = mail.outbox[0]
    assert message.subject == "Neues auf der Seite „Freibad“"
    assert "http://bruchsal.localhost:8000/freibad/" in message.body
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_mail_is_a_choice(bruchsal, resident, django_capture_on_commit_callbacks):
    resident.notify_follows = False
    resident.save()
    with django_capture_on_commit_callbacks(execute=True):
        assert tell(resident, bruchsal) is not None  # still on the page
    assert not mail.outbox


def test_nothing_goes_out_when_the_change_is_rolled_back(bruchsal, resident, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        tell(resident, bruchsal)
    assert not mail.outbox  # only the commit sends
    assert callbacks


def test_failed_mail_may_be_tried_again(bruchsal, resident, settings):
    row = tell(resident, bruchsal)
    settings.EMAIL_BACKEND = "portal.nowhere.Backend"
    with pytest.raises(ImportError):
        send(row.pk)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert send(row.pk)


def test_texts_are_bounded_and_headers_safe(bruchsal, resident):
    row = tell(resident, bruchsal, page="x\nBcc: a@b.example" + "y" * 5000)
    assert len(row.context["page"]) == 300
    assert send(row.pk)
    assert "\n" not in mail.outbox[0].subject
    assert mail.outbox[0].bcc == []


def test_deleted_accounts_hear_nothing(bruchsal, resident):
    from portal.accounts.actions import delete_account

    delete_account(resident, actor=resident)
    resident.refresh_from_db()
    assert tell(resident, bruchsal) is None


def test_unsubscribe_needs_no_sign_in_no_cookie_and_no_script(redi, bruchsal, resident, on_host):
    address = f"/konto/abbestellen/{token(resident, 'notify_follows')}/"
    client = on_host("localhost", enforce_csrf_checks=True)
    page = client.get(address)
    assert page.status_code == 200
    assert not page.cookies
    resident.refresh_from_db()
    assert resident.notify_follows  # looking at it changes nothing
    assert client.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    resident.refresh_from_db()
    assert not resident.notify_follows
    assert resident.notify_replies


@pytest.mark.parametrize("bad", ["x", "x:y:z", "WyJ1Il0:1:2"])
def test_forged_unsubscribe_is_404(redi, on_host, bad):
    assert on_host("localhost").post(f"/konto/abbestellen/{bad}/").status_code == 404


def test_unsubscribe_link_opens_only_notification_choices(redi, resident, on_host):
    assert on_host("localhost").post(f"/konto/abbestellen/{token(resident, 'is_active')}/").status_code == 404
    resident.refresh_from_db()
    assert resident.is_active


def test_inbox_and_badge(redi, bruchsal, resident, on_host, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        row = tell(resident, bruchsal)
    client = on_host("localhost", resident)
    html = client.get("/konto/benachrichtigungen/").content.decode()
    assert "Neues auf der Seite „Freibad“" in html
    assert "ungelesene Nachrichten" in html
    with django_capture_on_commit_callbacks(execute=True):
        response = client.get(f"/konto/benachrichtigungen/{row.uuid}/")
    assert response["Location"] == "http://bruchsal.localhost:8000/freibad/"
    assert "ungelesene Nachrichten" not in client.get("/konto/benachrichtigungen/").content.decode()


def test_other_peoples_messages_are_404(redi, bruchsal, resident, on_host):
    from tests.factories import make_user

    row = tell(resident, bruchsal)
    assert (
        on_host("localhost", make_user("x@y.example")).get(f"/konto/benachrichtigungen/{row.uuid}/").status_code == 404
    )
    assert on_host("localhost").get("/konto/benachrichtigungen/").status_code == 302


def test_foreign_address_in_a_message_is_not_followed(redi, resident, on_host):
    row = notify(resident, KIND, {"page": "x"}, url="https://boese.example/")
    assert (
        on_host("localhost", resident).get(f"/konto/benachrichtigungen/{row.uuid}/")["Location"]
        == "/konto/benachrichtigungen/"
    )


def test_unread_count_costs_nothing_on_the_next_page(redi, bruchsal, resident, django_assert_num_queries):
    from portal.accounts.context import member

    tell(resident, bruchsal)
    with django_assert_num_queries(2):
        assert member(resident)["unread"] == 1
    with django_assert_num_queries(0):
        assert member(resident)["unread"] == 1


def test_messages_go_after_180_days(bruchsal, resident):
    row = tell(resident, bruchsal)
    assert timedelta(days=179) < row.delete_after - timezone.now() < timedelta(days=181)
    Notification.objects.filter(pk=row.pk).update(delete_after=timezone.now() - timedelta(seconds=1))
    assert purge_expired() == 1


def test_mark_all_read(bruchsal, resident):
    tell(resident, bruchsal, key="1")
    tell(resident, bruchsal, key="2")
    assert mark_read(resident) == 2
    assert mark_read(resident) == 0


def publish(page, **fields):
    with scopes_disabled():
        page = page.specific
        for name, value in fields.items():
            setattr(page, name, value)
        page.save_revision().publish()


def test_followers_hear_of_changes_once_a_day_and_not_of_nothing(
    bruchsal, resident, django_capture_on_commit_callbacks
):
    page = make_page(bruchsal, ContentPage, title="Freibad", slug="freibad")
    with scope(city=[bruchsal]):
        follow(resident, page, actor=resident)
        follow(resident, page, actor=resident)
    assert Follow.objects.count() == 1
    with django_capture_on_commit_callbacks(execute=True):
        publish(page)  # the same again
    assert not Notification.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        publish(page, summary="Öffnet am 1. Mai")
    assert Notification.objects.get().url == "http://bruchsal.localhost:8000/freibad/"
    assert len(mail.outbox) == 1
    with django_capture_on_commit_callbacks(execute=True):
        publish(page, summary="Öffnet am 2. Mai")
    assert Notification.objects.count() == 1
    unfollow(resident, page, actor=resident)
    assert not Follow.objects.exists()


def test_follow_by_plain_link(bruchsal, buehl, resident, on_host):
    page = make_page(bruchsal, ContentPage, title="Freibad", slug="freibad")
    assert (
        on_host(bruchsal)
        .get(f"/konto/folgen/{page.pk}/")["Location"]
        .startswith("/konto/anmelden/?next=/konto/folgen/")
    )
    client = on_host(bruchsal, resident)
    assert "Verfolgen" in client.get(f"/konto/folgen/{page.pk}/").content.decode()
    client.post(f"/konto/folgen/{page.pk}/")
    assert Follow.objects.filter(user=resident, page=page).exists()
    assert on_host(buehl, resident).get(f"/konto/folgen/{page.pk}/").status_code == 404  # foreign page
    assert client.get("/konto/folgen/999999/").status_code == 404
    hidden = make_page(bruchsal, ContentPage, title="Entwurf", slug="entwurf", live=False)
    assert client.get(f"/konto/folgen/{hidden.pk}/").status_code == 404


def test_unknown_kind_is_our_mistake(bruchsal, resident):
    with pytest.raises(KeyError):
        notify(resident, "nichts.davon", {}, url="/", city=bruchsal)
