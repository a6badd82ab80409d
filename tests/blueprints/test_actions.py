"""From project to blueprint and back, sharing with provenance, and the screens."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django_scopes import scope, scopes_disabled

from participation.blueprints import actions, catalogue, files
from participation.blueprints.builtin import all_builtin
from participation.blueprints.models import Blueprint
from participation.projects import actions as projects
from participation.projects.kinds import all_kinds
from participation.projects.models import Access
from portal.kit.refused import Refused
from tests.projects_desk import making
from tests.projects_desk.making import day, manager

START = dt.date(2027, 3, 20)


@pytest.fixture
def project(bruchsal):
    """Two phases over the change of the clocks, one of them by the hour; one module with settings."""
    with scopes_disabled():
        project = projects.create_project(bruchsal, "Markt", actor=None, purpose="Worum", easy_purpose="Leicht")
        first = projects.save_phase(
            bruchsal, project, actor=None, kind="ideas", title="Ideen", starts_at=day("2026-03-20T00:00"),
            ends_at=day("2026-04-01T00:00"),
        )  # fmt: skip
        projects.save_phase(
            bruchsal, project, actor=None, kind="vote", title="Wahl", starts_at=day("2026-04-02T08:30"),
            ends_at=day("2026-04-02T18:00"),
        )  # fmt: skip
        module = projects.add_module(
            bruchsal, project, "muster", "Vorschläge", actor=None, settings={"votes": 7, "shown": ""}
        )
        projects.set_accesses(bruchsal, project, [(first, module, "submit", "desk")], actor=None)
        projects.save_milestone(bruchsal, project, actor=None, title="Bau", text="Intern")
    return project


@pytest.fixture
def row(bruchsal, project):
    with scope(city=[bruchsal]):
        return actions.save_as_blueprint(bruchsal, project, "Marktgespräch", "Für Plätze", actor=None)


def begin(city, key, **kwargs):
    with scope(city=[city]):
        return actions.start_from(city, catalogue.find(city, key), "Zweiter Markt", START, actor=None, **kwargs)


def test_round_trip_through_a_project(bruchsal, row):
    begun = begin(bruchsal, row.uuid)
    with scopes_disabled():
        phases = list(begun.project.phases.order_by("starts_at"))
        assert [(p.title, p.starts_at, p.ends_at) for p in phases] == [
            ("Ideen", day("2027-03-20T00:00"), day("2027-04-01T00:00")),  # whole days although the clocks change
            ("Wahl", day("2027-04-02T08:30"), day("2027-04-02T18:00")),
        ]
        module = begun.project.modules.get()
        assert module.settings == {"votes": 7, "shown": False}
        assert making.LOADED == ["Vorschläge"]
        access = Access.objects.get(module=module)
        assert (access.phase, access.feature, access.who) == (phases[0], "submit", "desk")
        assert begun.project.status == "draft"
        assert begun.left_out == []
        assert begun.project.milestones.get().text == ""  # what happened there does not happen here
        assert actions.data_of(begun.project) == row.data


def test_unknown_kinds_and_bad_settings_are_named(bruchsal, row):
    extra = {**row.data["modules"][0], "kind": "fremd", "title": "Fremdes"}
    bad = {**row.data["modules"][0], "title": "Kaputt", "settings": {"votes": 99}, "content": []}
    accesses = [
        *row.data["accesses"],
        [0, 1, "submit", "member"],
        [0, 2, "unknown", "member"],
        [0, 2, "support", "anyone"],
    ]
    with scope(city=[bruchsal]):
        row.data = {**row.data, "modules": [*row.data["modules"], extra, bad], "accesses": accesses}
        row.save()
    begun = begin(bruchsal, row.uuid)
    assert begun.left_out == ["Fremdes", "Einstellungen von „Kaputt“", "Inhalt von „Kaputt“"]
    with scopes_disabled():
        assert begun.project.modules.get(title="Kaputt").setting("votes") == 3
        assert Access.objects.filter(module__project=begun.project).count() == 1


@pytest.mark.parametrize("builtin", all_builtin(), ids=lambda b: b.name)
def test_builtin_ones_start(bruchsal, builtin):
    begun = begin(bruchsal, builtin.uuid)
    with scopes_disabled():
        assert begun.project.phases.count() == len(builtin.data["phases"])
        assert {m["kind"] for m in builtin.data["modules"]} <= set(all_kinds())
        assert begun.project.modules.count() == len(builtin.data["modules"])
        assert begun.left_out == []
        opened = set(Access.objects.filter(module__project=begun.project).values_list("module", flat=True))
        assert len(opened) == len(builtin.data["modules"])


def test_sharing_copying_and_the_newer_version(bruchsal, buehl, project, row):
    with scope(city=[buehl]):
        assert catalogue.find(buehl, row.uuid) is None
    with scope(city=[bruchsal]):
        actions.share(bruchsal, row, True, actor=None)
    with scope(city=[buehl]):
        source = catalogue.find(buehl, row.uuid)
        copy = actions.adopt(buehl, source, actor=None)
        assert (copy.derived_from, copy.derived_version, copy.derived_city) == (row.uuid, 1, "Bruchsal")
        assert copy.uuid != row.uuid
        assert copy.data == row.data
        assert actions.adopt(buehl, source, actor=None) == copy
        with pytest.raises(Refused):
            actions.take_newer(buehl, copy, actor=None)
    with scopes_disabled():
        projects.update_project(bruchsal, project, actor=None, purpose="Neuer Zweck")
        actions.save_as_blueprint(bruchsal, project, row.name, row.text, actor=None, row=row)
    assert row.version == 2
    with scope(city=[buehl]):
        assert catalogue.newer_origins([copy], buehl) == {copy.pk}
        actions.take_newer(buehl, copy, actor=None)
        assert copy.data["purpose"] == "Neuer Zweck"
        assert copy.derived_version == 2
        assert catalogue.newer_origins([copy], buehl) == set()


def test_import_is_idempotent_and_never_goes_back(bruchsal, buehl, project, row):
    raw = files.dump(row)
    with scope(city=[buehl]):
        made, changed = actions.import_package(buehl, files.load(raw), actor=None)
        assert changed
        assert files.dump(made) == raw
        assert made.city_id == buehl.pk
        assert actions.import_package(buehl, files.load(raw), actor=None) == (made, False)
        made.version = 5
        made.save()
        with pytest.raises(Refused):
            actions.import_package(buehl, files.load(raw), actor=None)
    with scopes_disabled():
        assert Blueprint.objects.filter(uuid=row.uuid).count() == 2  # one in each city


def test_foreign_projects_make_no_blueprint(buehl, project):
    with scope(city=[buehl]), pytest.raises(Refused):
        actions.save_as_blueprint(buehl, project, "x", actor=None)


def test_screens(bruchsal, buehl, on_host, project, row):
    desk, other = on_host(bruchsal, manager(bruchsal)), on_host(buehl, manager(buehl))
    base = f"/beteiligung/vorlagen/{row.uuid}/"
    for path in ("/beteiligung/vorlagen/", base, f"{base}bearbeiten/", f"{base}loeschen/", f"{base}datei/"):
        assert desk.get(path).status_code == 200, path
        assert on_host(bruchsal).get(path).status_code == 404
        if path != "/beteiligung/vorlagen/":
            assert other.get(path).status_code == 404, path
    saved = desk.post(f"/beteiligung/vorlagen/aus/{project.uuid}/", {"name": "Neu", "ziel": str(row.uuid)})
    assert saved.status_code == 302
    assert saved["Location"] == base
    assert desk.post(f"/beteiligung/vorlagen/aus/{project.uuid}/", {"name": ""}).status_code == 422
    assert other.post(f"/beteiligung/vorlagen/aus/{project.uuid}/", {"name": "Neu"}).status_code == 404
    assert other.post(f"{base}uebernehmen/").status_code == 404
    desk.post(f"{base}teilen/", {"do": "share"})
    assert other.get(base).status_code == 200
    assert other.get(f"{base}datei/").status_code == 404
    copied = other.post(f"{base}uebernehmen/")
    with scopes_disabled():
        Blueprint.objects.filter(pk=row.pk).update(version=9, data={**row.data, "purpose": "Anders"})
    page = other.get(copied["Location"]).content.decode()
    assert "neuere Fassung" in page
    assert "Zweck: anders" in page
    other.post(f"{copied['Location']}uebernehmen/")
    assert "Zweck: anders" not in other.get(copied["Location"]).content.decode()
    broken = SimpleUploadedFile("x.json", b"{}", content_type="application/json")
    refused = other.post("/beteiligung/vorlagen/einlesen/", {"datei": broken})
    assert refused.status_code == 422
    assert "nicht lesbar" in refused.content.decode()
    raw = desk.get(f"{base}datei/").content
    read = other.post("/beteiligung/vorlagen/einlesen/", {"datei": SimpleUploadedFile("v.json", raw)})
    assert read["Location"] == base
    assert other.get(f"{base}datei/").content == raw
    assert desk.post(f"{base}loeschen/").status_code == 302
    with scopes_disabled():
        assert not Blueprint.objects.filter(city=bruchsal).exists()


def test_new_process_offers_what_is_there(bruchsal, on_host, row):
    page = on_host(bruchsal, manager(bruchsal)).get(f"/beteiligung/verwalten/neu/?vorlage={row.uuid}").content.decode()
    assert "Marktgespräch" in page
    assert f'value="{row.uuid}"' in page
    assert "Bürgerhaushalt" in page
