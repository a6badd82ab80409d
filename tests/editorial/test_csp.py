"""Which inline scripts of the admin run: calls of Wagtail's own starters with plain data, nothing else."""

import pytest

from portal.editorial.csp import admin_policy


def script_sources(html: str) -> str:
    return next(d for d in admin_policy(html).split("; ") if d.startswith("script-src"))


@pytest.mark.parametrize(
    "call",
    [
        'new ImageChooser("id_picture", {"modalUrl": "/admin/images/chooser/"});',
        'initDateChooser("id_date", {"dayOfWeekStart": 1, "format": "Y-m-d"});',
    ],
)
def test_a_starter_with_data_runs(call):
    assert script_sources(f"<p><script>{call}</script>").startswith("script-src 'self' 'sha256-")


@pytest.mark.parametrize(
    "script",
    [
        "alert(1);",
        'initDateChooser("id_date", fetch("/admin/"));',
        'initDateChooser("id_date");alert(1);',
        'new Function("return 1");',
        'initDateChooser("a", {"b": 1}); fetch("x");',
        "",
    ],
)
def test_code_does_not_run(script):
    assert script_sources(f"<script>{script}</script>") == "script-src 'self'"
