"""Tables of clubs: reading whatever people upload, the preview, taking over, taking back, handing out."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from django_scopes import scope, scopes_disabled
from openpyxl import Workbook, load_workbook

from clubs.directory import importing, vocabulary
from clubs.directory.importing_files import MAX_ROWS, read
from clubs.directory.importing_models import ClubImport
from clubs.directory.models import Club, ClubCity, ClubMember
from portal.audit.models import AuditEntry
from portal.kit.refused import Refused
from portal.search.models import SearchEntry
from tests.factories import make_user

pytestmark = pytest.mark.django_db
HOME = "/vereine/verwalten/import/"


def upload(text: str | bytes, name: str = "vereine.csv", encoding: str = "utf-8") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode(encoding) if isinstance(text, str) else text)


@pytest.fixture
def desk(bruchsal, on_host) -> Client:
    vocabulary.ensure()
    return on_host(bruchsal, make_user("amt@bruchsal.example", bruchsal, "city_admin"))


@pytest.fixture
def known(bruchsal) -> Club:
    with scopes_disabled():
        club = Club.objects.create(
            city=bruchsal, name="TSV 1885 Au", slug="tsv-au", status="published", purpose="Sport", website="https://au.example"
        )  # fmt: skip
        ClubCity.objects.create(city=bruchsal, club=club)
    return club


def send(desk: Client, file: SimpleUploadedFile) -> ClubImport:
    answer = desk.post(HOME, {"file": file})
    assert answer.status_code == 302, answer.content.decode()
    with scopes_disabled():
        return ClubImport.objects.select_related("city__site").get(uuid=answer.url.strip("/").rpartition("/")[2])


def clubs() -> list[Club]:
    with scopes_disabled():
        return list(Club.objects.order_by("name").prefetch_related("interests", "keywords"))


# --- Reading ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_encodings_and_separators(separator, encoding):
    text = f"Vereinsname{separator}PLZ{separator}Bürgermeister\nÖko-Freunde „Süd“{separator}76646{separator}x\n"
    sheet = read(upload(text, encoding=encoding))
    assert sheet.rows == ((2, {"name": "Öko-Freunde „Süd“", "postcode": "76646"}),)
    assert sheet.unknown == ("Bürgermeister",)


def test_english_headings_below_a_title_and_xlsx():
    book = Workbook()
    for row in (["Unsere Vereine"], [], ["name", "postcode", "is_charitable", "latitude"], ["Chor", 76646, True, 49.1]):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    assert read(upload(out.getvalue(), "a.xlsx")).rows == (
        (4, {"name": "Chor", "postcode": "76646", "is_charitable": "ja", "latitude": "49.1"}),
    )


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"name\n", "empty"),
        (b"a;b\n1;2\n", "columns"),
        (b"name;Verein\nx;y\n", "columns"),
        (b"PK\x03\x04 broken", "format"),
        (b"\x89PNG\x00\x00 name\x00", "format"),
        (b"name\n" + b"x\n" * (MAX_ROWS + 1), "rows"),
        (b"name\n" + b"x" * (5 * 1024 * 1024), "size"),
    ],
)
def test_what_is_no_table_is_refused_in_words(content, code):
    with pytest.raises(Refused) as refused:
        read(upload(content))
    assert refused.value.code == code


# --- Preview ------------------------------------------------------------------------------------------


def test_the_preview_names_every_fault_and_changes_nothing(desk, known):
    batch = send(
        desk,
        upload(
            "Name;PLZ;Website;E-Mail;Breite;Länge;Interessen;Sprachen;gemeinnützig\n"
            ";76646;;;;;;;\n"
            "Chor;7664;kein web;niemand;49,1;;Unfug;Klingonisch;vielleicht\n"
            "TSV Au e. V.;;;;;;;;\n"
            "TSV 1885 Au;;https://au.example;;;;Sport und Bewegung;Deutsch;ja\n"
            "Neu;;;;49,1;8,6;musik, sport;de, Türkisch;x\n"
            "neu;;;;;;;;\n"
        ),
    )
    assert [line["verdict"] for line in batch.rows] == ["wrong", "wrong", "twin", "changed", "new", "wrong"]
    faults = " ".join(batch.rows[1]["errors"])
    for words in (
        "fünf Ziffern",
        "keine Web-Adresse",
        "keine E-Mail",
        "gehören zusammen",
        "„Unfug“",
        "„Klingonisch“",
        "„vielleicht“",
    ):
        assert words in faults
    html = desk.get(f"{HOME}{batch.uuid}/").content.decode()
    assert "Zeile 3" in html
    assert "Klingt wie „TSV 1885 Au“" in html
    assert "steht schon in Zeile 6" in html
    assert [club.name for club in clubs()] == ["TSV 1885 Au"]


def test_a_refused_file_is_422(desk):
    answer = desk.post(HOME, {"file": upload(b"a;b\n1;2\n")})
    assert answer.status_code == 422
    assert "keine Spalte „Name“" in answer.content.decode()
    assert desk.post(HOME, {}).status_code == 422


# --- Taking over and back -----------------------------------------------------------------------------

FILE = (
    "name;purpose;interests;keywords;languages;latitude;longitude\n"
    "TSV 1885 Au;Neuer Zweck;sport;Turnen;de;;\n"
    "Musikverein Au;Blasmusik;musik;Chor, Orchester;de, tr;49,1;8,6\n"
    "T.S.V. Au;;;;;;\n"
)


def test_take_over_once_and_take_back(desk, known, bruchsal):
    batch = send(desk, upload(FILE))
    page = f"{HOME}{batch.uuid}/"
    assert desk.post(page, {"do": "apply", "twin": ["4", "x", "-1"]}).status_code == 302
    assert desk.post(page, {"do": "apply"}).status_code == 422  # clicked twice
    names = {club.name: club for club in clubs()}
    assert set(names) == {"TSV 1885 Au", "Musikverein Au", "T.S.V. Au"}
    new = names["Musikverein Au"]
    assert (new.status, new.languages, new.latitude) == ("published", " de tr ", 49.1)
    assert sorted(tag.name for tag in new.keywords.all()) == ["Chor", "Orchester"]
    assert names["TSV 1885 Au"].purpose == "Neuer Zweck"
    with scopes_disabled():
        assert set(ClubCity.objects.values_list("city__slug", flat=True)) == {"bruchsal"}
        assert SearchEntry.objects.filter(source="clubs", city=bruchsal).count() == 3
        assert AuditEntry.objects.get(action="directory.import").data == {"new": 2, "changed": 1}
    assert desk.post(page, {"do": "undo"}).status_code == 302
    (left,) = clubs()
    assert (left.pk, left.purpose, left.website) == (known.pk, "Sport", "https://au.example")
    assert not left.interests.all()
    with scopes_disabled():
        assert not SearchEntry.objects.filter(source="clubs", title="Musikverein Au").exists()
    assert desk.post(page, {"do": "undo"}).status_code == 422


@pytest.mark.parametrize("what", ["edit", "people"])
def test_no_way_back_once_people_worked_on(desk, known, bruchsal, resident, what):
    batch = send(desk, upload(FILE))
    desk.post(f"{HOME}{batch.uuid}/", {"do": "apply"})
    with scopes_disabled():
        club = Club.objects.get(name="Musikverein Au")
        if what == "edit":
            club.purpose = "Von Hand geändert"
            club.save()
        else:
            ClubMember.objects.create(city=bruchsal, club=club, user=resident, role="owner")
    answer = desk.post(f"{HOME}{batch.uuid}/", {"do": "undo"})
    assert answer.status_code == 422
    assert "„Musikverein Au“" in answer.content.decode()
    assert len(clubs()) == 2


def test_other_cities_and_other_people_find_nothing(desk, bruchsal, buehl, on_host, resident):
    batch = send(desk, upload(FILE))
    for client in (
        on_host(buehl, make_user("amt@buehl.example", buehl, "city_admin")),
        on_host(bruchsal, resident),
        on_host(bruchsal),
    ):
        assert client.get(f"{HOME}{batch.uuid}/").status_code == 404
        assert client.post(f"{HOME}{batch.uuid}/", {"do": "apply"}).status_code == 404
    for path in (HOME, "/vereine/verwalten/export/vereine.csv", f"{HOME}vorlage.csv"):
        assert on_host(bruchsal, resident).get(path).status_code == 404
    assert clubs() == []


def test_forgotten_uploads_are_deleted(desk, known):
    send(desk, upload(FILE))
    importing.forget()
    with scopes_disabled():
        assert ClubImport.objects.exists()
    importing.forget(timezone.now() + dt.timedelta(days=3))
    with scopes_disabled():
        assert not ClubImport.objects.exists()


# --- Handing out --------------------------------------------------------------------------------------


def test_what_was_exported_imports_as_unchanged_and_rebuilds_an_empty_directory(desk, bruchsal):
    batch = send(desk, upload(FILE.replace("Neuer Zweck", "=1+1;")))
    desk.post(f"{HOME}{batch.uuid}/", {"do": "apply", "twin": "4"})
    for kind in ("csv", "xlsx"):
        content = desk.get(f"/vereine/verwalten/export/vereine.{kind}").getvalue()
        again = send(desk, upload(content, f"v.{kind}"))
        assert {line["verdict"] for line in again.rows} == {"same"}, again.rows
    with scopes_disabled():
        Club.objects.all().delete()
    rebuilt = send(desk, upload(content, "v.xlsx"))
    desk.post(f"{HOME}{rebuilt.uuid}/", {"do": "apply"})
    after = desk.get("/vereine/verwalten/export/vereine.xlsx").getvalue()
    rows = [[cell.value for cell in row][1:] for row in load_workbook(io.BytesIO(after)).worksheets[0]]
    assert rows == [[cell.value for cell in row][1:] for row in load_workbook(io.BytesIO(content)).worksheets[0]]


def test_the_template_is_a_table_that_can_be_imported(desk):
    text = desk.get(f"{HOME}vorlage.csv").getvalue().decode("utf-8-sig")
    assert "Name" in next(csv.reader(io.StringIO(text), delimiter=";"))
    assert send(desk, upload(text)).rows[0]["verdict"] == "new"


def test_two_thousand_rows(desk, bruchsal):
    rows = "\n".join(f"Verein Nummer {n};Zweck {n};musik;Wort {n % 50}" for n in range(MAX_ROWS))
    with scope(city=[bruchsal]):
        batch = send(desk, upload(f"name;purpose;interests;keywords\n{rows}\n"))
        importing.apply(bruchsal, batch, actor=None)
    assert len(clubs()) == MAX_ROWS


def test_no_club_takes_the_address_of_a_form(desk, bruchsal):
    batch = send(desk, upload("name\nMeine\nEintragen\n"))
    with scope(city=[bruchsal]):
        importing.apply(bruchsal, batch, actor=make_user("leitung@bruchsal.example", bruchsal, "city_admin"))
    assert [club.slug for club in clubs()] == ["eintragen-2", "meine-2"]
