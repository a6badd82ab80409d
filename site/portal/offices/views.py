"""Admin views of offices: Wagtail's own screens, saving through our actions."""

from __future__ import annotations

from typing import Any

from wagtail.admin.views import generic

from . import actions


class OfficeSave:
    """Saving goes through `actions.save_office`; the form's rows (hours) are stored inside its transaction."""

    form: Any
    request: Any

    def save_instance(self) -> Any:
        return actions.save_office(
            self.form.cleaned_data["city"], self.form.instance, actor=self.request.user, store=self.form.save
        )


class OfficeCreateView(OfficeSave, generic.CreateView):
    pass


class OfficeEditView(OfficeSave, generic.EditView):
    pass


class OfficeDeleteView(generic.DeleteView):
    def delete_action(self) -> None:
        actions.delete_office(self.object.city, self.object, actor=self.request.user)


class ExceptionSave:
    form: Any
    request: Any

    def save_instance(self) -> Any:
        return actions.save_exception(self.form.cleaned_data["city"], self.form.instance, actor=self.request.user)


class ExceptionCreateView(ExceptionSave, generic.CreateView):
    pass


class ExceptionEditView(ExceptionSave, generic.EditView):
    pass


class ExceptionDeleteView(generic.DeleteView):
    def delete_action(self) -> None:
        actions.delete_exception(self.object.city, self.object, actor=self.request.user)
