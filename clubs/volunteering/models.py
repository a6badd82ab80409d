"""Offers of help, their shifts, and who comes.

Capacity is held by the database (`guards`): triggers keep `Shift.taken` equal to the places of the sign-ups that hold
one, whoever writes them, and a CHECK refuses more than `capacity`. `actions.places` is the one way in."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager, scopes_disabled
from taggit.managers import TaggableManager
from taggit.models import ItemBase

from clubs.codes import codes_field
from portal.cities.models import CityOwned

if TYPE_CHECKING:
    from portal.cities.models import City

TITLE_MAX = 120
TEXT_MAX = 4000
MAX_PLACES = 500  # of one shift
MAX_GROUP = 20  # people of one sign-up
FRESH = dt.timedelta(days=120)  # a public offer that nobody confirmed for longer is hidden
ASK_LIFE = dt.timedelta(hours=48)
KEPT = dt.timedelta(days=365)  # a volunteer without account, after the last shift


CLUB_SHOWN = Q(club__isnull=True) | Q(club__status="published")  # of an offer


class OfferInterest(ItemBase):
    tag = models.ForeignKey("directory.Interest", models.CASCADE, related_name="offer_items")
    content_object = models.ForeignKey("Offer", models.CASCADE, related_name="interest_items")


class Volunteer(CityOwned):
    """One person with one confirmed mailbox, with or without an account. `city`: where it was first confirmed."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("Konto")
    )
    name = models.CharField(_("Name"), max_length=80, blank=True)
    email = models.EmailField(_("E-Mail"), max_length=254)
    mailbox = models.CharField(max_length=254, unique=True, editable=False)  # see portal.kit.mailbox
    created_at = models.DateTimeField(default=timezone.now)
    delete_after = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("Freiwillige Person")
        verbose_name_plural = _("Freiwillige")
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(mailbox=""), name="volunteer_has_mailbox")]

    def __str__(self) -> str:
        return str(self.uuid)

    @staticmethod
    def in_region() -> models.QuerySet[Volunteer]:
        """Of every city, on purpose: one person is one person on all portals."""
        with scopes_disabled():
            return Volunteer.objects.all()


class OfferQuerySet(models.QuerySet["Offer"]):
    def public(self, now: dt.datetime | None = None) -> OfferQuerySet:
        """Published, confirmed within 120 days, not over, and of a club that is public itself (or of none): nothing is
        written when a club fades, so confirmed again it brings its offers back."""
        now = now or timezone.now()
        return self.filter(CLUB_SHOWN, status=Offer.Status.PUBLISHED, confirmed_at__gt=now - FRESH).filter(
            Q(ends_at__isnull=True) | Q(ends_at__gt=now)
        )


