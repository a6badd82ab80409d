"""People. One account for all portals; the e-mail address is the name to sign in with."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        if not email:
            raise ValueError("An account needs an e-mail address")
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """Only what is needed: e-mail, a display name that others see, a home city, a language.

    A deleted account keeps its row, emptied (`deleted_at` set, e-mail replaced): what it wrote stays readable.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("E-Mail"), max_length=254, unique=True)
    display_name = models.CharField(
        _("Anzeigename"),
        max_length=60,
        blank=True,
        help_text=_("So erscheinen Sie öffentlich. Es muss nicht Ihr Name sein."),
    )
    home_city = models.ForeignKey(
        "cities.City", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Heimatstadt")
    )
    language = models.CharField(
        _("Sprache"), max_length=5, default="de", choices=[("de", "Deutsch"), ("en", "English")]
    )
    notify_replies = models.BooleanField(_("Bei Antworten auf meine Kommentare benachrichtigen"), default=True)
    notify_follows = models.BooleanField(_("Bei Neuem auf Seiten benachrichtigen, denen ich folge"), default=True)
    is_staff = models.BooleanField(_("Zugang zur Redaktion"), default=False)
    is_active = models.BooleanField(_("aktiv"), default=True)
    date_joined = models.DateTimeField(_("Konto seit"), default=timezone.now)
    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("Konto")
        verbose_name_plural = _("Konten")
        constraints: ClassVar = [models.UniqueConstraint(Lower("email"), name="email_once")]

    def __str__(self) -> str:
        return self.public_name

    @property
    def public_name(self) -> str:
        """What other people see; never the e-mail address."""
        if self.deleted_at:
            return str(_("Gelöschtes Konto"))
        return self.display_name or str(_("Mitglied"))

    def get_full_name(self) -> str:
        return self.display_name or self.email

    def get_short_name(self) -> str:
        return self.get_full_name()
