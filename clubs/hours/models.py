"""Hours of voluntary work, the certificates made of them, and each city's rule for its volunteer card."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import scopes_disabled

from clubs.volunteering.models import Offer
from portal.cities.models import CityOwned

if TYPE_CHECKING:
    from portal.cities.models import City

DAY_MINUTES = 24 * 60
WHAT_MAX = 160
NAME_MAX = 80


class HourEntry(CityOwned):
    """Minutes that a person worked on one day. `city`: where the work was. `name`: what the club saw and confirms.

    Without a person (`volunteer` None: account deleted, time to forget) only what statistics need is left.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("noch nicht bestätigt")
        CONFIRMED = "confirmed", _("bestätigt")
        REFUSED = "refused", _("abgelehnt")

    class DecidedBy(models.TextChoices):
        NOBODY = "", _("niemand")
        ATTENDANCE = "attendance", _("Anwesenheitsliste")
        LINK = "link", _("E-Mail an den Verein")
        CLUB = "club", _("Verein")
        CITY = "city", _("Stadt")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    volunteer = models.ForeignKey(
        "volunteering.Volunteer", models.SET_NULL, null=True, blank=True, related_name="hours", verbose_name=_("Person")
    )
    club = models.ForeignKey("directory.Club", models.SET_NULL, null=True, blank=True, related_name="hours")
    provider = models.CharField(_("Für wen"), max_length=120)  # the club's name at that time
    sign_up = models.ForeignKey("volunteering.SignUp", models.SET_NULL, null=True, blank=True, related_name="hours")
    name = models.CharField(_("Name"), max_length=NAME_MAX, blank=True)
    date = models.DateField(_("Datum"))
    minutes = models.PositiveSmallIntegerField(_("Minuten"))
    what = models.CharField(_("Was haben Sie getan?"), max_length=WHAT_MAX, blank=True)
    expenses = models.CharField(
        _("Aufwandsentschädigung"), max_length=10, choices=Offer.Expenses.choices, default=Offer.Expenses.NONE
    )
    state = models.CharField(_("Stand"), max_length=9, choices=State.choices, default=State.ASKED)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=10, choices=DecidedBy.choices, blank=True, default="")
    created_at = models.DateTimeField(default=timezone.now)
    asked_again_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("Engagementstunden")
        verbose_name_plural = _("Engagementstunden")
        ordering: ClassVar = ["-date", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(minutes__range=(1, DAY_MINUTES)), name="hours_minutes"),
            models.CheckConstraint(condition=~Q(provider=""), name="hours_have_provider"),
            models.CheckConstraint(
                condition=Q(state="asked", decided_at__isnull=True, decided_by="")
                | Q(state__in=["confirmed", "refused"], decided_at__isnull=False),
                name="hours_decided",
            ),
            models.CheckConstraint(
                condition=Q(volunteer__isnull=False) | Q(name="", what=""), name="hours_without_person_forget"
            ),
            models.UniqueConstraint(fields=["sign_up"], name="hours_once_per_sign_up"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["volunteer", "date"], name="hours_of_person"),
            models.Index(fields=["club", "id"], condition=Q(state="asked"), name="hours_waiting_club"),
            models.Index(fields=["city", "id"], condition=Q(state="asked"), name="hours_waiting_city"),
        ]

    def __str__(self) -> str:
        return str(self.uuid)

    @staticmethod
    def in_region() -> models.QuerySet[HourEntry]:
        """Of every city, on purpose: a person's log, and a club's confirmations, do not stop at a city's border."""
        with scopes_disabled():
            return HourEntry.objects.all()


class Certificate(CityOwned):
    """What was certified, to the letter: the same snapshot gives the same file. `city`: the portal that issued it.

    Forgotten (`volunteer` None): the snapshot is empty; number and revocation stay, so that a paper that was revoked
    never becomes valid again.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    volunteer = models.ForeignKey(
        "volunteering.Volunteer", models.SET_NULL, null=True, blank=True, related_name="certificates"
    )
    starts_on = models.DateField(_("von"))
    ends_on = models.DateField(_("bis"))
    snapshot = models.JSONField(default=dict, blank=True)
    signature = models.CharField(max_length=400)  # the signed payload of the QR code
    issued_at = models.DateTimeField(default=timezone.now)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("Nachweis")
        verbose_name_plural = _("Nachweise")
        ordering: ClassVar = ["-issued_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(starts_on__lte=models.F("ends_on")), name="certificate_period"),
            models.CheckConstraint(
                condition=Q(volunteer__isnull=False) | Q(snapshot={}), name="certificate_without_person_forgets"
            ),
        ]

    def __str__(self) -> str:
        return str(self.uuid)

    @staticmethod
    def in_region() -> models.QuerySet[Certificate]:
        """Of every portal, on purpose: papers are shown and checked everywhere."""
        with scopes_disabled():
            return Certificate.objects.all()


class CardRule(CityOwned):
    """When a city gives its volunteer card. Cities differ, so this is theirs; see `eligibility`."""

    class Per(models.TextChoices):
        YEAR = "year", _("im Jahr")
        WEEK = "week", _("in der Woche, im Durchschnitt")

    is_open = models.BooleanField(_("Diese Stadt vergibt eine Ehrenamtskarte"), default=True)
    hours = models.PositiveSmallIntegerField(_("Stunden"), default=250)
    per = models.CharField(_("gezählt"), max_length=4, choices=Per.choices, default=Per.YEAR)
    months = models.PositiveSmallIntegerField(_("So viele Monate ohne Unterbrechung"), default=24)
    only_city = models.BooleanField(_("Nur Stunden in dieser Stadt zählen"), default=False)
    min_age = models.PositiveSmallIntegerField(_("Mindestalter"), default=16)
    no_flat_rate = models.BooleanField(_("Stunden mit Pauschale oder Vergütung zählen nicht"), default=True)
    link = models.URLField(_("Wo man die Karte beantragt"), max_length=200, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("Regel für die Ehrenamtskarte")
        verbose_name_plural = _("Regeln für die Ehrenamtskarte")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["city"], name="card_rule_once"),
            models.CheckConstraint(condition=Q(hours__range=(1, 2000)), name="card_hours"),
            models.CheckConstraint(condition=Q(months__range=(1, 60)), name="card_months"),
            models.CheckConstraint(condition=Q(min_age__lte=99), name="card_age"),
        ]

    def __str__(self) -> str:
        return str(self.city_id)

    @staticmethod
    def of(city: City) -> CardRule | None:
        with scopes_disabled():
            return CardRule.objects.filter(city=city, is_open=True).first()

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.link = self.link.strip()
        super().save(*args, **kwargs)
