"""What a member may do with the own account: profile, sessions, second factor, download, deletion."""

from __future__ import annotations

import io
import json
import re
import zipfile
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.usersessions.models import UserSession
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import timezone
from django_scopes import scopes_disabled

from portal.accounts import actions
from portal.accounts.models import User
from portal.accounts.names import clean_display_name
from portal.audit.models import AuditEntry
from portal.notifications.models import Notification
from tests.accounts.browser import SIGNIN, Browser, at, sign_in
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(bruchsal, resident) -> Browser:
    browser = Browser()
    sign_in(browser, bruchsal, resident.email)
    return browser


def konto(path: str = "") -> str:
    return f"http://{SIGNIN}/konto/{path}"


def totp_code(secret: str) -> str:
    return totp.format_hotp_value(totp.hotp_value(secret, next(iter(totp.yield_hotp_counters_from_time()))))


def test_profile_is_saved_with_audit_and_language_counts_at_once(
    browser, resident, buehl, django_capture_on_commit_callbacks
):
    page = browser.get(konto())
    with django_capture_on_commit_callbacks(execute=True):
        page = browser.submit(
            page, display_name="Radlerin", home_city=str(buehl.pk), language="en", notify_replies="on"
        )
    assert page.status_code == 200
    resident.refresh_from_db()
    assert (resident.display_name, resident.home_city, resident.language) == ("Radlerin", buehl, "en")
    assert (resident.notify_replies, resident.notify_follows) == (True, False)
    with scopes_disabled():
        entry = AuditEntry.objects.get(action="accounts.update_profile")
    assert entry.data == {"fields": ["display_name", "language", "notify_follows", "home_city"]}
    assert browser.client("bruchsal.localhost:8000").session["language"] == "en"


@pytest.mark.parametrize(
    "name",
    ["Stadt Bruchsal", "Die Stadt", "Bruchsal", "b r u c h s a l", "Moderation", "M0deration", "Bürgermeisterin", "Rathaus-Team",
     "Redaktion", "re@di", "Frau\u202eniM", "a\u200bb", "Sta\u0000dt", "x" * 61, "!", "ich@du.example", "www.werbung", "Бruchsаl",
     "Gelöschtes Konto", "Buehl", "BÜHL aktuell", "Ordnungsamt", "\u0301" * 9 + "a"],
)  # fmt: skip
def test_names_that_nobody_may_carry(bruchsal, buehl, name):
    with pytest.raises(ValidationError):
        clean_display_name(name)


@pytest.mark.parametrize(
    "name", ["Anwohnerin, Weststadt", "Radler 76", "Ö", "Мария", "mari-a", "Stadtläufer", "Amtsträger a. D."]
)
def test_names_that_are_fine(bruchsal, buehl, name):
    if len(name) > 1:
        assert clean_display_name(f"  {name}  ") == name


def test_members_with_a_role_may_name_their_office(bruchsal):
    editor = make_user("redaktion@bruchsal.example", bruchsal, "editor")
    assert clean_display_name("Stadt Bruchsal, Redaktion", editor) == "Stadt Bruchsal, Redaktion"


def test_bad_profile_input_is_a_clear_page(browser):
    page = browser.submit(browser.get(konto()), display_name="Stadt Bruchsal", language="xx", home_city="99999")
    assert page.status_code == 422
    assert "klingt nach einer Stelle der Stadt" in page.content.decode()


def test_account_pages_of_other_hosts_lead_to_the_sign_in_host(browser):
    browser.get(at("bruchsal.localhost", "/konto/"))
    assert browser.url == konto()
    browser.get(at("bruchsal.localhost", "/konto/sitzungen/"))
    assert browser.url == konto("sitzungen/")
    client = browser.client("bruchsal.localhost:8000")
    for path in ("registrieren/", "passwort/", "anmelden/code/", "loeschen/", "oidc/token"):
        assert client.post(f"/konto/{path}", {}, headers={"origin": "http://bruchsal.localhost:8000"}).status_code in (
            403,
            404,
        )


def test_second_factor_and_recovery_codes(browser, resident, bruchsal):
    page = browser.get(konto("sicherheit/app/einrichten/"))
    if "/bestaetigen/" in browser.url:
        page = browser.submit(page, password="demo")
    secret = re.search(r"<code>([A-Z2-7]+)</code>", page.content.decode())[1]
    page = browser.submit(page, code=totp_code(secret))
    codes = re.findall(r"<code>(\d{8})</code>", page.content.decode())
    assert len(codes) == 10
    Authenticator.objects.filter(user=resident).update(last_used_at=None)

    other = Browser()
    page = sign_in(other, bruchsal, resident.email)
    assert "Zweiter Schritt" in page.content.decode()
    page = other.submit(page, code="000000")
    assert "Dieser Code stimmt nicht" in page.content.decode()
    other.submit(page, code=codes[0])
    assert other.url == at(bruchsal)

    third = Browser()
    page = third.submit(sign_in(third, bruchsal, resident.email), code=codes[0])
    assert "Dieser Code stimmt nicht" in page.content.decode()  # each works once


