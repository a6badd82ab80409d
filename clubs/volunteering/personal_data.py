"""What offers and sign-ups know about a person (contract: portal.accounts.personal_data)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django_scopes import scopes_disabled

from portal.kit.mailbox import mailbox_of

from .actions import people, places
from .background import BackgroundCheck
from .models import ACTIVE, Ask, Offer, RequestAsk, SavedSearch, SignUp, Volunteer

if TYPE_CHECKING:
    from portal.accounts.models import User


def export(user: User) -> dict[str, Any]:
    rows = SignUp.objects.filter(volunteer__user=user).select_related("shift__offer__city", "shift__offer__club")
    requests = Offer.objects.filter(volunteer__user=user).select_related("city")
    checks = BackgroundCheck.objects.filter(volunteer__user=user).select_related("club", "city")
    return {
        "fuehrungszeugnisse": [
            {"bei": row.club.name if row.club else row.city.name, "gesehen": row.seen_on, "gueltig_bis": row.valid_until}
            for row in checks.order_by("seen_on", "pk")
        ],
        "anmeldungen": [
            {
                "uuid": row.uuid, "stadt": row.shift.offer.city.name, "angebot": row.shift.offer.title,
                "von": row.shift.offer.provider_name, "beginn": row.shift.starts_at, "ende": row.shift.ends_at,
                "name": row.name, "personen": row.places, "andere": row.others, "alter": row.age, "notiz": row.note,
                "stand": row.get_state_display(), "einverstaendnis": row.guardian_agreed_at,
                "war_da": row.attended, "angemeldet": row.created_at, "geaendert": row.changed_at,
            }
            for row in rows.order_by("shift__starts_at")
        ],
        "gesuche": [
            {
                "uuid": row.uuid, "stadt": row.city.name, "titel": row.title, "text": row.text, "zeit": row.when_note,
                "stand": row.get_status_display(), "geschrieben": row.created_at,
            }
            for row in requests.order_by("created_at")
        ],
        "suchen": [
            {
                "uuid": row.uuid, "stadt": row.city.name, "suche": row.query, "wie_oft": row.get_rhythm_display(),
                "gespeichert": row.created_at, "bis": row.expires_at,
            }
            for row in SavedSearch.in_region().filter(user=user).select_related("city")
        ],
    }  # fmt: skip


def erase(user: User) -> None:
    """What is ahead is cancelled (the next in line is asked), what is over keeps only that somebody was there."""
    mailbox = mailbox_of(user.email)
    with scopes_disabled():
        for person in Volunteer.in_region().select_for_update(of=("self",)).filter(user=user):
            active = SignUp.objects.filter(volunteer=person, state__in=ACTIVE).order_by("shift_id")
            for row in active:
                places.cancel(row, by="erasure", actor=user)
            people.anonymise(Q(volunteer=person))
            person.delete()  # its requests, too
        Ask.objects.filter(mailbox=mailbox).delete()
        RequestAsk.objects.filter(mailbox=mailbox).delete()
        SavedSearch.objects.filter(Q(user=user) | Q(user__isnull=True, mailbox=mailbox)).delete()
