"""Changes of state of accounts: profile, sessions, download, deletion. Every one leaves an audit row without texts."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from allauth.account.models import EmailAddress
from allauth.idp.oidc.models import Client, Token
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from portal.audit.actions import record

from .models import User
from .names import clean_display_name
from .personal_data import contributors

if TYPE_CHECKING:
    from portal.cities.models import City

UNVERIFIED_DAYS = 7


def sync_client(host: str) -> Client:
    """The OpenID Connect client of a portal's host, made or brought up to date. Cheap when nothing changed."""
    from portal.cities.models import City

    from .relying import client_id_for, client_settings

    city = City.objects.filter(site__hostname=host).first()
    name = city.portal_name if city and host != settings.ADMIN_HOST else str(_("Redaktion"))
    wanted = client_settings(host, name)
    client = Client.objects.filter(pk=client_id_for(host)).first()
    if client is None or any(getattr(client, field) != value for field, value in wanted.items()):
        with transaction.atomic():
            client, created = Client.objects.update_or_create(pk=client_id_for(host), defaults=wanted)
            with scopes_disabled():
                record(city, "accounts.sync_client", client, actor=None, created=created)
    return client


def forget_member(user_id: int) -> None:
    """What the page frame remembers of a member for a minute (unread messages, role)."""
    cache.delete(member_key(user_id))


def member_key(user_id: int) -> str:
    return f"accounts:member:{user_id}"


@transaction.atomic
def update_profile(
    user: User,
    *,
    actor: User,
    display_name: str | None = None,
    home_city: City | None = None,
    language: str | None = None,
    notify_replies: bool | None = None,
    notify_follows: bool | None = None,
    clear_home_city: bool = False,
) -> None:
    """Change what the member may change; None leaves a value as it is. ValidationError for a forbidden name."""
    changed: list[str] = []
    values: dict[str, Any] = {
        "display_name": None if display_name is None else clean_display_name(display_name, user),
        "language": language if language in dict(settings.LANGUAGES) else None,
        "notify_replies": notify_replies,
        "notify_follows": notify_follows,
        "home_city": home_city,
    }
    for field, value in values.items():
        if (value is not None or (field == "home_city" and clear_home_city)) and getattr(user, field) != value:
            setattr(user, field, value)
            changed.append(field)
    if changed:
        user.save(update_fields=changed)
        with scopes_disabled():
            record(None, "accounts.update_profile", user, actor=actor, fields=changed)
        if "language" in changed:
            from .sessions import set_language

            transaction.on_commit(lambda: set_language(user))


@transaction.atomic
def delete_account(user: User, *, actor: User | None) -> None:
    """Empty the account for good; what it wrote stays readable under „Gelöschtes Konto“. Repeating changes nothing.

    The row stays because discussions point to it; nothing in it leads back to the person.
    """
    from .sessions import end_sessions

    user = User.objects.select_for_update().get(pk=user.pk)
    if user.deleted_at:
        return
    with scopes_disabled():
        for _label, module in contributors():
            if hasattr(module, "erase"):
                module.erase(user)
        end_sessions(user)
        for model in (EmailAddress, Authenticator, SocialAccount, Token):
            model.objects.filter(user=user).delete()
        Client.objects.filter(owner=user).delete()
        if apps.is_installed("wagtail.users"):
            apps.get_model("wagtailusers", "UserProfile").objects.filter(user=user).delete()
        user.groups.clear()
        user.user_permissions.clear()
        user.email = f"deleted-{user.uuid}@invalid.example"
        user.display_name = ""
        user.home_city = None
        user.is_active = user.is_staff = user.is_superuser = False
        user.notify_replies = user.notify_follows = False
        user.last_login = None
        user.language = "de"
        user.deleted_at = timezone.now()
        user.set_unusable_password()
        user.save()
        record(None, "accounts.delete", user, actor=actor)
    transaction.on_commit(lambda: forget_member(user.pk))


@transaction.atomic
def purge_unverified(*, days: int = UNVERIFIED_DAYS) -> int:
    """Remove accounts whose address nobody confirmed within `days`; returns how many. They never signed in."""
    limit = timezone.now() - timedelta(days=days)
    rows = User.objects.filter(
        date_joined__lt=limit, last_login=None, deleted_at=None, is_superuser=False, groups=None
    ).exclude(emailaddress__verified=True)
    rows = rows.filter(emailaddress__isnull=False)  # accounts made by hand have no address row and stay
    count = 0
    with scopes_disabled():
        for user in rows.distinct():
            record(None, "accounts.purge_unverified", user, actor=None)
            user.delete()
            count += 1
    return count


@transaction.atomic
def note_download(user: User, *, actor: User) -> None:
    """The trail says that the data left, not what it was."""
    with scopes_disabled():
        record(None, "accounts.download", user, actor=actor)


def sync_hosts(*, port: int | None) -> list[str]:
    """Ports of all Sites (demo: PORT) and the clients of all portals; returns the host names. Safe to repeat."""
    from wagtail.models import Site

    from portal.cities import hosts
    from portal.cities.models import City

    names = []
    with transaction.atomic():
        for city in City.objects.select_related("site").filter(site__isnull=False):
            assert city.site is not None
            if port is not None and city.site.port != port:
                site = Site.objects.get(pk=city.site_id)
                site.port = port
                site.save()  # its signal clears Wagtail's cache of root paths
                record(city, "cities.sync_host", city, actor=None, port=port)
            if not city.is_alliance:
                names.append(city.site.hostname)
        transaction.on_commit(hosts.forget)
    for host in [*names, settings.ADMIN_HOST]:
        sync_client(host)
    return sorted(names)


def purge_sessions() -> int:
    """Ended sessions, and what was kept about them (address, browser); returns how many of the latter."""
    from django.contrib.sessions.models import Session

    now = timezone.now()
    Session.objects.filter(expire_date__lt=now).delete()
    Token.objects.expired().delete()
    alive = Session.objects.values("session_key")
    return UserSession.objects.exclude(session_key__in=alive).delete()[0]


def on_city_saved(sender: Any, instance: City, **_: Any) -> None:
    """A new portal may sign visitors in at once."""
    if instance.site is not None and not instance.is_alliance:
        sync_client(instance.site.hostname)