def test_sign_ins_are_listed_and_ended(browser, bruchsal, resident):
    other = Browser(HTTP_USER_AGENT="Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/140.0")
    sign_in(other, bruchsal, resident.email)
    page = browser.get(konto("sitzungen/"))
    html = page.content.decode()
    assert "Firefox, Windows" in html
    assert "Dieses Gerät" in html
    assert "Portale: re@di, Bruchsal" in html
    browser.submit(page, sid=re.search(r'name="sid" value="([^"]+)"', html)[1])
    assert other.client("bruchsal.localhost:8000").session.get("_auth_user_id") is None
    assert UserSession.objects.filter(user=resident).count() == 2


def test_download_holds_everything_and_no_secret(browser, resident, bruchsal):
    from portal.notifications.actions import notify

    notify(
        resident,
        "notifications.page_changed",
        {"page": "Freibad", "portal": "Stadt Bruchsal"},
        url="/x/",
        city=bruchsal,
    )
    page = browser.get(konto("daten/"))
    response = browser.submit(page, action=konto("daten/herunterladen/"))
    if response["Content-Type"] != "application/zip":
        response = browser.submit(response, password="demo")
    assert response["Content-Type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
        names = archive.namelist()
        assert {"LIESMICH.txt", "accounts/profil.json", "accounts/anmeldungen.json", "accounts/protokoll.json"} <= set(
            names
        )
        assert json.loads(archive.read("accounts/profil.json"))["email"] == resident.email
        assert "Freibad" in json.loads(archive.read("notifications/benachrichtigungen.json"))[0]["title"]
        everything = b"".join(archive.read(name) for name in names)
    assert resident.password.encode() not in everything


def test_every_app_with_personal_data_is_asked():
    from portal.accounts.personal_data import contributors

    labels = [label for label, _ in contributors()]
    assert "notifications" in labels
    assert "accounts" not in labels


def test_deletion_empties_the_account(browser, resident, bruchsal, django_capture_on_commit_callbacks):
    Authenticator.objects.create(user=resident, type="totp", data={})
    Notification.objects.create(user=resident, kind="notifications.page_changed")
    page = browser.get(konto("loeschen/"))
    Authenticator.objects.filter(user=resident).delete()
    if "/bestaetigen/" in browser.url:
        page = browser.submit(page, password="demo")
    page = browser.submit(page, sure="on")
    assert browser.url == konto("geloescht/")
    resident.refresh_from_db()
    assert resident.email == f"deleted-{resident.uuid}@invalid.example"
    assert resident.public_name == "Gelöschtes Konto"
    assert not resident.is_active
    assert not resident.has_usable_password()
    assert not resident.display_name
    assert not EmailAddress.objects.filter(user=resident).exists()
    assert not Notification.objects.filter(user=resident).exists()
    assert not UserSession.objects.filter(user=resident).exists()
    assert "_auth_user_id" not in browser.client("bruchsal.localhost:8000").session
    with scopes_disabled():
        assert AuditEntry.objects.filter(action="accounts.delete").count() == 1
    actions.delete_account(resident, actor=None)
    with scopes_disabled():
        assert AuditEntry.objects.filter(action="accounts.delete").count() == 1  # repeating changes nothing
    again = make_user("buerger@bruchsal.example")  # the address is free again
    assert again.pk != resident.pk


def test_deletion_takes_roles_away(bruchsal):
    editor = make_user("redaktion@bruchsal.example", bruchsal, "editor")
    actions.delete_account(editor, actor=editor)
    assert not editor.groups.exists()


def test_deletion_needs_a_fresh_proof(browser, resident):
    client = browser.client(SIGNIN)
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": 0}]
    session.save()
    browser.get(konto("loeschen/"))
    assert "/konto/bestaetigen/" in browser.url
    browser.get(konto("loeschen/"), follow=False)
    assert not User.objects.get(pk=resident.pk).deleted_at


def test_unconfirmed_accounts_go_after_seven_days(redi, resident):
    old = User.objects.create_user("alt@beispiel.example", "x")
    EmailAddress.objects.create(user=old, email=old.email, verified=False, primary=True)
    fresh = User.objects.create_user("frisch@beispiel.example", "x")
    EmailAddress.objects.create(user=fresh, email=fresh.email, verified=False, primary=True)
    User.objects.filter(pk__in=[old.pk, resident.pk]).update(date_joined=timezone.now() - timedelta(days=8))
    assert actions.purge_unverified() == 1
    assert set(User.objects.values_list("pk", flat=True)) == {fresh.pk, resident.pk}


def test_email_change_counts_after_confirmation(browser, resident):
    from tests.accounts.browser import code_of

    page = browser.get(konto("e-mail/"))
    if "/bestaetigen/" in browser.url:
        page = browser.submit(page, password="demo")
    page = browser.submit(page, email="neu@beispiel.example", action_add="1")
    if "/bestaetigen/" in browser.url:
        page = browser.submit(page, password="demo")
    resident.refresh_from_db()
    assert resident.email == "buerger@bruchsal.example"
    browser.submit(page, code=code_of("neu@beispiel.example"))
    resident.refresh_from_db()
    assert resident.email == "neu@beispiel.example"
    assert any("geändert" in m.subject for m in mail.outbox)
