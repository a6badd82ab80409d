"""The product with a mail folder instead of a mail server; for processes that a test kills."""

import os

from config.settings.demo import *  # noqa: F403
from config.settings.demo import VAR

EMAIL_BACKEND = os.environ["TEST_MAIL_BACKEND"]
MAIL_SPOOL = VAR / "spool"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
