"""The test suite: SQLite or, with DATABASE_URL, PostgreSQL; real parts, no mocks."""

import hashlib
import tempfile
from pathlib import Path

from .base import CACHES, DATABASES, ROOT, VAR
from .demo import *  # noqa: F403

SECRET_KEY = "test"  # noqa: S105
DEMO = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
_var = Path(tempfile.mkdtemp(prefix="redi-test-"))
MEDIA_ROOT = _var / "media"
DEMO_MAIL_DIR = _var / "mail"
CACHES = {name: {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": name} for name in CACHES}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True


def _digest() -> str:
    """Names the test database after the migrations: it is kept between runs and made anew when they change."""
    digest = hashlib.sha256()
    for folder in ("site", "participation", "clubs", "services", "sensors"):
        for path in sorted((ROOT / folder).rglob("migrations/0*.py")):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


MIGRATIONS = _digest()
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    (VAR / "test").mkdir(parents=True, exist_ok=True)
    DATABASES["default"]["NAME"] = str(VAR / "test" / f"{MIGRATIONS}.sqlite3")
    DATABASES["default"]["TEST"] = {"NAME": DATABASES["default"]["NAME"]}
else:
    DATABASES["default"]["TEST"] = {"NAME": f"test_redi_{MIGRATIONS}"}
