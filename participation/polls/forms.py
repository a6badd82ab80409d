"""Forms of a survey: the sheet that people fill in, and the desk's editor."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.html import conditional_escape, format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participation.guests.forms import GuestFields

from .models import (
    CHOICE_MAX,
    HELP_MAX,
    MAX_CHOICES,
    OTHER_MAX,
    QUESTION_MAX,
    STEPS,
    TEXT_MAX,
    Choice,
    Question,
)
from .showing import AFTER, NEVER, PHASE
from .walk import Answers, Settled, by_uuid, condition_words, listed, settle, step_label


class SettingsForm(forms.Form):
    """`Module.settings` of a survey."""

    anonymous = forms.BooleanField(
        label=gettext_lazy("Anonym"),
        required=False,
        help_text=gettext_lazy("Wer geantwortet hat und was geantwortet wurde, wird getrennt gespeichert."),
    )
    results = forms.ChoiceField(
        label=gettext_lazy("Ergebnisse zeigen"),
        choices=[
            (AFTER, gettext_lazy("wenn man geantwortet hat, und allen nach dem Ende")),
            (PHASE, gettext_lazy("allen nach dem Ende")),
            (NEVER, gettext_lazy("nie")),
        ],
    )


# --- The sheet ----------------------------------------------------------------------------------


class Raw:
    """A field that passes on what was sent: `walk.settle` is the one judge of answers."""

    def clean(self, value: Any) -> Any:
        return value


class RawChoice(Raw, forms.ChoiceField):
    pass


class RawMultiple(Raw, forms.MultipleChoiceField):
    pass


class RawText(Raw, forms.CharField):
    pass


class SheetForm(forms.Form):
    """The questions given, as fields. `cleaned_data["answers"]`: question uuid → clean value, {} where left empty.

    `questions`: all of the survey; `shown`: those on this page. `stored`: answers so far. Names: "f" + uuid of the
    question (hex), for a rank "f…_" + uuid of the choice, for „Sonstiges“ "f…_o".
    """

    use_required_attribute = False

    def __init__(
        self,
        data: Any = None,
        *,
        questions: list[Question],
        shown: list[Question] | None = None,
        stored: Mapping[str, Any] | None = None,
        complete: bool = True,
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("auto_id", "id_%s")
        super().__init__(data, **kwargs)
        self.questions, self.stored, self.complete = questions, dict(stored or {}), complete
        self.shown = questions if shown is None else shown
        self.settled = Settled()
        for question in self.shown:
            self._add(question, self.stored.get(str(question.uuid), {}))

    def _add(self, question: Question, value: Mapping[str, Any]) -> None:
        name, kind = field_name(question), question.kind
        common: dict[str, Any] = {"label": question.text, "required": question.required, "help_text": hint(question)}
        if kind == Question.Kind.RANKING:
            places = [("", "–"), *((str(n), _("Platz %(n)s") % {"n": n}) for n in range(1, len(listed(question)) + 1))]
            for choice in listed(question):
                self.fields[f"{name}_{choice.uuid.hex}"] = RawChoice(
                    label=choice.text, choices=places, initial=str(value.get("ranks", {}).get(str(choice.uuid), "")),
                    widget=forms.Select(attrs={"class": "w-s"}),
                )  # fmt: skip
            return
        if kind == Question.Kind.TEXT:
            area = forms.Textarea(attrs={"rows": 4, "maxlength": TEXT_MAX, "data-count": TEXT_MAX})
            self.fields[name] = RawText(**common, widget=area, strip=False, initial=value.get("text", ""))
            return
        if kind == Question.Kind.SCALE:
            steps = [(str(n), step_label(question, n)) for n in range(1, question.steps + 1)]
            self.fields[name] = RawChoice(
                **common, choices=steps, widget=forms.RadioSelect, initial=str(value.get("number", ""))
            )
            return
        options = [(str(c.uuid), c.text) for c in listed(question)]
        taken = value.get("choices", [])
        if kind == Question.Kind.SINGLE:
            self.fields[name] = RawChoice(
                **common, choices=options, widget=forms.RadioSelect, initial=taken[0] if taken else ""
            )
        else:
            self.fields[name] = RawMultiple(
                **common, choices=options, widget=forms.CheckboxSelectMultiple, initial=taken
            )
        other = next((c for c in listed(question) if c.other), None)
        if other is not None:
            self.fields[f"{name}_o"] = RawText(
                label=_("%(choice)s, und zwar") % {"choice": other.text}, required=False, strip=False,
                initial=value.get("other", ""), widget=forms.TextInput(attrs={"maxlength": OTHER_MAX}),
            )  # fmt: skip

    def given(self) -> Answers:
        """What was sent for the questions shown, unchecked."""
        return {str(q.uuid): self._value(q) for q in self.shown}

    def _value(self, question: Question) -> dict[str, Any]:
        name, data = field_name(question), self.cleaned_data
        if question.kind == Question.Kind.RANKING:
            return {"ranks": {str(c.uuid): data.get(f"{name}_{c.uuid.hex}") for c in listed(question)}}
        if question.kind == Question.Kind.TEXT:
            return {"text": data.get(name)}
        if question.kind == Question.Kind.SCALE:
            return {"number": data.get(name)}
        raw = data.get(name) or []
        found: dict[str, Any] = {"choices": [raw] if isinstance(raw, str) else list(raw)}
        if f"{name}_o" in self.fields:
            found["other"] = data.get(f"{name}_o")
        return found

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        given = self.given()
        self.settled = settle(self.questions, {**self.stored, **given}, complete=self.complete)
        known = by_uuid(self.shown)
        for key, message in self.settled.errors.items():
            if key in known:
                self.add_error(first_field(known[key]), message)
        if not self.errors:
            data["answers"] = {key: self.settled.kept.get(key, {}) for key in given}
        return data

    def groups(self, numbers: Mapping[int, int] | None = None) -> list[dict[str, Any]]:
        """For the template: one entry per question shown, with its fields."""
        by_pk = {q.pk: q for q in self.questions}
        at = numbers or {q.pk: n for n, q in enumerate(self.questions, 1)}
        found = []
        for question in self.shown:
            name = field_name(question)
            names = [n for n in self.fields if n == name or n.startswith(f"{name}_")]
            steering = by_pk.get(question.condition_id or 0)
            found.append(
                {
                    "question": question,
                    "number": at.get(question.pk),
                    "name": name,
                    "fields": [self[n] for n in names],
                    "errors": self.errors.get(names[0], []) if self.is_bound and names else [],
                    "hint": hint(question),
                    "condition": condition_words(question, by_pk, at) if steering in self.shown else "",
                    "if_name": field_name(steering) if steering in self.shown else "",  # type: ignore[arg-type]
                    "if_values": " ".join(question.condition_choices),
                }
            )
        return found


class QuickGuestForm(SheetForm, GuestFields):
    """A quick poll for people without account: the address stands below the question."""

    def __init__(self, data: Any = None, *, guest: bool = True, **kwargs: Any) -> None:
        for question in kwargs["questions"]:
            question.required = True  # the one question: without an answer there is nothing to send (never saved)
        super().__init__(data, **kwargs)
        # the metaclass collected the address first: put it last, or take it away
        email = self.fields.pop("email")
        if guest:
            self.fields["email"] = email


def field_name(question: Question) -> str:
    return f"f{question.uuid.hex}"


def first_field(question: Question) -> str:
    name = field_name(question)
    return f"{name}_{listed(question)[0].uuid.hex}" if question.kind == Question.Kind.RANKING else name


def hint(question: Question) -> str:
    """Escaped: components/field_hint.html prints hints as they are."""
    parts = [conditional_escape(question.help_text)] if question.help_text else []
    if question.kind == Question.Kind.MULTIPLE:
        limit = question.max_choices
        parts.append(
            _("Mehrere Antworten sind möglich.")
            if not limit
            else _("Höchstens %(n)s Antworten.") % {"n": limit}
        )  # fmt: skip
    if question.kind == Question.Kind.RANKING:
        parts.append(_("Geben Sie jeder Antwort einen Platz; 1 ist Ihnen am wichtigsten. Jeden Platz nur einmal."))
    return format_html(" ".join(["{}"] * len(parts)), *parts) if parts else ""


# --- The desk -----------------------------------------------------------------------------------

AREA = forms.Textarea(attrs={"rows": 2})


class QuestionForm(forms.Form):
    """A question before the first response. Choices are lines; what depends on the kind is checked by the action."""

    text = forms.CharField(label=gettext_lazy("Frage"), max_length=QUESTION_MAX)
    kind = forms.ChoiceField(
        label=gettext_lazy("Art der Antwort"), choices=Question.Kind.choices, widget=forms.RadioSelect
    )
    choices = forms.CharField(
        label=gettext_lazy("Antworten"),
        required=False,
        max_length=(CHOICE_MAX + 2) * MAX_CHOICES * 2,
        help_text=gettext_lazy("Eine je Zeile. Für eine Antwort, mehrere Antworten und Rangfolge."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    other = forms.CharField(
        label=gettext_lazy("Eigene Antwort"),
        required=False,
        max_length=CHOICE_MAX,
        help_text=gettext_lazy("Zum Beispiel „Sonstiges“: Dann gibt es am Ende ein Feld für eigene Worte."),
    )
    required = forms.BooleanField(label=gettext_lazy("Pflichtfrage"), required=False)
    help_text = forms.CharField(label=gettext_lazy("Hinweis"), required=False, max_length=HELP_MAX)
    easy_text = forms.CharField(
        label=gettext_lazy("Frage in Leichter Sprache"), required=False, max_length=HELP_MAX, widget=AREA
    )
    max_choices = forms.IntegerField(
        label=gettext_lazy("Höchstens so viele Antworten"),
        required=False,
        min_value=1,
        max_value=MAX_CHOICES,
        help_text=gettext_lazy("Nur bei mehreren Antworten. Leer: beliebig viele."),
    )
    steps = forms.IntegerField(
        label=gettext_lazy("Stufen der Skala"), required=False, min_value=STEPS[0], max_value=STEPS[1], initial=5
    )
    low_label = forms.CharField(label=gettext_lazy("Die kleinste Stufe heißt"), required=False, max_length=40)
    high_label = forms.CharField(label=gettext_lazy("Die größte Stufe heißt"), required=False, max_length=40)
    condition_choices = forms.MultipleChoiceField(
        label=gettext_lazy("Nur fragen, wenn zuvor geantwortet wurde"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Antworten einer einzigen früheren Frage. Nichts gewählt: Alle bekommen die Frage."),
    )

    use_required_attribute = False

    def __init__(self, *args: Any, earlier: list[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owner = {str(c.uuid): q for q in earlier if q.can_steer for c in listed(q)}
        field: Any = self.fields["condition_choices"]
        field.choices = [
            (str(c.uuid), f"{q.position + 1}. {q.text} → {c.text}") for q in earlier if q.can_steer for c in listed(q)
        ]
        if not field.choices:
            del self.fields["condition_choices"]

    def clean_condition_choices(self) -> list[str]:
        taken = self.cleaned_data["condition_choices"]
        if len({self.owner[key].pk for key in taken}) > 1:
            raise forms.ValidationError(_("Bitte nur Antworten einer einzigen Frage wählen."))
        return taken

    def values(self) -> dict[str, Any]:
        """Keyword arguments of `editing.add_question` and `change_question`."""
        data = dict(self.cleaned_data)
        taken = data.pop("condition_choices", [])
        data["condition"] = self.owner[taken[0]] if taken else None
        data["condition_choices"] = taken
        data["choices"] = data["choices"].splitlines()
        data["steps"] = data["steps"] or 5
        return data

    @staticmethod
    def initial_of(question: Question) -> dict[str, Any]:
        rows: list[Choice] = listed(question)
        names = "text kind required help_text easy_text max_choices steps low_label high_label condition_choices"
        return {
            **{name: getattr(question, name) for name in names.split()},
            "choices": "\n".join(c.text for c in rows if not c.other),
            "other": next((c.text for c in rows if c.other), ""),
        }


class WordingForm(forms.Form):
    """A question after the first response: only its words."""

    text = forms.CharField(label=gettext_lazy("Frage"), max_length=QUESTION_MAX)
    help_text = forms.CharField(label=gettext_lazy("Hinweis"), required=False, max_length=HELP_MAX)
    easy_text = forms.CharField(
        label=gettext_lazy("Frage in Leichter Sprache"), required=False, max_length=HELP_MAX, widget=AREA
    )
    use_required_attribute = False

    def __init__(self, *args: Any, question: Question, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("text", "help_text", "easy_text"):
            self.fields[name].initial = getattr(question, name)
        if question.kind == Question.Kind.SCALE:
            for name, label in (
                ("low_label", _("Die kleinste Stufe heißt")),
                ("high_label", _("Die größte Stufe heißt")),
            ):
                self.fields[name] = forms.CharField(
                    label=label, required=False, max_length=40, initial=getattr(question, name)
                )
        self.choice_names = {f"c{c.uuid.hex}": str(c.uuid) for c in listed(question)}
        for number, choice in enumerate(listed(question), 1):
            self.fields[f"c{choice.uuid.hex}"] = forms.CharField(
                label=_("Antwort %(n)s") % {"n": number}, max_length=CHOICE_MAX, initial=choice.text
            )

    def values(self) -> dict[str, Any]:
        """Keyword arguments of `editing.correct_question`."""
        data = dict(self.cleaned_data)
        choices = {key: data.pop(name) for name, key in self.choice_names.items()}
        return {**data, "choices": choices}


class ResumeForm(forms.Form):
    email = forms.EmailField(
        label=gettext_lazy("E-Mail-Adresse"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": gettext_lazy("Bitte geben Sie eine E-Mail-Adresse an."),
            "invalid": gettext_lazy("Diese E-Mail-Adresse ist unvollständig, zum Beispiel name@anbieter.de."),
        },
        help_text=gettext_lazy("Nur für diese eine E-Mail; wir speichern die Adresse nicht."),
    )
    use_required_attribute = False


class CheckForm(GuestFields):
    """Submit: people without account add an address."""

    use_required_attribute = False
