"""`make demo`: everything on this machine, SQLite under var/, accounts with the password `demo`."""

from .base import *  # noqa: F403
from .base import INSTALLED_APPS, PUBLIC_PORT, VAR

DEBUG = False
DEMO = True
SECRET_KEY = "demo-only-never-in-production"  # noqa: S105
INSTALLED_APPS = [*INSTALLED_APPS, "portal.demo"]
WAGTAILADMIN_BASE_URL = f"http://redaktion.localhost:{PUBLIC_PORT}"
EMAIL_BACKEND = "portal.demo.mailbox.MailboxBackend"
DEMO_MAIL_DIR = VAR / "mail"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
AUTH_PASSWORD_VALIDATORS = []
