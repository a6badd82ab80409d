"""Cities: who the tenants are. Every city-owned row elsewhere points here."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, ClassVar

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from themes.catalogue import CATALOGUE, NEUTRAL, Palette
from themes.contrast import check_palette

if TYPE_CHECKING:
    from portal.accounts.models import User

ags_validator = RegexValidator(
    r"^08\d{6}$",
    _("Ein amtlicher Gemeindeschlüssel in Baden-Württemberg hat acht Ziffern und beginnt mit 08."),
)
hex_validator = RegexValidator(r"^#[0-9a-fA-F]{6}$", _("Bitte eine Farbe als #RRGGBB angeben."))


class CityQuerySet(models.QuerySet["City"]):
    def cities(self) -> CityQuerySet:
        """The municipalities, without the alliance's own portal."""
        return self.filter(kind=City.Kind.CITY)

    def alliance(self) -> City:
        return self.get(kind=City.Kind.ALLIANCE)

    def staffed_by(self, user: User) -> CityQuerySet:
        """Cities in which the user holds any role; superusers: all.

        Coordinators hold theirs in the alliance only: what they may see of the cities goes through
        `permissions.cities_with_right(user, "overview")`, never through the scope of every admin view.
        """
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.is_superuser:
            return self.all()
        return self.filter(role_groups__group__user=user).distinct()


