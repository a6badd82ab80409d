"""Production starts with safe values and refuses each unsafe one, in words an operator understands."""

from __future__ import annotations

import pytest

from portal.operations.safety import problems
from tests.operations.installation import portal, run
from tests.operations.production import ADMIN, SIGNIN, pem, safe

GONE = None
UNSAFE = {
    "no secret": ({"SECRET_KEY": GONE}, "SECRET_KEY fehlt"),
    "empty secret": ({"SECRET_KEY": ""}, "SECRET_KEY fehlt"),
    "short secret": ({"SECRET_KEY": "abcdefghij123"}, "SECRET_KEY ist zu kurz"),
    "monotonous secret": ({"SECRET_KEY": "ab" * 40}, "SECRET_KEY ist zu kurz oder erratbar"),
    "the demo's secret": ({"SECRET_KEY": "demo-only-never-in-production" * 3}, "SECRET_KEY ist zu kurz oder erratbar"),
    "Django's secret": ({"SECRET_KEY": "django-insecure-" + "abcdefghijklmnop" * 4}, "SECRET_KEY ist zu kurz"),
    "no key": ({"IDP_OIDC_PRIVATE_KEY": GONE}, "IDP_OIDC_PRIVATE_KEY (oder eine lesbare"),
    "no key file": ({"IDP_OIDC_PRIVATE_KEY_FILE": "/nowhere/key.pem"}, "eine lesbare IDP_OIDC_PRIVATE_KEY_FILE"),
    "rubbish key": ({"IDP_OIDC_PRIVATE_KEY": "abc"}, "kein lesbarer privater Schlüssel"),
    "weak key": ({"IDP_OIDC_PRIVATE_KEY": pem(1024)}, "mindestens 2048 Bit"),
    "key of another kind": ({"IDP_OIDC_PRIVATE_KEY": pem(0)}, "RSA-Schlüssel"),
    "no certificate key": ({"CERTIFICATE_KEY": GONE}, "CERTIFICATE_KEY fehlt"),
    "short certificate key": ({"CERTIFICATE_KEY": "MDEyMzQ1Njc4OWFiY2RlZg=="}, "CERTIFICATE_KEY muss 32 zufällige"),
    "monotonous certificate key": ({"CERTIFICATE_KEY": "A" * 43 + "="}, "CERTIFICATE_KEY muss 32 zufällige"),
    "rubbish old key": ({"CERTIFICATE_OLD_KEYS": "abc"}, "CERTIFICATE_OLD_KEYS muss öffentliche Schlüssel"),
    "debug": ({"DEBUG": "True"}, "DEBUG ist eingeschaltet"),
    "http": ({"PUBLIC_SCHEME": "http"}, "PUBLIC_SCHEME ist nicht https"),
    "no proxies": ({"TRUSTED_PROXY_COUNT": GONE}, "TRUSTED_PROXY_COUNT fehlt"),
    "proxies in words": ({"TRUSTED_PROXY_COUNT": "einer"}, "TRUSTED_PROXY_COUNT muss die Zahl"),
    "negative proxies": ({"TRUSTED_PROXY_COUNT": "-1"}, "TRUSTED_PROXY_COUNT muss die Zahl"),
    "eleven proxies": ({"TRUSTED_PROXY_COUNT": "11"}, "TRUSTED_PROXY_COUNT muss die Zahl"),
    "no sign-in host": ({"SIGNIN_HOST": GONE}, "SIGNIN_HOST fehlt"),
    "local sign-in host": ({"SIGNIN_HOST": "redi.localhost"}, "SIGNIN_HOST fehlt oder gilt nur"),
    "no admin host": ({"ADMIN_HOST": GONE}, "ADMIN_HOST fehlt"),
    "admin host with port": ({"ADMIN_HOST": ADMIN + ":443"}, "ADMIN_HOST muss ein Hostname"),
    "admin host as address": ({"ADMIN_HOST": "https://" + ADMIN}, "ADMIN_HOST muss ein Hostname"),
    "admin host in capitals": ({"ADMIN_HOST": ADMIN.upper()}, "ADMIN_HOST muss ein Hostname in Kleinbuchstaben"),
    "one host for both": ({"ADMIN_HOST": SIGNIN}, "müssen verschieden sein"),
    "SQLite unasked": ({"ALLOW_SQLITE": GONE}, "DATABASE_URL fehlt oder nennt SQLite"),
    "no mail": ({"EMAIL_URL": GONE}, "EMAIL_URL fehlt oder verschickt nichts"),
    "mail to the console": ({"EMAIL_URL": "consolemail://"}, "EMAIL_URL fehlt oder verschickt nichts"),
    "mail to nowhere": ({"EMAIL_URL": "dummymail://"}, "EMAIL_URL fehlt oder verschickt nichts"),
    "no sender": ({"DEFAULT_FROM_EMAIL": GONE}, "DEFAULT_FROM_EMAIL fehlt"),
    "sender of an example": ({"DEFAULT_FROM_EMAIL": "Portal <a@redi.example>"}, "DEFAULT_FROM_EMAIL fehlt"),
}  # fmt: skip
START = ("-c", "import config.settings.production")


