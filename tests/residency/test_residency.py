"""Where a person lives: proven once, by letter or on site, with no more data than that takes."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from participation.residency import actions, personal_data
from participation.residency.codes import ALPHABET, hash_code
from participation.residency.models import LetterRequest, Residency, home_city_id
from portal.audit.models import AuditEntry
from portal.notifications.models import Notification
from tests.factories import make_user

ADDRESS = {"name": "Einwohnerin Weststadt", "street": "Beispielstraße 1", "postcode": "76646", "place": "Bruchsal"}
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def in_bruchsal(bruchsal):
    with scope(city=[bruchsal]):
        yield


@pytest.fixture
def clerk(bruchsal):
    return make_user("amt@bruchsal.example", bruchsal, "city_admin")


def ask(city, user, at=None, **other):
    return actions.ask_for_letter(city, user, at=at, **{**ADDRESS, **other})


def test_letter_on_one_portal_counts_on_all(bruchsal, buehl, clerk, resident, on_host):
    person, desk = on_host(bruchsal, resident), on_host(bruchsal, clerk)
    answer = person.post("/wohnsitz/brief/", ADDRESS)
    assert answer.status_code == 302, answer.content
    with scopes_disabled():
        letter = LetterRequest.objects.get()
    assert ADDRESS["name"] in desk.get("/wohnsitz/briefe/").content.decode()
    assert desk.get(f"/wohnsitz/briefe/{letter.uuid}/").status_code == 200
    sheet = desk.post(f"/wohnsitz/briefe/{letter.uuid}/").content.decode()
    code = sheet.split('class="code">')[1].split("<")[0]
    assert set(code.replace("-", "")) <= set(ALPHABET)
    letter.refresh_from_db()
    assert code not in str(vars(letter))
    assert code.replace("-", "") not in str(vars(letter))
    assert Notification.objects.filter(user=resident, kind="residency.printed").count() == 1
    assert "Code aus dem Brief" in person.get("/wohnsitz/").content.decode()
    # entered on another portal, in small letters: the proof is the person's, not the portal's
    answer = on_host(buehl, resident).post("/wohnsitz/code/", {"code": code.lower()})
    assert answer.status_code == 302
    assert home_city_id(resident) == bruchsal.pk
    letter.refresh_from_db()
    assert (letter.street, letter.name, letter.code_hash, letter.status) == ("", "", "", "used")
    assert "Nachgewiesen für Bruchsal" in on_host(buehl, resident).get("/wohnsitz/").content.decode()
    words = str(list(AuditEntry.objects.filter(action__startswith="residency.").values_list("data", flat=True)))
    assert "Beispiel" not in words
    assert code not in words


def test_wrong_postcode_names_the_right_portal(bruchsal, resident, on_host):
    client = on_host(bruchsal, resident)
    answer = client.post("/wohnsitz/brief/", {**ADDRESS, "postcode": "77815"})
    assert answer.status_code == 422
    assert "gehört zu Bühl" in answer.content.decode()
    assert "Beispielstraße 1" in answer.content.decode()
    assert "76646" in client.post("/wohnsitz/brief/", {**ADDRESS, "postcode": "10115"}).content.decode()
    for bad in ({"postcode": "7664６"}, {"name": "\x00 "}, {"street": "x" * 500}, {"name": ""}):
        assert client.post("/wohnsitz/brief/", {**ADDRESS, **bad}).status_code == 422
    with scopes_disabled():
        assert not LetterRequest.objects.exists()


def test_five_wrong_codes_lock_the_letter(bruchsal, clerk, resident, on_host):
    code = actions.print_letter(bruchsal, ask(bruchsal, resident), actor=clerk)
    client = on_host(bruchsal, resident)
    texts = [client.post("/wohnsitz/code/", {"code": "FALSCH22"}).content.decode() for _ in range(5)]
    assert "noch 4 Versuche" in texts[0]
    assert "gesperrt" in texts[4]
    assert actions.enter_code(resident, code)[0] is None
    assert home_city_id(resident) is None


def test_a_code_proves_one_account_and_once(bruchsal, clerk, resident):
    code = actions.print_letter(bruchsal, ask(bruchsal, resident), actor=clerk)
    thief = make_user("andere@x.example")
    assert actions.enter_code(thief, code)[0] is None
    thiefs = ask(bruchsal, thief, name="Jemand anderes")
    actions.print_letter(bruchsal, thiefs, actor=clerk)
    assert actions.enter_code(thief, code)[0] is None
    assert hash_code("ABCD2345", 1) != hash_code("ABCD2345", 2)  # a stolen fingerprint fits no other letter
    assert actions.enter_code(resident, code)[0] is not None
    assert actions.enter_code(resident, code)[0] is None


def test_one_person_proves_one_account_a_household_several(bruchsal, clerk, resident):
    def prove(user, **other):
        return actions.enter_code(user, actions.print_letter(bruchsal, ask(bruchsal, user, **other), actor=clerk))

    assert prove(resident)[0] is not None
    double, partner = make_user("zweit@x.example"), make_user("partner@x.example")
    proof, why = prove(double, name="EINWOHNERIN  Weststadt", street="Beispielstr. 1")
    assert proof is None
    assert "anderes Konto" in why
    assert prove(partner, name="Einwohner Weststadt")[0] is not None
    with scopes_disabled():
        assert Residency.objects.count() == 2
    actions.give_back(resident)
    assert actions.confirm_on_site(
        bruchsal, double.email, name=ADDRESS["name"], street=ADDRESS["street"], postcode="76646", actor=clerk
    )


def test_one_open_letter_three_a_year_new_print_new_code(bruchsal, clerk, resident):
    now = timezone.now()
    first = ask(bruchsal, resident, at=now - 20 * DAY)
    with pytest.raises(ValidationError, match="unterwegs"):
        ask(bruchsal, resident)
    old = actions.print_letter(bruchsal, first, actor=clerk)
    actions.print_letter(bruchsal, first, actor=clerk)
    assert actions.enter_code(resident, old)[0] is None
    actions.withdraw_letter(resident)
    for _ in range(2):
        ask(bruchsal, resident)
        actions.withdraw_letter(resident)
    with pytest.raises(ValidationError, match="Mehr als 3"):
        ask(bruchsal, resident)
    with scopes_disabled():
        assert not LetterRequest.objects.exclude(street="").exists()


def test_what_the_night_forgets(bruchsal, clerk, resident):
    now = timezone.now()
    waiting = ask(bruchsal, make_user("a@x.example"), at=now - 31 * DAY)
    printed = ask(bruchsal, make_user("b@x.example"), at=now - 3 * DAY)
    actions.print_letter(bruchsal, printed, actor=clerk, at=now - 2 * DAY)
    fresh = ask(bruchsal, make_user("c@x.example"))
    with scopes_disabled():
        ends = Residency.objects.create(
            city=bruchsal, user=resident, means="clerk", proven_at=now - 700 * DAY, valid_until=now + 20 * DAY
        )
        actions.tidy(now)
        assert actions.tidy(now) == {"addresses": 0, "expired": 0, "letters": 0, "proofs": 0}
        for row in (waiting, printed, fresh):
            row.refresh_from_db()
        assert (waiting.status, waiting.street) == ("expired", "")
        assert (printed.status, printed.street) == ("printed", "")
        assert printed.code_hash
        assert fresh.street
        assert Notification.objects.filter(user=resident, kind="residency.ends").count() == 1
        actions.tidy(ends.valid_until)
        assert not Residency.objects.exists()
        actions.tidy(now + 400 * DAY)
        assert not LetterRequest.objects.exists()
    with pytest.raises(ValidationError):
        actions.print_letter(bruchsal, printed, actor=clerk)


@pytest.mark.django_db
def test_the_database_holds_the_rules(bruchsal, resident):
    letter = ask(bruchsal, resident)
    with scopes_disabled():
        with pytest.raises(IntegrityError), transaction.atomic():
            LetterRequest.objects.create(city=bruchsal, user=resident, holder="x", expires_at=timezone.now())
        with pytest.raises(IntegrityError), transaction.atomic():
            LetterRequest.objects.filter(pk=letter.pk).update(status="used")  # with the address still there
        with pytest.raises(IntegrityError), transaction.atomic():
            LetterRequest.objects.filter(pk=letter.pk).update(tries=6)


def test_clerks_of_this_city_only(bruchsal, buehl, clerk, resident, redi, on_host):
    letter = ask(bruchsal, resident)
    stranger = make_user("amt@buehl.example", buehl, "city_admin")
    coordinator = make_user("k@redi.example", redi, "coordinator")
    paths = ("/wohnsitz/briefe/", f"/wohnsitz/briefe/{letter.uuid}/", "/wohnsitz/vor-ort/")
    for client in (on_host(bruchsal), *(on_host(bruchsal, u) for u in (resident, stranger, coordinator))):
        for path in paths:
            assert client.get(path).status_code == 404
    foreign = on_host(buehl, stranger)
    assert ADDRESS["name"] not in foreign.get(paths[0]).content.decode()
    assert foreign.get(paths[1]).status_code == 404
    assert foreign.post(paths[1]).status_code == 404
    with pytest.raises(ValidationError):
        actions.print_letter(bruchsal, letter, actor=stranger)


def test_on_site(bruchsal, clerk, resident, on_host):
    desk = on_host(bruchsal, clerk)
    form = {**ADDRESS, "email": resident.email.upper(), "seen": "on"}
    assert desk.post("/wohnsitz/vor-ort/", {**form, "seen": ""}).status_code == 422
    assert "kein Konto" in desk.post("/wohnsitz/vor-ort/", {**form, "email": "nie@x.example"}).content.decode()
    assert "eigene Konto" in desk.post("/wohnsitz/vor-ort/", {**form, "email": clerk.email}).content.decode()
    assert desk.post("/wohnsitz/vor-ort/", {**form, "postcode": "77815"}).status_code == 422
    assert desk.post("/wohnsitz/vor-ort/", form).status_code == 302
    assert home_city_id(resident) == bruchsal.pk
    entry = AuditEntry.objects.get(action="residency.prove")
    assert (entry.actor, entry.city) == (clerk, bruchsal)
    person = on_host(bruchsal, resident)
    assert person.get("/wohnsitz/zurueckgeben/").status_code == 200
    assert person.post("/wohnsitz/zurueckgeben/").status_code == 302
    assert home_city_id(resident) is None


def test_visitors_read_without_a_cookie(bruchsal, redi, on_host, resident):
    answer = on_host(bruchsal).get("/wohnsitz/")
    assert answer.status_code == 200
    assert not answer.cookies
    for path in ("brief/", "code/", "zurueckgeben/", "brief/zurueckziehen/"):
        assert on_host(bruchsal).get(f"/wohnsitz/{path}").status_code == 302
        assert on_host(bruchsal, resident).get(f"/wohnsitz/{path}").status_code == 200
    assert on_host(redi, resident).get("/wohnsitz/brief/").status_code == 404
    assert on_host("redaktion.localhost", resident).get("/wohnsitz/").status_code == 404


def test_own_data_and_the_end_of_the_account(bruchsal, clerk, resident):
    actions.enter_code(resident, actions.print_letter(bruchsal, ask(bruchsal, resident), actor=clerk))
    with scopes_disabled():
        data = personal_data.export(resident)
        assert data["wohnsitz"][0]["stadt"] == "Bruchsal"
        assert len(data["briefe"]) == 1
        personal_data.erase(resident)
        personal_data.erase(resident)
        assert personal_data.export(resident) == {"wohnsitz": [], "briefe": []}


def test_the_clerks_list_asks_the_same_few_questions(bruchsal, clerk, on_host):
    desk = on_host(bruchsal, clerk)

    def queries():
        desk.get("/wohnsitz/briefe/?x=1")
        with CaptureQueriesContext(connection) as seen:
            assert desk.get("/wohnsitz/briefe/?x=1").status_code == 200
        return len(seen)

    ask(bruchsal, make_user("p@x.example"))
    few = queries()
    for number in range(20):
        ask(bruchsal, make_user(f"p{number}@x.example"), name=f"Person {number}")
    assert queries() == few <= 12
