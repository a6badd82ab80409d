"""What happens elsewhere and concerns hours: somebody was there, a person is deleted, a club moves to another city."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models.signals import pre_delete
from django.dispatch import receiver

from clubs.directory.models import Club
from clubs.directory.signals import club_moved
from clubs.volunteering.models import SignUp, Volunteer
from clubs.volunteering.signals import attended

from .actions import entries, people

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.cities.models import City


@receiver(attended, dispatch_uid="hours.attended")
def on_attended(sender: Any, sign_up: SignUp, came: bool, actor: User | None = None, **_: Any) -> None:
    """The desk's list of who came is a confirmation by itself; taken back, the hours go with it."""
    if came:
        entries.from_attendance(sign_up, actor=actor)
    else:
        entries.attendance_gone(sign_up, actor=actor)


@receiver(pre_delete, sender=Volunteer, dispatch_uid="hours.volunteer")
def on_volunteer_deleted(sender: Any, instance: Volunteer, **_: Any) -> None:
    people.forget_person([instance.pk])


@receiver(club_moved, dispatch_uid="hours.club_moved")
def on_club_moved(sender: Any, club: Club, old: City, new: City, **_: Any) -> None:
    entries.move_club(club, old, new)
