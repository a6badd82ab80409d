"""Downloads of the desk: with everything, witnessed, safe in a spreadsheet, for the leading city only."""

import csv
import io
import json
from decimal import Decimal

import openpyxl
import pytest
from django_scopes import scopes_disabled

from participation.projects import actions
from portal.audit.models import AuditEntry
from portal.kit import tables
from tests.factories import make_user
from tests.opendata.test_public import EVIL
from tests.projects_desk.making import ROWS, day, make_project, manager


@pytest.fixture
def project(bruchsal):
    ROWS[:] = [{"number": n, "text": text, "author": "Name"} for n, text in enumerate(EVIL, 1)]
    ROWS.append({"number": Decimal("-2.5"), "text": day("2027-06-30T12:00"), "author": None})
    return make_project(bruchsal, published=False)


def url(project):
    return f"/beteiligung/verwalten/{project.uuid}/daten/"


def fetch(client, project, form, module=""):
    answer = client.post(url(project), {"form": form, "baustein": module})
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    assert "no-store" in answer["Cache-Control"]
    return b"".join(answer)


def test_formats(bruchsal, project, on_host):
    desk = on_host(bruchsal, manager(bruchsal))
    assert desk.get(url(project)).status_code == 200
    with scopes_disabled():
        module = str(project.modules.get().uuid)
    book = openpyxl.load_workbook(io.BytesIO(fetch(desk, project, "xlsx")))
    sheet = book.worksheets[0]
    assert [cell.value for cell in sheet[1]] == ["Nr.", "Text", "Name"]
    assert [row[1].value for row in sheet.iter_rows(min_row=2)][:-1] == ["'" + text for text in EVIL]
    assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)
    assert float(sheet.cell(row=len(EVIL) + 2, column=1).value) == -2.5
    text = fetch(desk, project, "csv", module)
    assert text.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(text.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert rows[0] == ["Nr.", "Text", "Name"]
    assert rows[1] == ["1", "'=1+1", "Name"]
    assert rows[-1] == ["-2,5", "30.06.2027 12:00", ""]
    facts = json.loads(fetch(desk, project, "json"))
    assert facts["tables"][0]["rows"][0] == {"number": 1, "text": "=1+1", "author": "Name"}
    with scopes_disabled():
        seen = AuditEntry.objects.filter(city=bruchsal, action="opendata.export")
        assert sorted(entry.data["format"] for entry in seen) == ["csv", "json", "xlsx"]
        assert all(entry.actor_id and entry.data["rows"] == len(EVIL) + 1 for entry in seen)


def test_too_large_is_told_not_cut(bruchsal, project, on_host, monkeypatch):
    monkeypatch.setattr(tables, "ROWS", 3)
    desk = on_host(bruchsal, manager(bruchsal))
    answer = desk.post(url(project), {"form": "xlsx"}, follow=True)
    assert "zu groß" in answer.content.decode()
    with scopes_disabled():
        assert not AuditEntry.objects.filter(action="opendata.export").exists()


def test_nobody_else(bruchsal, buehl, project, on_host):
    with scopes_disabled():
        row = actions.ask_city(bruchsal, project, buehl, actor=None)
        actions.join_project(buehl, row, actor=None)
    people = [None, make_user("m@example.org"), make_user("e@bruchsal.example", bruchsal, "editor"), manager(buehl)]
    for person in people:
        for city in (bruchsal, buehl):
            for method in ("get", "post"):
                answer = getattr(on_host(city, person), method)(url(project), {"form": "xlsx"})
                assert answer.status_code in (403, 404), (person, city)
    desk = on_host(bruchsal, manager(bruchsal))
    for bad in ({"form": "exe"}, {"form": "csv", "baustein": "x"}, {"form": "csv", "baustein": str(project.uuid)}):
        assert desk.post(url(project), bad).status_code == 404
