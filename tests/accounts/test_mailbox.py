"""The demo's mailbox: every worker writes whole messages, everyone can read them, in the demo only."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.mail import EmailMessage

from portal.demo import mailbox

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.DEMO_MAIL_DIR = tmp_path / "mail"


def deliver(n: int, body: str = "Guten Tag,\n\n    1234-5678\n\nhttp://localhost:8000/konto/ und <b>mehr</b>") -> None:
    message = EmailMessage(f"Ihr Code {n} – schön", body, to=[f"buerger{n}@bruchsal.example"])
    mailbox.MailboxBackend().send_messages([message])


def test_read_filter_open_and_empty(redi, on_host):
    deliver(1)
    deliver(2)
    client = on_host("localhost")
    html = client.get("/demo/mail/").content.decode()
    assert html.index("Ihr Code 2") < html.index("Ihr Code 1")  # newest first
    assert "Ihr Code 2" not in client.get("/demo/mail/?an=buerger1@").content.decode()
    key = next(mailbox.newest_first()).key
    html = client.get(f"/demo/mail/{key}/").content.decode()
    assert '<p class="big">1234-5678</p>' in html
    assert 'href="http://localhost:8000/konto/"' in html
    assert "<b>mehr</b>" not in html
    client.post("/demo/mail/leeren/")
    assert not list(mailbox.newest_first())


@pytest.mark.parametrize("key", ["x", "..%2f..%2fetc", "0" * 19 + "-00000000"])
def test_wrong_keys_are_404(redi, on_host, key):
    assert on_host("localhost").get(f"/demo/mail/{key}/").status_code == 404


def test_many_writers_at_once(redi, monkeypatch):
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(deliver, range(40)))
    assert len(list(mailbox.newest_first())) == 40
    monkeypatch.setattr(mailbox, "KEEP", 10)
    deliver(99)
    assert len(list(mailbox.newest_first())) == 10
