"""The desk from the first click to publication, and who may not come in."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django_scopes import scopes_disabled

from participation.blueprints.builtin import all_builtin
from participation.projects import actions
from participation.projects.desk import forms
from participation.projects.models import Access, Milestone, Module, Phase, Project, ProjectCity
from portal.audit.models import AuditEntry
from tests.factories import make_user
from tests.projects.making import make_picture
from tests.projects_desk.making import day, make_project, manager


@pytest.fixture(autouse=True)
def unscoped(db):
    with scopes_disabled():
        yield


def url(name, project, *args):
    return reverse(f"projects_desk:{name}", args=[project.uuid, *args])


@pytest.fixture
def desk(bruchsal, on_host):
    return on_host(bruchsal, manager(bruchsal))


def test_from_blueprint_to_publication(bruchsal, desk):
    ideas = next(b for b in all_builtin() if b.name == "Ideensammlung")
    form = desk.get("/beteiligung/verwalten/neu/")
    assert form.status_code == 200
    assert "Ideensammlung" in form.content.decode()
    made = desk.post(
        "/beteiligung/verwalten/neu/", {"title": "Neuer Markt", "vorlage": str(ideas.uuid), "starts_on": "2027-03-01"}
    )
    project = Project.objects.get(title="Neuer Markt")
    assert made.status_code == 302
    assert made["Location"] == url("project", project)
    assert project.status == "draft"
    assert project.easy_purpose
    first = project.phases.order_by("starts_at").first()
    assert timezone.localtime(first.starts_at).isoformat() == "2027-03-01T00:00:00+01:00"
    assert (
        timezone.localtime(first.ends_at).isoformat() == "2027-03-29T00:00:00+02:00"
    )  # days, not hours: clocks changed

    page = desk.get(url("project", project)).content.decode()
    assert "Ansprechstelle" in page
    assert "fehlt" in page
    for name in ("master", "phases", "modules", "matrix", "cities", "milestones", "delete"):
        assert desk.get(url(name, project)).status_code == 200, name
    desk.post(url("module_new", project, "muster"), {
        "title": "Vorschläge", "intro": "Was fehlt?", "easy_intro": "Was fehlt?", "open_features": "on",
        "einstellung-votes": "5",
    })  # fmt: skip
    module = project.modules.get(kind="muster")
    assert module.settings == {"votes": 5, "shown": False}
    assert {a.feature for a in module.accesses.filter(phase=first)} == {"submit", "support"}
    assert desk.post(url("state", project), {"stand": "published"}).status_code == 302
    project.refresh_from_db()
    assert project.is_public
    assert AuditEntry.objects.filter(city=bruchsal, action="projects.status").count() == 1
    desk.post(url("state", project), {"stand": "unfug"})
    project.refresh_from_db()
    assert project.is_public


def test_master_data_keeps_what_was_typed(bruchsal, desk):
    project = make_project(bruchsal)
    bad = desk.post(
        url("master", project), {"title": "", "purpose": "Getippt", "area": '{"type": "Point"}', "budget": "x"}
    )
    page = bad.content.decode()
    assert bad.status_code == 422
    assert "Getippt" in page
    assert "Bitte genau eine Fläche angeben" in page
    project.refresh_from_db()
    assert project.title == "Platz am Bach"
    assert project.purpose == ""
    square = '{"type":"Polygon","coordinates":[[[8.5,49.1],[8.6,49.1],[8.6,49.2],[8.5,49.1]]]}'
    good = desk.post(url("master", project), {"title": "Neu", "area": square, "budget": "1250,50"})
    assert good.status_code == 302
    project.refresh_from_db()
    assert project.title == "Neu"
    assert str(project.budget) == "1250.50"
    assert project.south == 49.1
    assert "1250,50" in desk.get(url("master", project)).content.decode().replace("1.250,50", "1250,50")
    again = desk.post(url("master", project), {"title": "N" * 121})
    assert again.status_code == 422


@pytest.mark.parametrize(
    ("sent", "stored"),
    [
        ({"ends_on": "2027-06-30"}, "2027-07-01T00:00"),  # the last day counts
        ({"ends_on": "30.06.2027", "ends_time": "18:00"}, "2027-06-30T18:00"),
        ({"ends_on": "2027-12-31"}, "2028-01-01T00:00"),
        ({}, None),
    ],
)
def test_last_day_of_a_phase_counts(bruchsal, desk, sent, stored):
    project = make_project(bruchsal)
    data = {"title": "Wahl", "kind": "vote", "starts_on": "2027-06-01", **sent}
    assert desk.post(url("phase_new", project), data).status_code == 302
    phase = project.phases.get(title="Wahl")
    assert phase.starts_at == day("2027-06-01T00:00")
    assert phase.ends_at == (day(stored) if stored else None)
    page = desk.get(url("phase", project, phase.uuid)).content.decode()
    if "ends_on" in sent:
        shown = "2027-12-31" if "12" in sent["ends_on"][5:7] else "2027-06-30"
        assert f'name="ends_on" value="{shown}"' in page
        assert "zählt noch ganz mit" in page
    values = dict(re.findall(r'name="(\w+)" value="([^"]*)"', page)) | {"kind": "vote", "title": "Wahl 2"}
    assert desk.post(url("phase", project, phase.uuid), values).status_code == 302
    ends = phase.ends_at
    phase.refresh_from_db()
    assert phase.title == "Wahl 2"
    assert phase.ends_at == ends


@pytest.mark.parametrize(
    "sent",
    [
        {"starts_on": "2027-06-02", "ends_on": "2027-06-01"},
        {"starts_on": "9999-12-31", "ends_on": "9999-12-31"},
        {"starts_on": "0001-01-01"},
        {"starts_on": "2027-03-28", "starts_time": "02:30"},  # the clock skips it
        {"starts_on": "2027-06-02", "ends_time": "10:00"},
        {"starts_on": "morgen"},
    ],
)
def test_times_that_cannot_be(bruchsal, desk, sent):
    project = make_project(bruchsal)
    answer = desk.post(url("phase_new", project), {"title": "Getippt", "kind": "vote", **sent})
    assert answer.status_code == 422
    assert "Getippt" in answer.content.decode()
    assert project.phases.count() == 1


def test_end_hide_move_remove(bruchsal, desk):
    project = make_project(bruchsal)
    phase, module = project.phases.get(), project.modules.get()
    second = actions.add_module(bruchsal, project, "muster", "Zweiter", actor=None)
    assert desk.get(url("phase_end", project, phase.uuid)).status_code == 200
    desk.post(url("phase_end", project, phase.uuid))
    phase.refresh_from_db()
    ended = phase.ends_at
    assert ended is not None
    assert ended <= timezone.now()
    page = desk.get(url("phase", project, phase.uuid)).content.decode()
    values = dict(re.findall(r'name="(\w+)" value="([^"]*)"', page)) | {"kind": "ideas", "title": "Ideen!"}
    assert desk.post(url("phase", project, phase.uuid), values).status_code == 302
    phase.refresh_from_db()
    assert phase.title == "Ideen!"
    assert phase.ends_at == ended
    desk.post(url("module_button", project, second.uuid), {"do": "up"})
    assert [m.title for m in Module.objects.filter(project=project)] == ["Zweiter", "Vorschläge"]
    desk.post(url("module_button", project, module.uuid), {"do": "hide"})
    module.refresh_from_db()
    assert not module.switched_on
    Module.objects.filter(pk=module.pk).update(contribution_count=1)
    desk.post(url("module_remove", project, module.uuid))
    desk.post(url("module_remove", project, second.uuid))
    assert [m.title for m in Module.objects.filter(project=project)] == ["Vorschläge"]
    desk.post(url("phase_remove", project, phase.uuid))
    assert not Phase.objects.filter(project=project).exists()


def test_milestones(bruchsal, desk):
    project = make_project(bruchsal)
    new = url("milestone_new", project)
    bad = desk.post(new, {"title": "Bau", "status": "on_track", "percent": "101"})
    assert bad.status_code == 422
    assert "Bau" in bad.content.decode()
    assert (
        desk.post(new, {"title": "Bau", "status": "on_track", "percent": "40", "due_on": "2027-09-01"}).status_code
        == 302
    )
    row = Milestone.objects.get(project=project)
    assert (
        desk.post(url("milestone", project, row.uuid), {"title": "Bau", "status": "done", "percent": "40"}).status_code
        == 302
    )
    row.refresh_from_db()
    assert row.percent == 100
    desk.post(url("milestone_remove", project, row.uuid))
    assert not Milestone.objects.filter(project=project).exists()


def test_the_picture_of_a_milestone_is_of_the_city(bruchsal, buehl, desk):
    project = make_project(bruchsal)
    own, foreign = make_picture(bruchsal, title="Bach"), make_picture(buehl, title="Fremdes Bild")
    nameless = make_picture(bruchsal, "", title="Ohne Beschreibung")
    new, data = url("milestone_new", project), {"title": "Bau", "status": "planned", "percent": "0"}
    page = desk.get(new).content.decode()
    assert f'<option value="{own.pk}">Bach</option>' in page
    assert "Fremdes Bild" not in page
    assert "Ohne Beschreibung" not in page
    for picture in (foreign.pk, nameless.pk, "x", 10**30):
        bad = desk.post(new, data | {"picture": picture})
        assert bad.status_code == 422, picture
        assert "Bitte ein Bild aus den Bildern der Stadt auswählen." in bad.content.decode()
    assert not Milestone.objects.exists()
    assert desk.post(new, data | {"picture": own.pk}).status_code == 302
    row = Milestone.objects.get()
    assert row.picture == own
    entry = AuditEntry.objects.filter(action="projects.save_milestone").get()
    assert entry.data["picture"] == own.pk
    with pytest.raises(ValidationError):
        actions.save_milestone(bruchsal, project, row, actor=None, picture=foreign)  # whoever calls the action
    row.refresh_from_db()
    assert row.picture == own
    assert desk.post(url("milestone", project, row.uuid), data).status_code == 302
    row.refresh_from_db()
    assert row.picture is None


def test_a_large_library_offers_the_newest_and_the_chosen_picture(bruchsal, desk, monkeypatch):
    monkeypatch.setattr(forms, "RECENT_PICTURES", 2)
    project = make_project(bruchsal)
    old, middle, *newest = [make_picture(bruchsal) for _n in range(4)]
    row = actions.save_milestone(bruchsal, project, actor=None, title="Bau", picture=old)
    page = desk.get(url("milestone", project, row.uuid)).content.decode()
    assert [p.pk for p in (*newest, old, middle) if f'<option value="{p.pk}"' in page] == [
        *(p.pk for p in newest), old.pk
    ]  # fmt: skip
    assert f'<option value="{old.pk}" selected' in page


def test_delete_only_untouched_drafts(bruchsal, desk):
    project = make_project(bruchsal)
    desk.post(url("delete", project))
    assert Project.objects.filter(pk=project.pk).exists()
    actions.set_status(bruchsal, project, "draft", actor=None)
    assert desk.post(url("delete", project))["Location"] == "/beteiligung/verwalten/"
    assert not Project.objects.filter(pk=project.pk).exists()


def marked(desk, path):
    """The key of an empty form."""
    return {"marke": re.search(r'name="marke" value="([^"]+)"', desk.get(path).content.decode()).group(1)}


def test_sent_twice_stored_once(bruchsal, desk):
    project = make_project(bruchsal)
    new = {"title": "Doppelt", "vorlage": str(all_builtin()[0].uuid), "starts_on": "2027-03-01"}
    for path, model, data in (
        ("/beteiligung/verwalten/neu/", Project, new),
        ("/beteiligung/verwalten/neu/", Project, new | {"title": "Doppelt leer", "vorlage": "leer"}),
        (url("phase_new", project), Phase, {"title": "Doppelt", "kind": "vote", "starts_on": "2027-06-01"}),
        (url("module_new", project, "muster"), Module, {"title": "Doppelt", "einstellung-votes": "5"}),
        (url("milestone_new", project), Milestone, {"title": "Doppelt", "status": "planned", "percent": "0"}),
    ):
        mark = marked(desk, path)
        answers = [desk.post(path, data | mark) for _n in range(2)]
        assert [a.status_code for a in answers] == [302, 302], path
        assert answers[0]["Location"] == answers[1]["Location"]
        assert model.objects.filter(title=data["title"]).count() == 1, model
    assert (
        desk.post(url("phase_new", project), {"marke": "x", "title": "T", "starts_on": "2027-06-01"}).status_code == 422
    )


def test_menu_of_the_editors_leads_here(bruchsal, on_admin):
    assert (
        "http://bruchsal.localhost:8000/beteiligung/verwalten/"
        in on_admin(manager(bruchsal)).get("/admin/").content.decode()
    )
    editor = make_user("nur@bruchsal.example", bruchsal, "editor")
    assert "/beteiligung/verwalten/" not in on_admin(editor).get("/admin/").content.decode()


# --- Who may not ------------------------------------------------------------------------------------


def addresses(project):
    phase, module = project.phases.first(), project.modules.first()
    return [
        *(url(name, project) for name in ("project", "master", "delete", "phases", "phase_new", "modules", "matrix")),
        *(url(name, project) for name in ("cities", "milestones", "milestone_new")),
        *(url(name, project, phase.uuid) for name in ("phase", "phase_end", "phase_remove")),
        *(url(name, project, module.uuid) for name in ("module", "module_remove")),
        url("module_new", project, "muster"),
    ]


def test_closed_for_everybody_else(bruchsal, buehl, on_host, on_admin):
    project = make_project(bruchsal, published=False)
    people = [None, make_user("m@example.org"), make_user("e@bruchsal.example", bruchsal, "editor"), manager(buehl)]
    for path in ["/beteiligung/verwalten/", "/beteiligung/verwalten/neu/", *addresses(project)]:
        for person in people:
            assert on_host(bruchsal, person).get(path).status_code == 404, (path, person)
    for path in addresses(project):
        assert on_host(buehl, manager(buehl)).get(path).status_code == 404, path
    assert on_admin(manager(bruchsal)).get("/beteiligung/verwalten/").status_code in (302, 404)


def test_partner_city_reads_only(bruchsal, buehl, on_host):
    project = make_project(bruchsal, published=False)
    there = on_host(buehl, manager(buehl))
    lead = on_host(bruchsal, manager(bruchsal))
    assert lead.post(url("cities", project), {"other": "redi"}).status_code == 422
    assert lead.post(url("cities", project), {"other": "buehl"}).status_code == 302
    assert "lädt Ihre Stadt ein" in there.get("/beteiligung/verwalten/").content.decode()
    assert "Annehmen" in there.get(url("project", project)).content.decode()  # it sees the draft that it would join
    lead.post(url("withdraw", project, "buehl"))
    assert not ProjectCity.objects.filter(project=project, city=buehl).exists()
    lead.post(url("cities", project), {"other": "buehl"})
    assert there.post(reverse("projects_desk:invitation", args=[project.uuid]), {"do": "accept"}).status_code == 302
    assert ProjectCity.objects.get(project=project, city=buehl).joined_at
    lead.post(url("withdraw", project, "buehl"))  # too late
    assert ProjectCity.objects.filter(project=project, city=buehl).exists()
    for name in ("project", "phases", "modules", "milestones"):
        page = there.get(url(name, project))
        assert page.status_code == 200
        assert "führt dieses Projekt" in page.content.decode()
    reads = {url(name, project) for name in ("project", "phases", "modules", "milestones")}
    for path in set(addresses(project)) - reads:
        assert (there.get(path).status_code, there.post(path, {}).status_code) == (404, 404), path
    assert there.post(url("state", project), {"stand": "archived"}).status_code == 404
    there.post(reverse("projects_desk:invitation", args=[project.uuid]), {"do": "leave"})
    assert there.get(url("project", project)).status_code == 404
    assert lead.post(reverse("projects_desk:invitation", args=[project.uuid]), {"do": "leave"}).status_code == 404


# --- Matrix -----------------------------------------------------------------------------------------


def selects(page):
    return re.findall(r'<select class="input" name="([^"]+)" aria-label="([^"]*)"', page)


def test_matrix_is_saved_as_a_whole(bruchsal, desk):
    project = make_project(bruchsal)
    phase, module = project.phases.get(), project.modules.get()
    page = desk.get(url("matrix", project)).content.decode()
    found = selects(page)
    assert [label.split(" in ")[0] for _name, label in found] == ["Beitragen", "Unterstützen"]
    assert all("Phase" not in label or "Ideen" in label for _n, label in found)
    assert all("Vorschläge" in lab for _n, lab in found)
    stand = re.search(r'name="stand" value="(\w+)"', page).group(1)
    submit, support = (name for name, _label in found)
    assert desk.post(url("matrix", project), {"stand": stand, submit: "anyone", support: ""}).status_code == 302
    assert [(a.phase, a.module, a.feature, a.who) for a in Access.objects.filter(module=module)] == [
        (phase, module, "submit", "anyone")
    ]
    late = desk.post(url("matrix", project), {"stand": stand, submit: "member", support: "member"})
    assert late.status_code == 422
    assert "Inzwischen hat jemand" in late.content.decode()
    assert Access.objects.get(module=module).who == "anyone"
    stand = re.search(r'name="stand" value="(\w+)"', late.content.decode()).group(1)
    wrong = desk.post(url("matrix", project), {"stand": stand, submit: "anyone", support: "anyone"})
    assert wrong.status_code == 422
    assert 'aria-invalid="true"' in wrong.content.decode()
    proposed = desk.get(url("matrix", project) + "?vorschlag=1").content.decode()
    assert proposed.count(" selected") == 2
    assert "Vorschlag der Bausteine" in proposed
    assert Access.objects.get(module=module).who == "anyone"


def test_large_matrix_shows_one_module_and_keeps_the_rest(bruchsal, desk, monkeypatch):
    from participation.projects.desk import matrix

    project = make_project(bruchsal)
    other = actions.add_module(bruchsal, project, "muster", "Zweiter", actor=None)
    monkeypatch.setattr(matrix, "CELLS", 1)
    path = url("matrix", project)
    page = desk.get(f"{path}?baustein={other.slug}").content.decode()
    found = dict(selects(page))
    assert len(found) == 2
    assert all(other.uuid.hex in name for name in found)
    stand = re.search(r'name="stand" value="(\w+)"', page).group(1)
    assert desk.post(f"{path}?baustein={other.slug}", {"stand": stand, **dict.fromkeys(found, "")}).status_code == 302
    assert set(Access.objects.filter(phase__project=project).values_list("module__title", flat=True)) == {"Vorschläge"}