class Offer(CityOwned):
    """Something to do for others, or (kind "request") somebody who wants to. `city` owns and approves it."""

    class Kind(models.TextChoices):
        SHIFTS = "shifts", _("an festen Terminen")
        REGULAR = "regular", _("regelmäßig")
        FLEXIBLE = "flexible", _("Zeit frei wählbar")
        REQUEST = "request", _("Gesuch: Ich möchte helfen")

    class Status(models.TextChoices):
        DRAFT = "draft", _("Entwurf")
        WAITING = "waiting", _("wartet auf Freigabe")
        PUBLISHED = "published", _("öffentlich")
        WITHDRAWN = "withdrawn", _("zurückgezogen")

    class Expenses(models.TextChoices):
        NONE = "none", _("keine")
        COSTS = "costs", _("Auslagen werden ersetzt")
        HONORARY = "honorary", _("Ehrenamtspauschale")  # § 3 Nr. 26a EStG
        TRAINER = "trainer", _("Übungsleiterpauschale")  # § 3 Nr. 26 EStG
        OTHER = "other", _("andere Vergütung")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(_("Kürzel in der Adresse"), max_length=80, unique=True)
    kind = models.CharField(_("Art"), max_length=10, choices=Kind.choices, default=Kind.SHIFTS)
    status = models.CharField(_("Zustand"), max_length=10, choices=Status.choices, default=Status.DRAFT)
    title = models.CharField(_("Titel"), max_length=TITLE_MAX)
    summary = models.CharField(_("In einem Satz"), max_length=240, blank=True)
    text = models.TextField(_("Beschreibung"), max_length=TEXT_MAX, blank=True)
    # Who asks: a club, or (without club) the city or an initiative by name; a request: the person
    club = models.ForeignKey(
        "directory.Club", models.CASCADE, null=True, blank=True, related_name="offers", verbose_name=_("Verein")
    )
    provider = models.CharField(_("Wer fragt?"), max_length=120, blank=True)
    volunteer = models.ForeignKey(Volunteer, models.CASCADE, null=True, blank=True, related_name="requests")
    contact_email = models.EmailField(_("E-Mail für Fragen"), blank=True)  # never shown: questions come by form
    in_region = models.BooleanField(_("In allen neun Städten zeigen"), default=True)
    is_urgent = models.BooleanField(_("Dringend"), default=False)
    # Where
    from_home = models.BooleanField(_("Von zu Hause aus möglich"), default=False)
    place = models.CharField(_("Ort"), max_length=160, blank=True)
    latitude = models.FloatField(_("Breite"), null=True, blank=True)
    longitude = models.FloatField(_("Länge"), null=True, blank=True)
    # When: kind "regular" by `pattern` ([{"day": 0–6, "from": "15:00", "to": "17:00"}]), others by shifts or words
    pattern = models.JSONField(_("Wochentage"), default=list, blank=True)
    when_note = models.CharField(_("Zeit in Worten"), max_length=160, blank=True)
    # Who may
    languages = codes_field(_("Sprachen"))
    access = codes_field(_("Barrierefreiheit"))
    skills = models.CharField(_("Was man können muss"), max_length=240, blank=True)
    min_age = models.PositiveSmallIntegerField(_("Mindestalter"), default=0)
    needs_consent = models.BooleanField(_("Unter 18 nur mit Einverständnis der Eltern"), default=False)
    needs_check = models.BooleanField(_("Erweitertes Führungszeugnis nötig"), default=False)
    max_group = models.PositiveSmallIntegerField(_("Höchstens so viele Personen je Anmeldung"), default=1)
    # What people get and bring
    expenses = models.CharField(
        _("Aufwandsentschädigung"), max_length=10, choices=Expenses.choices, default=Expenses.NONE
    )
    expenses_amount = models.DecimalField(_("Betrag in Euro"), max_digits=8, decimal_places=2, null=True, blank=True)
    is_insured = models.BooleanField(_("Versichert über den Träger"), default=False)
    insurance_note = models.CharField(_("Zur Versicherung"), max_length=240, blank=True)
    bring = models.CharField(_("Bitte mitbringen"), max_length=240, blank=True)
    interests = TaggableManager(through=OfferInterest, blank=True, verbose_name=_("Interessen"))
    ends_at = models.DateTimeField(null=True, blank=True)  # end of the last shift; None: open end
    confirmed_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True, blank=True, editable=False)  # for the first time
    withdrawn_reason = models.CharField(max_length=240, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(OfferQuerySet), city="city")

    class Meta:
        verbose_name = _("Angebot")
        verbose_name_plural = _("Angebote")
        ordering: ClassVar = ["-created_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(title=""), name="offer_has_title"),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__range=(47, 50), longitude__range=(7, 11)),
                name="offer_lies_here",
            ),
            models.CheckConstraint(condition=Q(max_group__range=(1, MAX_GROUP)), name="offer_group_size"),
            models.CheckConstraint(condition=Q(min_age__lte=99), name="offer_age"),
            models.CheckConstraint(
                condition=~Q(kind="request") | Q(volunteer__isnull=False), name="request_has_person"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["status", "confirmed_at"], name="offer_public")]

    def __str__(self) -> str:
        return self.title

    @property
    def provider_name(self) -> str:
        """Whose offer it is; needs `club` and `city` selected."""
        return self.club.name if self.club else self.provider or self.city.portal_name

    @property
    def is_public(self) -> bool:
        """The rule of `OfferQuerySet.public`; needs `club` selected."""
        now = timezone.now()
        return (
            self.status == self.Status.PUBLISHED
            and self.confirmed_at > now - FRESH
            and (self.ends_at is None or self.ends_at > now)
            and not self.club_hides
        )

    @property
    def club_hides(self) -> bool:
        """The club is not public (faded, hidden, waits): what it asks for is not, either."""
        return self.club is not None and not self.club.is_public

    @staticmethod
    def everywhere() -> OfferQuerySet:
        """Offers of all cities, on purpose: the marketplace does not stop at a city's border."""
        with scopes_disabled():
            return Offer.objects.all()  # type: ignore[return-value]

    @staticmethod
    def shown_in(city: City, now: dt.datetime | None = None) -> OfferQuerySet:
        """Public offers on this portal: its own, and those that cities share with the region, unless hidden here."""
        rows = Offer.everywhere().public(now)
        if city.is_alliance:
            return rows.filter(in_region=True)
        with scopes_disabled():
            hidden = OfferHidden.objects.filter(city=city).values("offer")
            return rows.filter(Q(city=city) | Q(in_region=True)).exclude(pk__in=hidden)


