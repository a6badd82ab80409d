"""Production: everything from the environment; refuses to start where a value would be unsafe.

Every variable, with its meaning: docs/operators/umgebungsvariablen.md.
"""

import os

from portal.operations.safety import UnsafeSettings, problems

from .base import *  # noqa: F403
from .base import ADMIN_HOST, ALLAUTH_TRUSTED_PROXY_COUNT, CERTIFICATE_KEY, IDP_OIDC_PRIVATE_KEY, LOGGING, env

DEBUG = False
SECRET_KEY = env.str("SECRET_KEY", default="")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])  # old keys while one is being replaced
PUBLIC_SCHEME = "https"
PUBLIC_PORT = 443
WAGTAILADMIN_BASE_URL = f"https://{ADMIN_HOST}"

# --- Transport: https everywhere, for two years (HSTS) ------------------------------------------------
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # load balancers ask inside the own network
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=63_072_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
# The __Host- prefix: no other host of the domain can plant these cookies
SESSION_COOKIE_NAME = "__Host-sitzung"
CSRF_COOKIE_NAME = "__Host-csrf"
if ALLAUTH_TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SILENCED_SYSTEM_CHECKS = [
    "security.W021",  # preloading concerns the whole registered domain: its owner decides, not the portal
    "security.W019",  # editors see previews in a frame of their own host
]

LOG_REQUESTS = env.bool("LOG_REQUESTS", default=True)
LOGGING["root"]["level"] = env.str("LOG_LEVEL", default="INFO")

# PORTAL_BUILD=1: only while an image is built (collectstatic), where no secret may be present
if env.str("PORTAL_BUILD", default="") == "1":
    SECRET_KEY = SECRET_KEY or "only-while-building-an-image"
    IDP_OIDC_PRIVATE_KEY = IDP_OIDC_PRIVATE_KEY or "only-while-building-an-image"
    CERTIFICATE_KEY = CERTIFICATE_KEY or "only-while-building-an-image"
elif found := problems(globals(), os.environ):
    raise UnsafeSettings(found)
