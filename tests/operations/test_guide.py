"""The operators' guide says what the code does: variables, headers, commands, links."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands

from tests.servers import ROOT

GUIDE = ROOT / "docs" / "operators"
PAGES = sorted(GUIDE.glob("*.md"))
TEXT = "\n".join(page.read_text() for page in PAGES)
FIXED = {"DEBUG", "DEMO", "PUBLIC_SCHEME", "PORT"}  # not for production: named in the text, not in a table


def variables_of_settings() -> set[str]:
    code = "\n".join(path.read_text() for path in (ROOT / "site/config/settings").glob("*.py"))
    code += (ROOT / "site/portal/operations/safety.py").read_text()
    return set(re.findall(r"env\.(?:\w+\(|get\(|\w+_url\()\"([A-Z_]+)\"", code))


def variables_of_the_guide() -> set[str]:
    return set(re.findall(r"^\| `([A-Z_]+)` ", (GUIDE / "umgebungsvariablen.md").read_text(), re.M))


def test_every_variable_is_explained():
    assert variables_of_settings() - FIXED - variables_of_the_guide() == set()


def test_no_variable_is_invented():
    elsewhere = "\n".join((ROOT / name).read_text() for name in ("compose.yaml", "Dockerfile", "site/config/cli.py"))
    unknown = variables_of_the_guide() - variables_of_settings()
    assert {name for name in unknown if name not in elsewhere} == set()


def test_what_compose_needs_is_explained():
    used = set(re.findall(r"\$\{([A-Z_]+)", (ROOT / "compose.yaml").read_text()))
    assert used - variables_of_the_guide() == set()


def test_no_secret_has_a_default():
    text = (ROOT / "compose.yaml").read_text()
    for name in ("SECRET_KEY", "DB_PASSWORD", "OIDC_KEY_FILE", "EMAIL_URL", "SIGNIN_HOST", "TRUSTED_PROXY_COUNT"):
        assert f"${{{name}:?" in text
        assert f"${{{name}:-" not in text
    assert not re.search(r"PASSWORD[:=] *[a-z0-9]", text, re.I)


def test_the_policy_is_the_one_that_is_sent():
    shown = re.search(r"Content-Security-Policy: (.+?)\nStrict", TEXT, re.S)
    assert shown
    written = {" ".join(part.split()) for part in shown[1].split(";")}
    sent = {f"{name} {' '.join(values)}" for name, values in settings.CONTENT_SECURITY_POLICY["DIRECTIVES"].items()}
    assert written == sent


def test_commands_exist():
    named = set(re.findall(r"portal ([a-z][a-z_-]+)", TEXT)) - {"portal"}
    commands = set(get_commands())
    assert {name for name in named if (name not in commands and "_" in name) or "-" in name} - commands == set()
    assert {"backup", "restore", "upgrade", "run_timer", "db_worker", "add-city"} <= named & commands


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path):
    for target in re.findall(r"\]\(([^)#]+)", page.read_text()):
        assert (page.parent / target).exists(), target
