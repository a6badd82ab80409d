"""The form „Barriere melden“: what visitors fill in, and what the page shows around it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.cities import anonymous_forms, hosts

FORM = "barriere"
MAX_PREFILL = 500


class BarrierForm(forms.Form):
    """Three questions; only the first must be answered."""

    what = forms.CharField(
        label=_("Was hindert Sie?"), max_length=4000, min_length=5, widget=forms.Textarea(attrs={"rows": 6, "maxlength": 4000}),
        help_text=_("Zum Beispiel: Das Formular lässt sich mit der Tastatur nicht absenden. Ein bis zwei Sätze genügen."),
        error_messages={"required": _("Bitte beschreiben Sie, was Sie hindert."), "min_length": _("Bitte beschreiben Sie es mit ein paar Worten.")},
    )  # fmt: skip
    where = forms.CharField(
        label=_("Wo ist das?"), max_length=500, required=False,
        help_text=_("Adresse der Seite oder Ort in der Stadt."),
    )  # fmt: skip
    email = forms.EmailField(
        label=_("E-Mail für unsere Antwort"), required=False, max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("Nur, wenn Sie eine Antwort möchten. Wir löschen sie mit der Meldung nach zwölf Monaten."),
        error_messages={"invalid": _("Diese E-Mail-Adresse ist unvollständig, zum Beispiel name@anbieter.de.")},
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name in ("what", "where"):
            if "\x00" in str(data.get(name, "")):
                self.add_error(name, _("Dieser Text enthält unlesbare Zeichen."))
        return data


def prefill(request: HttpRequest) -> str:
    """The page a visitor comes from: `?seite=/aktuelles/`, kept only when it is an address of this portal."""
    value = request.GET.get("seite", "")[:MAX_PREFILL]
    parts = urlsplit(value) if value.isprintable() else urlsplit("")
    if not value.startswith("/") or value.startswith("//") or parts.netloc:
        return ""
    return value


def form_context(request: HttpRequest, form: BarrierForm | None = None, refusal: str = "") -> dict[str, Any]:
    form = form or BarrierForm(initial={"where": _where(request)}, auto_id="barriere-%s")
    return {"form": form, "anonymous": anonymous_forms.context(request, FORM), "refusal": refusal}


def _where(request: HttpRequest) -> str:
    path = prefill(request)
    city = getattr(request, "city", None)
    return hosts.absolute(city.site.hostname, path) if path and city and city.site else ""
