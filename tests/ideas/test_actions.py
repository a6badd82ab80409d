"""Ideas through their actions: phases, places, categories, support, moderation, search, data of persons."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from participation.following.models import Change
from participation.ideas import actions, exports, personal_data
from participation.ideas.models import EDIT_WINDOW, Category, Idea, Support
from participation.ideas.similar import similar
from participation.projects import actions as projects
from participation.projects.models import Module, Project
from participation.projects.permissions import Person
from portal.kit.refused import Refused
from portal.search.models import SearchEntry
from tests.comments.making import member
from tests.ideas.making import category, make_idea, make_ideas_module
from tests.projects.making import end_phases, join, make_project, resident_of


def fresh(idea):
    with scopes_disabled():
        return Idea.objects.select_related("module__project", "city").get(pk=idea.pk)


def found_in(city, idea):
    with scope(city=[city]):
        return SearchEntry.objects.filter(city=city, source="ideas", key=str(idea.uuid)).exists()


def test_an_idea_is_numbered_counted_and_found(bruchsal):
    module = make_ideas_module(bruchsal)
    writer = member()
    first = make_idea(module, writer, title="  Bank \n am\u202e Bach ", point=(49.1243, 8.598))
    second = make_idea(module, writer)
    assert (first.title, first.latitude) == ("Bank am Bach", 49.1243)
    assert second.number == first.number + 1
    with scopes_disabled():
        module.refresh_from_db()
        project = Project.objects.get(pk=module.project_id)
    assert module.contribution_count == project.contribution_count == 2
    assert project.participant_count == 1
    assert found_in(bruchsal, first)


def test_outside_of_its_phase_nothing_is_taken(bruchsal):
    module = make_ideas_module(bruchsal)
    writer, other = member(), member()
    idea = make_idea(module, writer)
    end_phases(module.project)
    with scope(city=[bruchsal]):
        for act in (
            lambda: actions.submit_idea(bruchsal, module, Person(other), title="Zu spät", text="Zu spät"),
            lambda: actions.set_support(module, idea, Person(other), True),
            lambda: actions.edit_idea(idea, Person(writer), title="Zu spät"),
        ):
            with pytest.raises(Refused) as refused:
                act()
            assert refused.value.code == "phase"
        assert Idea.objects.count() == 1


def test_only_residents_where_the_phase_says_so(bruchsal, buehl):
    module = make_ideas_module(bruchsal, "resident")
    with scope(city=[bruchsal]), pytest.raises(Refused):
        actions.submit_idea(bruchsal, module, Person(resident_of(buehl)), title="Fremd", text="Fremd")
    assert make_idea(module, resident_of(bruchsal)).number == 1


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"title": "x" * 20_000}, "title"),
        ({"title": "\u200b \n"}, "title"),
        ({"text": "y" * 4001}, "text"),
        ({"place": "z" * 161}, "place"),
        ({"point": (48.0, 8.0)}, "place"),
        ({"point": (float("nan"), 8.6)}, "place"),
    ],
)
def test_bad_input_is_refused_and_nothing_is_stored(bruchsal, fields, code):
    module = make_ideas_module(bruchsal)
    values = {"title": "Gut", "text": "Gut", **fields}
    with scope(city=[bruchsal]), pytest.raises(Refused) as refused:
        actions.submit_idea(bruchsal, module, Person(member()), **values)
    assert refused.value.code == code
    with scopes_disabled():
        assert not Idea.objects.exists()
        assert Project.objects.get(pk=module.project_id).next_number == 1


def test_the_area_of_the_project_bounds_places(bruchsal):
    square = [[8.59, 49.12], [8.61, 49.12], [8.61, 49.13], [8.59, 49.13], [8.59, 49.12]]
    project = make_project(bruchsal, area={"type": "Polygon", "coordinates": [square]})
    module = make_ideas_module(bruchsal, project=project, place="required")
    assert make_idea(module, point=(49.125, 8.6)).is_placed
    for point in ((49.2, 8.6), None):
        with pytest.raises(Refused):
            make_idea(module, point=point)


def test_categories_follow_the_settings_and_stay_on_ideas(bruchsal):
    module = make_ideas_module(bruchsal, categories=["Verkehr", "Grün"])
    idea = make_idea(module, category=category(module, "Verkehr"))
    foreign = category(make_ideas_module(bruchsal, categories=["Anderswo"]), "Anderswo")
    with pytest.raises(Refused) as refused:
        make_idea(module, category=foreign)
    assert refused.value.code == "category"
    with scope(city=[bruchsal]):
        projects.update_module(bruchsal, module, actor=None, settings={"categories": "Grün\r\nSpiel\nGrün"})
        rows = list(Category.objects.filter(module=module).order_by("name").values_list("name", "switched_on"))
    assert rows == [("Grün", True), ("Spiel", True), ("Verkehr", False)]
    assert fresh(idea).category_id is not None
    with pytest.raises(Refused):
        make_idea(module, category=category(module, "Verkehr"))


def test_support_counts_a_person_once(bruchsal):
    module = make_ideas_module(bruchsal)
    writer, fan = member(), member()
    idea = make_idea(module, writer)
    with scope(city=[bruchsal]):
        assert [actions.set_support(module, idea, Person(fan), on) for on in (True, True, False, False, True)] == [
            1, 1, 0, 0, 1,
        ]  # fmt: skip
        with pytest.raises(Refused):
            actions.set_support(module, idea, Person(writer), True)
        with pytest.raises(IntegrityError), transaction.atomic():
            Support.objects.create(city=bruchsal, idea=idea, user=fan)


def test_a_double_submit_stores_once(bruchsal):
    import uuid

    module, writer, key = make_ideas_module(bruchsal), member(), uuid.uuid4()
    assert make_idea(module, writer, form_key=key).pk == make_idea(module, writer, form_key=key).pk
    with pytest.raises(Refused):
        make_idea(module, member(), form_key=key)  # somebody else's form


def test_the_same_words_and_haste_are_refused(bruchsal):
    module, writer = make_ideas_module(bruchsal), member()
    with scope(city=[bruchsal]):
        actions.submit_idea(bruchsal, module, Person(writer), title="Bank", text="Eine Bank am Bach")
        with pytest.raises(Refused, match="schon eingetragen"):
            actions.submit_idea(bruchsal, module, Person(writer), title="Bank!", text="eine bank am bach")
        for n in range(11):
            actions.submit_idea(bruchsal, module, Person(writer), title=f"Nr {n}", text=f"Text {n}")
        with pytest.raises(Refused) as refused:
            actions.submit_idea(bruchsal, module, Person(writer), title="Zu viel", text="Zu viel")
        assert refused.value.code == "pace"


def test_change_within_15_minutes_only_and_by_the_author_only(bruchsal):
    module, writer = make_ideas_module(bruchsal), member()
    idea = make_idea(module, writer)
    with scope(city=[bruchsal]):
        assert actions.edit_idea(idea, Person(writer), title="Besser").edited_at is not None
        with pytest.raises(Refused):
            actions.edit_idea(idea, Person(member()), title="Gekapert")
        Idea.objects.filter(pk=idea.pk).update(created_at=timezone.now() - EDIT_WINDOW - dt.timedelta(seconds=1))
        with pytest.raises(Refused):
            actions.edit_idea(idea, Person(writer), title="Zu spät")
    assert fresh(idea).title == "Besser"


def test_withdrawing_empties_and_keeps_the_number(bruchsal):
    module, writer = make_ideas_module(bruchsal), member()
    idea = make_idea(module, writer, point=(49.1243, 8.598), place="Bach")
    with scope(city=[bruchsal]):
        with pytest.raises(Refused):
            actions.delete_idea(idea, Person(member()))
        actions.set_state(bruchsal, idea, "accepted", actor=None)
        with pytest.raises(Refused):
            actions.delete_idea(idea, Person(writer))
        actions.set_state(bruchsal, idea, "review", actor=None)
        actions.delete_idea(idea, Person(writer))
    row = fresh(idea)
    assert (row.title, row.text, row.place, row.latitude, row.number) == ("", "", "", None, idea.number)
    assert not found_in(bruchsal, idea)
    with scopes_disabled():
        assert Module.objects.get(pk=module.pk).contribution_count == 0


def test_hidden_ideas_leave_lists_exports_and_search(bruchsal):
    module = make_ideas_module(bruchsal)
    idea = make_idea(module)
    with scope(city=[bruchsal]):
        actions.hide_idea(bruchsal, idea, reason="hate", actor=None)
        assert not found_in(bruchsal, idea)
        assert list(exports.tables(module, public=True)[0].rows) == []
        assert next(iter(exports.tables(module, public=False)[0].rows))["status"] == "ausgeblendet"
        actions.show_idea(bruchsal, idea, actor=None)
        public = list(exports.tables(module, public=True)[0].rows)
    assert "author" not in public[0]
    assert found_in(bruchsal, idea)


def test_a_joint_project_belongs_to_the_portal_of_entry_and_is_found_on_all(bruchsal, buehl):
    project = make_project(bruchsal)
    join(project, buehl)
    idea = make_idea(make_ideas_module(bruchsal, project=project), city=buehl)
    assert idea.city_id == buehl.pk
    assert found_in(bruchsal, idea)
    assert found_in(buehl, idea)
    with scope(city=[bruchsal, buehl]):
        projects.set_status(bruchsal, project, "archived", actor=None)
    assert not found_in(buehl, idea)


def test_similar_titles_are_named_nearest_first(bruchsal):
    module = make_ideas_module(bruchsal)
    near = make_idea(module, title="Mehr Bänke am Bach")
    make_idea(module, title="Zebrastreifen an der Schule")
    with scope(city=[bruchsal]):
        assert similar(module, "Bank und Bänke am Bach") == [near]
        assert similar(module, "und für die") == []


def test_a_deleted_account_leaves_idea_and_count(bruchsal):
    module, writer, fan = make_ideas_module(bruchsal), member(), member()
    idea = make_idea(module, writer)
    with scope(city=[bruchsal]):
        actions.set_support(module, idea, Person(fan), True)
        assert personal_data.export(writer)["ideen"][0]["uuid"] == idea.uuid
        assert len(personal_data.export(fan)["unterstuetzte_ideen"]) == 1
        personal_data.erase(fan)
        assert not Support.objects.filter(user=fan).exists()
        assert Support.objects.filter(idea=idea).count() == fresh(idea).support_count == 1


def test_half_a_point_is_no_point(bruchsal):
    idea = make_idea(make_ideas_module(bruchsal))
    with scopes_disabled(), pytest.raises(IntegrityError), transaction.atomic():
        Idea.objects.filter(pk=idea.pk).update(latitude=49.0)


@pytest.mark.parametrize("how", ["hidden", "withdrawn"])
def test_followers_hear_no_more_of_an_idea_that_is_gone(bruchsal, how):
    module, author = make_ideas_module(bruchsal), member()
    with scope(city=[bruchsal]):
        idea = actions.submit_idea(bruchsal, module, Person(author), title="Bald weg", text="Text", trusted=True)
        assert Change.objects.filter(title="Bald weg").count() == 1
        if how == "hidden":
            actions.hide_idea(bruchsal, idea, reason="hate", actor=None)
        else:
            actions.delete_idea(idea, Person(author))
        assert not Change.objects.filter(title="Bald weg").exists()