def spoilt(folder, changes: dict) -> dict[str, str]:
    env = safe(folder) | {name: value for name, value in changes.items() if value is not GONE}
    return {name: value for name, value in env.items() if changes.get(name, "") is not GONE}


def test_safe_values_start_and_pass_djangos_own_check(tmp_path):
    assert portal(safe(tmp_path), "check", "--deploy", "--fail-level", "WARNING").returncode == 0


@pytest.mark.parametrize("name", UNSAFE)
def test_each_unsafe_value_is_refused(tmp_path, name):
    changes, words = UNSAFE[name]
    done = run(spoilt(tmp_path, changes), *START, check=False)
    assert done.returncode
    assert words in done.stderr, done.stderr[-800:]
    assert "1 Einstellung ist" in done.stderr  # only this one
    assert "docs/operators/umgebungsvariablen.md" in done.stderr


def test_all_are_told_at_once(tmp_path):
    names = ("SECRET_KEY", "IDP_OIDC_PRIVATE_KEY", "TRUSTED_PROXY_COUNT", "SIGNIN_HOST", "ADMIN_HOST", "EMAIL_URL")
    done = run(spoilt(tmp_path, dict.fromkeys(names)), *START, check=False)
    assert "6 Einstellungen sind" in done.stderr
    assert all(f"{n}. " in done.stderr for n in range(1, 7))


def test_the_demo_can_never_be_production():
    found = problems({"DEMO": True, "DEBUG": True, "DATABASES": {"default": {"ENGINE": "x"}}}, {})
    assert any("DEMO ist eingeschaltet" in text for text in found)
    assert any("DEBUG ist eingeschaltet" in text for text in found)


def test_no_message_repeats_a_secret(tmp_path):
    env = spoilt(tmp_path, {"SECRET_KEY": "kurz-und-geheim", "IDP_OIDC_PRIVATE_KEY": "auch-geheim"})
    assert "geheim" not in run(env, *START, check=False).stderr


def test_an_image_is_built_without_secrets_but_never_served_with_the_stand_in(tmp_path):
    bare = {"PATH": safe(tmp_path)["PATH"], "PORTAL_VAR": str(tmp_path), "STATIC_ROOT": str(tmp_path / "static")}
    bare["DJANGO_SETTINGS_MODULE"] = "config.settings.production"
    portal(bare | {"PORTAL_BUILD": "1"}, "collectstatic", "--noinput", "--verbosity", "0")
    assert (tmp_path / "static" / "staticfiles.json").exists()
    assert "SECRET_KEY fehlt" in run(bare, *START, check=False).stderr
