"""Admin screens of reported barriers: read, set the state, answer once by mail."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.views import generic

from . import actions


class BarrierReportForm(WagtailAdminModelForm):
    """State and answer; what was reported stays as it came."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sent = self.instance.answer
        if self.sent:
            self.fields["answer"].disabled = True
        elif not self.instance.email:
            self.fields["answer"].help_text = _(
                "Es wurde keine Adresse angegeben: Ihre Antwort bleibt als Vermerk hier."
            )
        else:
            self.fields["answer"].help_text = _(
                "Geht einmal per E-Mail hinaus und lässt sich danach nicht mehr ändern."
            )

    def _get_validation_exclusions(self) -> set[str]:
        return {*super()._get_validation_exclusions(), "answered_at"}  # the action dates the answer

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if self.sent and data.get("answer", self.sent) != self.sent:
            raise ValidationError(_("Diese Antwort ist schon verschickt und lässt sich nicht mehr ändern."))
        return data


class BarrierEditView(generic.EditView):
    def save_instance(self) -> Any:
        data = self.form.cleaned_data
        return actions.handle_barrier(
            self.form.instance.city,
            self.form.instance,
            status=data["status"],
            answer=data.get("answer", ""),
            actor=self.request.user,
        )


class BarrierDeleteView(generic.DeleteView):
    def delete_action(self) -> None:
        actions.delete_barrier(self.object.city, self.object, actor=self.request.user)