class OfferHidden(CityOwned):
    """A city does not show another city's offer on its own portal. It never edits it."""

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="hidden_in")
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("Ausgeblendetes Angebot")
        verbose_name_plural = _("Ausgeblendete Angebote")
        constraints: ClassVar = [models.UniqueConstraint(fields=["offer", "city"], name="offer_hidden_once")]

    def __str__(self) -> str:
        return f"{self.offer_id} in {self.city_id}"


class ShiftQuerySet(models.QuerySet["Shift"]):
    def ahead(self, now: dt.datetime | None = None) -> ShiftQuerySet:
        return self.filter(is_cancelled=False, starts_at__gt=now or timezone.now())

    def free(self) -> ShiftQuerySet:
        return self.filter(taken__lt=F("capacity"))


class Shift(CityOwned):
    """A stretch of time with so many places. `taken` is the database's own (triggers): it cannot be set from here."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    offer = models.ForeignKey(Offer, models.CASCADE, related_name="shifts")
    title = models.CharField(_("Aufgabe"), max_length=80, blank=True)
    starts_at = models.DateTimeField(_("Beginn"))
    ends_at = models.DateTimeField(_("Ende"))
    capacity = models.PositiveSmallIntegerField(_("Plätze"))
    min_people = models.PositiveSmallIntegerField(_("Mindestens"), default=0)
    taken = models.PositiveSmallIntegerField(default=0, editable=False)
    is_cancelled = models.BooleanField(default=False)
    sequence = models.PositiveIntegerField(default=0)  # of the calendar entry: rises with each change of time or place
    reminded_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(ShiftQuerySet), city="city")

    class Meta:
        verbose_name = _("Einsatz")
        verbose_name_plural = _("Einsätze")
        ordering: ClassVar = ["starts_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="shift_ends_after_start"),
            models.CheckConstraint(condition=Q(capacity__range=(0, MAX_PLACES)), name="shift_capacity"),
            models.CheckConstraint(condition=Q(taken__gte=0, taken__lte=F("capacity")), name="shift_never_overbooked"),
            models.CheckConstraint(condition=Q(min_people__lte=MAX_PLACES), name="shift_min_people"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["offer", "starts_at"], name="shift_of_offer"),
            models.Index(fields=["starts_at", "offer"], condition=Q(is_cancelled=False), name="shift_by_time"),
        ]

    def __str__(self) -> str:
        return f"{timezone.localtime(self.starts_at):%d.%m.%Y %H:%M}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """`taken` belongs to the triggers: a stale copy of it is never written back."""
        if self.pk and kwargs.get("update_fields") is None and not kwargs.get("force_insert"):
            kwargs["update_fields"] = [
                f.attname for f in self._meta.concrete_fields if f.attname not in ("id", "taken")
            ]
        super().save(*args, **kwargs)

    @property
    def free(self) -> int:
        return max(0, self.capacity - self.taken)

    @property
    def is_over(self) -> bool:
        return self.ends_at <= timezone.now()


class SignUpQuerySet(models.QuerySet["SignUp"]):
    def holding(self) -> SignUpQuerySet:
        return self.filter(state__in=HOLDING)

    def active(self) -> SignUpQuerySet:
        return self.filter(state__in=ACTIVE)

    def waiting(self) -> SignUpQuerySet:
        """In the order of arrival: rows of a shift are written under its lock, so `pk` is that order."""
        return self.filter(state=SignUp.State.WAITING).order_by("pk")


class SignUp(CityOwned):
    """A person (or a group of `places` people) and a shift. `city` is the shift's.

    Active: confirmed and offered hold places; waiting stands in line by `pk`; consent waits for a guardian's word and
    stands nowhere yet. Ended: declined, cancelled, expired.
    """

    class State(models.TextChoices):
        CONSENT = "consent", _("wartet auf das Einverständnis")
        WAITING = "waiting", _("Warteliste")
        OFFERED = "offered", _("Platz angeboten")
        CONFIRMED = "confirmed", _("zugesagt")
        CANCELLED = "cancelled", _("abgesagt")
        EXPIRED = "expired", _("Angebot verfallen")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    shift = models.ForeignKey(Shift, models.CASCADE, related_name="sign_ups")
    volunteer = models.ForeignKey(Volunteer, models.SET_NULL, null=True, related_name="sign_ups")
    name = models.CharField(max_length=80, blank=True)
    places = models.PositiveSmallIntegerField(default=1)
    others = models.JSONField(default=list, blank=True)  # names of the others of a group, once they are known
    note = models.CharField(max_length=240, blank=True)
    age = models.PositiveSmallIntegerField(null=True, blank=True)  # at the shift's start, only where it matters
    state = models.CharField(max_length=9, choices=State.choices)
    offered_until = models.DateTimeField(null=True, blank=True)
    guardian_email = models.EmailField(max_length=254, blank=True)  # until the guardian has answered
    guardian_agreed_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=10, blank=True)  # "person", "desk", "shift", "time", "guardian", "erasure"
    attended = models.BooleanField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(SignUpQuerySet), city="city")

    class Meta:
        verbose_name = _("Anmeldung")
        verbose_name_plural = _("Anmeldungen")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["shift", "volunteer"],
                condition=Q(state__in=["consent", "waiting", "offered", "confirmed"]),
                name="signed_up_once",
            ),
            models.CheckConstraint(condition=Q(places__range=(1, MAX_GROUP)), name="signup_places"),
            models.CheckConstraint(
                condition=Q(state="offered", offered_until__isnull=False)
                | ~Q(state="offered") & Q(offered_until__isnull=True),
                name="signup_offer_ends",
            ),
            models.CheckConstraint(condition=~Q(state="consent") | ~Q(guardian_email=""), name="signup_consent_asked"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["shift", "state", "id"], name="signup_line"),
            models.Index(fields=["offered_until"], condition=Q(state="offered"), name="signup_offers"),
        ]

    def __str__(self) -> str:
        return str(self.uuid)

    @property
    def is_active(self) -> bool:
        return self.state in ACTIVE


HOLDING = (SignUp.State.CONFIRMED, SignUp.State.OFFERED)
ACTIVE = (*HOLDING, SignUp.State.WAITING, SignUp.State.CONSENT)


class Ask(CityOwned):
    """A sign-up of a person without account, until the link in the mail is used. It holds no place."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    shift = models.ForeignKey(Shift, models.CASCADE, related_name="+")
    email = models.EmailField(max_length=254, blank=True)
    mailbox = models.CharField(max_length=254, blank=True)
    payload = models.JSONField(default=dict)  # keyword arguments of `places.sign_up`
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(db_index=True)
    sign_up = models.ForeignKey(SignUp, models.SET_NULL, null=True, related_name="+")
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("Unbestätigte Anmeldung")
        verbose_name_plural = _("Unbestätigte Anmeldungen")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(used_at__isnull=True) | Q(email="", mailbox=""), name="ask_used_forgets"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["mailbox", "created_at"], name="ask_pace")]

    def __str__(self) -> str:
        return str(self.uuid)


from .background import BackgroundCheck  # noqa: E402, F401  (registers the table)
from .pages import MarketPage  # noqa: E402, F401
from .requests import RequestAsk  # noqa: E402, F401
from .saved import SavedSearch  # noqa: E402, F401