class City(models.Model):
    """A tenant: one of the cities, or the alliance itself (`kind`), with its portal's settings.

    Population figures are official counts and always shown with date and basis. Coordinates are WGS 84.
    """

    class Kind(models.TextChoices):
        CITY = "city", _("Stadt")
        ALLIANCE = "alliance", _("Allianz")

    class Mark(models.TextChoices):
        LANDSCAPE = "landscape", _("Ausschnitt der Landschaft")
        INITIAL = "initial", _("Anfangsbuchstabe")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("Art"), max_length=10, choices=Kind.choices, default=Kind.CITY)
    slug = models.SlugField(
        _("Kürzel"), max_length=40, unique=True, help_text=_("Erscheint in der Adresse des Portals.")
    )
    name = models.CharField(_("Name"), max_length=80)
    portal_name = models.CharField(_("Name des Portals"), max_length=120, help_text=_("Zum Beispiel „Stadt Bühl“."))
    ags = models.CharField(
        _("Amtlicher Gemeindeschlüssel"), max_length=8, unique=True, null=True, blank=True, validators=[ags_validator]
    )
    postcodes = models.CharField(_("Postleitzahlen"), max_length=120, blank=True, help_text=_("Mit Komma getrennt."))
    latitude = models.FloatField(_("Breite"), validators=[MinValueValidator(47.5), MaxValueValidator(49.8)])
    longitude = models.FloatField(_("Länge"), validators=[MinValueValidator(7.5), MaxValueValidator(10.5)])
    # Map bounds (WGS 84 degrees): what a map of this city shows first
    south = models.FloatField(_("Karte: Süd"))
    west = models.FloatField(_("Karte: West"))
    north = models.FloatField(_("Karte: Nord"))
    east = models.FloatField(_("Karte: Ost"))
    population = models.PositiveIntegerField(_("Einwohnerzahl"), null=True, blank=True)
    population_date = models.DateField(_("Stand der Einwohnerzahl"), null=True, blank=True)
    population_basis = models.CharField(_("Grundlage der Einwohnerzahl"), max_length=80, blank=True)
    # Contact, printed in the footer and in the imprint
    street = models.CharField(_("Straße und Hausnummer"), max_length=120, blank=True)
    postcode = models.CharField(_("Postleitzahl"), max_length=5, blank=True)
    phone = models.CharField(_("Telefon"), max_length=40, blank=True)
    email = models.EmailField(_("E-Mail"), blank=True)
    # Looks: a theme of the catalogue, optionally with own colours
    theme_key = models.CharField(_("Gestaltung"), max_length=40, default=NEUTRAL)
    primary = models.CharField(_("Hauptfarbe, hell"), max_length=7, blank=True, validators=[hex_validator])
    secondary = models.CharField(_("Zweitfarbe, hell"), max_length=7, blank=True, validators=[hex_validator])
    dark_primary = models.CharField(_("Hauptfarbe, dunkel"), max_length=7, blank=True, validators=[hex_validator])
    dark_secondary = models.CharField(_("Zweitfarbe, dunkel"), max_length=7, blank=True, validators=[hex_validator])
    mark = models.CharField(_("Zeichen"), max_length=12, choices=Mark.choices, default=Mark.LANDSCAPE)
    # What is switched on
    capabilities = models.JSONField(_("Eingeschaltete Bereiche"), default=list, blank=True)
    shows_region_news = models.BooleanField(_("Zeigt „Aus der Region“"), default=True)
    review_required = models.BooleanField(
        _("Vier-Augen-Prinzip"), default=False, help_text=_("Seiten gehen erst nach einer zweiten Prüfung online.")
    )
    # Wagtail's side of the tenant
    site = models.OneToOneField("wagtailcore.Site", models.PROTECT, related_name="city", null=True, editable=False)
    collection = models.OneToOneField(
        "wagtailcore.Collection", models.PROTECT, related_name="city", null=True, editable=False
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = CityQuerySet.as_manager()

    class Meta:
        verbose_name = _("Stadt")
        verbose_name_plural = _("Städte")
        ordering: ClassVar = ["kind", "name"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="city_has_ags", condition=~Q(kind="city") | (Q(ags__isnull=False) & ~Q(ags=""))
            ),
            models.UniqueConstraint(name="one_alliance", fields=["kind"], condition=Q(kind="alliance")),
            models.CheckConstraint(
                name="city_bounds", condition=Q(south__lt=models.F("north"), west__lt=models.F("east"))
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_alliance(self) -> bool:
        return self.kind == self.Kind.ALLIANCE

    @property
    def landscape(self) -> str:
        return CATALOGUE[self.theme_key].landscape if self.theme_key in CATALOGUE else NEUTRAL

    @property
    def palette(self) -> Palette:
        """Own colours where all are given or overridden one by one, else the theme's."""
        base = CATALOGUE[self.theme_key if self.theme_key in CATALOGUE else NEUTRAL].palette
        return Palette(
            p_l=self.primary or base.p_l,
            s_l=self.secondary or base.s_l,
            p_d=self.dark_primary or base.p_d,
            s_d=self.dark_secondary or base.s_d,
        )

    def clean(self) -> None:
        super().clean()
        if self.theme_key not in CATALOGUE:
            raise ValidationError({"theme_key": _("Diese Gestaltung gibt es nicht.")})
        colours = {"primary", "secondary", "dark_primary", "dark_secondary"}
        if all(not getattr(self, f) or hex_ok(getattr(self, f)) for f in colours):
            findings = check_palette(self.palette)
            if findings:
                raise ValidationError([ValidationError(str(f), code="contrast") for f in findings])


def hex_ok(value: str) -> bool:
    try:
        hex_validator(value)
    except ValidationError:
        return False
    return True


class RoleGroup(models.Model):
    """Which Django group carries a role in a city. Groups are made by `actions.add_city`, never by hand."""

    city = models.ForeignKey(City, models.CASCADE, related_name="role_groups")
    role = models.CharField(_("Rolle"), max_length=40)
    group = models.OneToOneField(Group, models.CASCADE, related_name="city_role")

    objects = models.Manager()  # who may do what is read before any scope is open

    class Meta:
        verbose_name = _("Rollengruppe")
        verbose_name_plural = _("Rollengruppen")
        constraints: ClassVar = [models.UniqueConstraint(fields=["city", "role"], name="one_group_per_role")]

    def __str__(self) -> str:
        return f"{self.city}: {self.role}"


class CityOwned(models.Model):
    """Base of every row that belongs to a city: foreign key and scoped manager (first manager!)."""

    city = models.ForeignKey(City, models.CASCADE, related_name="+", verbose_name=_("Stadt"))

    objects = ScopedManager(city="city")

    class Meta:
        abstract = True
