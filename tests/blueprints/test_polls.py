"""The questions of a survey travel with a blueprint."""

import datetime as dt

import pytest
from django_scopes import scope, scopes_disabled

from participation.blueprints import actions, catalogue, files
from participation.polls.blueprints import load
from participation.polls.editing import add_question
from participation.polls.models import questions_of
from participation.projects import actions as projects
from portal.kit.refused import Refused


@pytest.fixture
def row(bruchsal):
    with scope(city=[bruchsal]):
        project = projects.create_project(bruchsal, "Umfrage", actor=None)
        module = projects.add_module(bruchsal, project, "poll", "Fragen", actor=None)
        add_question(
            bruchsal,
            module,
            actor=None,
            choices=["Ja", "Nein"],
            other="Anderes",
            kind="single",
            text="Wohnen Sie hier?",
        )
        first = questions_of(module.pk)[0]
        add_question(
            bruchsal, module, actor=None, choices=[], kind="scale", text="Wie gern?", steps=7, low_label="ungern",
            high_label="gern", condition=first, condition_choices=[str(first.choice_list[0].uuid)],
        )  # fmt: skip
        return actions.save_as_blueprint(bruchsal, project, "Fragebogen", actor=None)


def test_questions_travel(bruchsal, buehl, row):
    package = files.load(files.dump(row))
    with scope(city=[buehl]):
        actions.import_package(buehl, package, actor=None)
        begun = actions.start_from(buehl, catalogue.find(buehl, row.uuid), "Neu", dt.date(2027, 1, 1), actor=None)
        assert begun.left_out == []
        first, second = questions_of(begun.project.modules.get().pk)
        assert [(c.text, c.other) for c in first.choice_list] == [("Ja", False), ("Nein", False), ("Anderes", True)]
        assert (second.kind, second.steps, second.low_label, second.condition_id) == ("scale", 7, "ungern", first.pk)
        assert second.condition_choices == [str(first.choice_list[0].uuid)]
        assert actions.data_of(begun.project) == row.data


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "evil"}, {"text": 5}, {"choices": "ab"}, {"choices": [1, 2]}, {"condition": 9}, {"steps": -1},
        {"kind": "scale", "choices": [], "other": "", "steps": 99}, {"required": "x"}, {"extra": 1}, {"choices": []}, {"text": ""}, {"condition_choices": [{}]},
    ],
)  # fmt: skip
def test_hostile_questions_leave_the_survey_empty(bruchsal, row, change):
    bad = [{**row.data["modules"][0]["content"][0], **change}]
    with scope(city=[bruchsal]):
        row.data["modules"][0]["content"] = bad
        begun = actions.start_from(bruchsal, catalogue.find(bruchsal, row.uuid), "Alt", dt.date(2027, 1, 1), actor=None)
        assert begun.left_out == []
        row.save()
        begun = actions.start_from(bruchsal, catalogue.find(bruchsal, row.uuid), "Neu", dt.date(2027, 1, 1), actor=None)
        assert begun.left_out == ["Inhalt von „Fragen“"]
        assert questions_of(begun.project.modules.get().pk) == []
    with scopes_disabled(), pytest.raises(Refused):
        load(begun.project.modules.get(), {"not": "a list"})
