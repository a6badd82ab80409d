"""All own data as one ZIP: JSON and files, from every app that keeps any (contract: personal_data.py)."""

from __future__ import annotations

import io
import json
import zipfile
from typing import TYPE_CHECKING, Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone
from django_scopes import scopes_disabled

from portal.audit.models import AuditEntry
from portal.cities.models import RoleGroup

from .personal_data import File, contributors
from .sessions import sign_ins

if TYPE_CHECKING:
    from .models import User

README = """\
Ihre Daten
==========
Stand: {now}

Jeder Ordner gehört zu einem Teil des Portals. Die Dateien sind JSON: lesbar mit jedem Texteditor,
verarbeitbar mit jedem Programm. Zeiten stehen in UTC.
"""


def archive(user: User) -> bytes:
    """The ZIP as bytes. Names are sorted and hold no volatile part except the date in LIESMICH.txt."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("LIESMICH.txt", README.format(now=timezone.now().strftime("%Y-%m-%d %H:%M UTC")))
        for name, content in sorted(contents(user).items()):
            file.writestr(name, content)
    return out.getvalue()


def contents(user: User) -> dict[str, bytes]:
    """File name → bytes of everything that the apps hand over."""
    found: dict[str, bytes] = {}
    with scopes_disabled():
        parts = [(label, module.export(user)) for label, module in contributors() if hasattr(module, "export")]
        parts.append(("accounts", own(user)))
        for label, part in parts:
            for key, value in part.items():
                if isinstance(value, File):
                    found[f"{label}/{_safe(value.name)}"] = value.content
                else:
                    found[f"{label}/{_safe(key)}.json"] = _json(value)
    return found


def _safe(name: str) -> str:
    return "/".join(part for part in name.replace("\\", "/").split("/") if part not in ("", ".", ".."))


def _json(value: Any) -> bytes:
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2, sort_keys=True).encode()


def own(user: User) -> dict[str, Any]:
    """What the accounts themselves know of a person. Secrets (password, keys) are not data about them."""
    return {
        "profil": {
            "uuid": user.uuid,
            "email": user.email,
            "display_name": user.display_name,
            "home_city": user.home_city.name if user.home_city else None,
            "language": user.language,
            "notify_replies": user.notify_replies,
            "notify_follows": user.notify_follows,
            "date_joined": user.date_joined,
            "last_login": user.last_login,
        },
        "e-mail-adressen": list(EmailAddress.objects.filter(user=user).values("email", "verified", "primary")),
        "anmeldungen": [
            {"started": s.started, "ip": s.ip, "browser": s.user_agent, "hosts": s.hosts} for s in sign_ins(user)
        ],
        "zweite-faktoren": list(
            Authenticator.objects.filter(user=user).values("type", "created_at", "last_used_at").order_by("created_at")
        ),
        "rollen": list(RoleGroup.objects.filter(group__user=user).values("city__name", "role")),
        "protokoll": list(
            AuditEntry.objects.filter(actor=user).order_by("at").values("at", "action", "target", "data")
        ),
    }
