"""What every installation shares. The one place that names the capabilities, and only as strings."""

from pathlib import Path
from typing import Any

import environ

env = environ.Env()

ROOT = Path(__file__).resolve().parents[3]
VAR = Path(env.str("PORTAL_VAR", default=str(ROOT / "var")))

# --- Apps: three floors, ground up ------------------------------------------------------------

CAPABILITIES = [
    "participation.moderation",
    "participation.comments",
    "participation.residency",
    "participation.projects",
    "participation.guests",
    "participation.following",
    "participation.answers",
    "participation.ideas",
    "participation.priorities",
    "participation.polls",
    "participation.budgets",
    "participation.textwork",
    "participation.live",
    "participation.blueprints",
    "participation.opendata",
    "clubs.directory",
    "clubs.volunteering",
    "clubs.hours",
    "clubs.emergency",
]

INSTALLED_APPS = [
    # ground floor
    "themes",
    # the portal
    "portal.cities",
    "portal.accounts",
    "portal.offices",
    "portal.library",
    "portal.content",
    "portal.blocks",
    "portal.notifications",
    "portal.mailing",
    "portal.audit",
    "portal.search",
    "portal.delivery",
    "portal.editorial",
    "portal.operations",
    *CAPABILITIES,
    # Wagtail
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.frontend_cache",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_tasks",
    "django_tasks_db",
    # accounts
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.idp.oidc",
    # Django
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "portal.operations.middleware.RequestLogMiddleware",
    "portal.cities.middleware.HostMiddleware",  # unknown host: plain 404; sets request.city
    "portal.delivery.middleware.PageCacheMiddleware",  # anonymous visitors: 0 queries, headers of the rest included
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "portal.cities.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "portal.cities.middleware.CityScopeMiddleware",  # after authentication: opens the scope
    "portal.editorial.middleware.AdminGateMiddleware",  # allow-list of admin views
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "portal.blocks.policy.PolicyMiddleware",  # a page may name the host of a video it offers
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "portal.accounts.context.auth",  # lazy: never touches the session on anonymous pages
                "portal.cities.context.frame",
                "portal.editorial.context.messages",
            ],
            "builtins": ["themes.templatetags.components", "django.templatetags.i18n"],
        },
    },
]

# --- Hosts ------------------------------------------------------------------------------------
# HostMiddleware answers 404 for every host that no city, the sign-in host or the admin host owns;
# it runs before anything reads the host, so Django's own list may stay open.
ALLOWED_HOSTS = ["*"]
SIGNIN_HOST = env.str("SIGNIN_HOST", default="localhost")  # the alliance's host: passwords and passkeys live here
ADMIN_HOST = env.str("ADMIN_HOST", default="redaktion.localhost")
PUBLIC_SCHEME = env.str("PUBLIC_SCHEME", default="http")
PUBLIC_PORT = env.int("PORT", default=8000)  # shapes generated addresses only
_proxies = env.str("TRUSTED_PROXY_COUNT", default="")
ALLAUTH_TRUSTED_PROXY_COUNT = int(_proxies) if _proxies.isdecimal() else 0  # production refuses what is no number

# --- Data -------------------------------------------------------------------------------------
DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR / 'portal.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",  # writers queue up instead of failing half-way
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DATABASES["default"]["CONN_MAX_AGE"] = 60  # seconds; opening one, SQLite's settings included, costs 3 ms
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", default="")
if REDIS_URL:
    CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL},
        "pages": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": REDIS_URL,
            "KEY_PREFIX": "pages",
        },
    }
else:
    # Several workers share both: files need no query, so a cached page costs none.
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": str(VAR / "cache" / "default"),
            "OPTIONS": {"MAX_ENTRIES": 20_000},
        },
        # Finished pages in each worker's memory, their stamps in one file for all: docs/features/page-cache.md
        "pages": {"BACKEND": "portal.delivery.store.SharedPages", "LOCATION": str(VAR / "cache" / "pages")},
    }

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "mail"]}}

# --- Accounts: e-mail is the name; one sign-in host for ten portals ----------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
SESSION_COOKIE_NAME = "sitzung"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "portal.operations.views.csrf_failure"
LOGIN_URL = "/konto/anmelden/"
LOGIN_REDIRECT_URL = "/"

# --- Certificates of voluntary work: the alliance signs them (clubs/hours/keys.py) ----------------
CERTIFICATE_KEY = env.str("CERTIFICATE_KEY", default="")  # 32 bytes in base64; empty only in demo and tests
CERTIFICATE_OLD_KEYS = env.list("CERTIFICATE_OLD_KEYS", default=[])  # public keys of former years

