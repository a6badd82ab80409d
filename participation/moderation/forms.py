"""Forms of moderation: report, decide, appeal, pause."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from .actions import PAUSE_DAYS
from .models import STATEMENT_MAX, Case, Reason
from .registry import adapters

MIN_SECONDS = 2
SALT = "moderation.report"
REASONS = [("", _("Bitte wählen")), *list(Reason.choices)]


def _area(rows: int = 4) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "maxlength": STATEMENT_MAX})


class ReportForm(forms.Form):
    """Notice (DSA Art. 16). `zeit`: signed moment of rendering, so that a script is slower than a person."""

    reason = forms.ChoiceField(
        label=_("Was stimmt nicht?"),
        choices=Reason.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Bitte wählen Sie einen Grund."),
            "invalid_choice": _("Bitte wählen Sie einen Grund aus der Liste."),
        },
    )
    text = forms.CharField(
        label=_("Was sollen wir wissen?"),
        required=False,
        max_length=STATEMENT_MAX,
        widget=_area(),
        help_text=_(
            "Zum Beispiel, welche Stelle Sie meinen. Die Autorin oder der Autor erfährt nicht, wer gemeldet hat."
        ),
    )
    website = forms.CharField(
        label=_("Dieses Feld bitte leer lassen"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    zeit = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.fields["zeit"].initial = signing.TimestampSigner(salt=SALT).sign("x")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("website"):
            raise forms.ValidationError(
                _("Ein verstecktes Feld war ausgefüllt. Bitte lassen Sie es leer und senden Sie noch einmal.")
            )
        signer = signing.TimestampSigner(salt=SALT)
        try:
            signer.unsign(data.get("zeit") or "", max_age=24 * 3600)
        except signing.BadSignature:
            renewed: Any = self.data.copy()
            renewed["zeit"] = signer.sign("x")
            self.data = renewed
            raise forms.ValidationError(
                _("Das Formular war zu lange offen. Bitte senden Sie es noch einmal.")
            ) from None
        try:
            signer.unsign(data["zeit"], max_age=MIN_SECONDS)
        except signing.SignatureExpired:
            return data
        raise forms.ValidationError(_("Das ging sehr schnell. Bitte senden Sie die Meldung noch einmal."))


class DecisionForm(forms.Form):
    """Keep, or hide with reason and statement: the statement is what the author reads (DSA Art. 17)."""

    do = forms.ChoiceField(
        label=_("Entscheidung"),
        choices=[("keep", _("Belassen: der Beitrag hält die Regeln ein")), ("hide", _("Ausblenden mit Begründung"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Bitte entscheiden Sie.")},
    )
    reason = forms.ChoiceField(label=_("Grund"), choices=REASONS, required=False)
    statement = forms.CharField(
        label=_("Begründung"),
        required=False,
        max_length=STATEMENT_MAX,
        widget=_area(),
        help_text=_("Welche Stelle verstößt gegen welche Regel? Die Autorin oder der Autor bekommt diesen Text."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("do") == "hide":
            if not data.get("reason"):
                self.add_error("reason", _("Bitte wählen Sie einen Grund."))
            if not (data.get("statement") or "").strip() and "statement" not in self.errors:
                self.add_error("statement", _("Bitte begründen Sie die Entscheidung."))
        return data


class BulkHideForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Grund"), choices=REASONS, error_messages={"required": _("Bitte wählen Sie einen Grund.")}
    )
    statement = forms.CharField(
        label=_("Begründung"),
        max_length=STATEMENT_MAX,
        widget=_area(),
        help_text=_("Jede Autorin und jeder Autor bekommt diesen Text."),
        error_messages={"required": _("Bitte begründen Sie die Entscheidung.")},
    )


class OutcomeForm(forms.Form):
    """Outcome of an appeal (DSA Art. 20)."""

    do = forms.ChoiceField(
        label=_("Über den Widerspruch entscheiden"),
        choices=[
            ("restore", _("Stattgeben: der Beitrag ist wieder zu sehen")),
            ("uphold", _("Zurückweisen: er bleibt ausgeblendet")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Bitte entscheiden Sie.")},
    )
    statement = forms.CharField(
        label=_("Begründung"),
        max_length=STATEMENT_MAX,
        widget=_area(),
        error_messages={"required": _("Bitte begründen Sie die Entscheidung.")},
    )


class RestoreForm(forms.Form):
    statement = forms.CharField(
        label=_("Nachricht an die Autorin oder den Autor"), required=False, max_length=STATEMENT_MAX, widget=_area(3)
    )


class AppealForm(forms.Form):
    text = forms.CharField(
        label=_("Warum ist die Entscheidung falsch?"),
        max_length=STATEMENT_MAX,
        widget=_area(5),
        help_text=_(
            "Sie können einmal widersprechen. Wenn es geht, prüft eine andere Person als die, die entschieden hat."
        ),
        error_messages={"required": _("Bitte schreiben Sie, was an der Entscheidung nicht stimmt.")},
    )
    elsewhere = forms.BooleanField(
        label=_("Eine andere Stadt soll entscheiden"),
        required=False,
        help_text=_(
            "Dann liest die Moderation einer anderen Stadt Ihren Beitrag, die Begründung und Ihren Widerspruch. Sie "
            "erfährt nicht, wer Sie sind. Entscheidet sie in sieben Tagen nicht, entscheidet die eigene Stadt."
        ),
    )

    def __init__(self, *args: Any, can_go_elsewhere: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not can_go_elsewhere:
            del self.fields["elsewhere"]


class PauseForm(forms.Form):
    days = forms.TypedChoiceField(
        label=_("Dauer"),
        coerce=int,
        choices=[(n, _("1 Tag") if n == 1 else f"{n} " + str(_("Tage"))) for n in PAUSE_DAYS],
    )
    reason = forms.ChoiceField(
        label=_("Grund"), choices=REASONS, error_messages={"required": _("Bitte wählen Sie einen Grund.")}
    )
    statement = forms.CharField(
        label=_("Begründung"),
        max_length=STATEMENT_MAX,
        widget=_area(),
        help_text=_("Das Mitglied bekommt diesen Text und sieht ihn, solange die Pause dauert."),
        error_messages={"required": _("Bitte begründen Sie die Pause.")},
    )


class WordsForm(forms.Form):
    words = forms.CharField(
        label=_("Gesperrte Wörter"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_(
            "Ein Wort oder eine Wendung je Zeile. Ein Beitrag mit einem dieser Wörter wird nicht angenommen; wer schreibt, erfährt, welches Wort es ist."
        ),
    )


def kinds() -> list[tuple[str, Any]]:
    return [("", _("Alle Arten")), *((kind, adapter.label) for kind, adapter in adapters().items())]


class FilterForm(forms.Form):
    """The queue's filters, all in the address."""

    STATES = {
        "offen": Case.WAITING,
        "meldungen": (Case.Status.OPEN,),
        "widersprueche": (Case.Status.APPEALED,),
        "entschieden": tuple(s for s in Case.Status if s not in Case.WAITING),
    }
    grund = forms.ChoiceField(label=_("Grund"), required=False, choices=[("", _("Alle Gründe")), *Reason.choices])
    art = forms.ChoiceField(label=_("Art"), required=False, choices=kinds)
    q = forms.CharField(label=_("Suchen"), required=False, max_length=80)