# --- Language and time: German first -----------------------------------------------------------
LANGUAGE_CODE = "de"
LANGUAGES = [("de", "Deutsch"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "sprache"  # set only when a visitor chooses: portal.cities.language
FORMAT_MODULE_PATH = ["config.formats"]
LOCALE_PATHS = [ROOT / "site" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Berlin"
WAGTAIL_I18N_ENABLED = False
WAGTAIL_CONTENT_LANGUAGES = [("de", "Deutsch")]

# --- Files ------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(VAR / "static")))
MEDIA_URL = "/media/"
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(VAR / "media")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000

# --- Wagtail ----------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = "re@di"
WAGTAILADMIN_LOGIN_URL = "/konto/anmelden/"
WAGTAIL_FRONTEND_LOGIN_URL = "/konto/anmelden/"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILIMAGES_IMAGE_MODEL = "library.PortalImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "portal.library.forms.ImageForm"
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "gif", "webp", "avif"]  # no SVG: it can carry scripts
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 15 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 60_000_000
WAGTAILDOCS_DOCUMENT_MODEL = "library.PortalDocument"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "portal.library.forms.DocumentForm"
MAP_TILE_URL = env.str("MAP_TILE_URL", default="")  # own tile server, https://…/{z}/{x}/{y}.png; empty: drawn by us
WAGTAILDOCS_EXTENSIONS = ["pdf", "csv", "docx", "xlsx", "odt", "ods", "txt", "ics", "zip"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 50 * 1024 * 1024
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_INLINE_CONTENT_TYPES = ["application/pdf"]
WAGTAILEMBEDS_FINDERS: list[dict] = []  # nothing is ever fetched from a third party
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_MODERATION_ENABLED = True
WAGTAILADMIN_COMMENTS_ENABLED = True
WAGTAILFRONTENDCACHE = {"local": {"BACKEND": "portal.delivery.purge.PageCachePurger"}}
WAGTAILSEARCH_BACKENDS: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "wagtail.search.backends.database", "SEARCH_CONFIG": "german"},
}
if ELASTICSEARCH_URL := env.str("ELASTICSEARCH_URL", default=""):
    # The database stays beside it and answers when the server does not; after switching: `portal search_reindex`
    WAGTAILSEARCH_BACKENDS = {
        "db": WAGTAILSEARCH_BACKENDS["default"],
        "default": {
            "BACKEND": "portal.search.elastic",
            "URLS": [ELASTICSEARCH_URL],
            "INDEX_PREFIX": env.str("ELASTICSEARCH_PREFIX", default="portal_"),
            "TIMEOUT": 5,
            "OPTIONS": {"max_retries": 0},
        },
    }
TAGGIT_CASE_INSENSITIVE = True
TAGGIT_STRIP_UNICODE_WHEN_SLUGIFYING = True

# --- Mail -------------------------------------------------------------------------------------
vars().update(env.email_url("EMAIL_URL", default="consolemail://"))
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="portal@redi.example")
EMAIL_TIMEOUT = 10

# --- Security: see docs/decisions for each choice ------------------------------------------------
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
SILENCED_SYSTEM_CHECKS: list[str] = []

from csp.constants import NONE, SELF  # noqa: E402  (after the settings that name it)

CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ["/admin/"],  # portal.editorial sends the admin's own policy
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "media-src": [SELF],
        "frame-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
    },
}

from .accounts import *  # noqa: E402, F403

# --- Logs: JSON lines without personal data (portal.operations.logs) --------------------------------
LOG_REQUESTS = False  # production writes one line per request
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {"()": "portal.operations.logs.json_formatter"},
        "request": {"()": "portal.operations.logs.request_formatter"},
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "json"},
        "request": {"class": "logging.StreamHandler", "formatter": "request"},
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "portal.request": {"handlers": ["request"], "level": "INFO", "propagate": False},
        # Django's own copies: no mail to admins with the whole request in it
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "django.server": {"handlers": [], "level": "ERROR", "propagate": False},
        "django.request": {"handlers": ["console"], "level": "ERROR", "propagate": False},  # a 404 is no event
        "django.security": {"handlers": ["console"], "level": "WARNING", "propagate": False},
    },
}

DEMO = False  # demo accounts, readable mails and the component gallery exist only where this is true
