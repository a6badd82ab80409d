"""The outbox: a mail goes out if and only if its transaction was committed, and once."""

from __future__ import annotations

import datetime as dt
import smtplib

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone

from portal.mailing import engine
from portal.mailing.actions import forget, write
from portal.mailing.models import Letter


def test_one_event_one_letter_and_then_it_forgets(bruchsal):
    for _again in range(3):
        write(
            bruchsal, "a@x.example", "Betreff\nBcc: b@x.example", "Text", key="test.event:1", calendar="BEGIN:VCALENDAR"
        )
    assert engine.deliver() == 1
    assert engine.deliver() == 0
    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == (["a@x.example"], "Betreff Bcc: b@x.example")
    assert sent.attachments[0][0] == "termin.ics"
    row = Letter.objects.get()
    assert (row.state, row.to, row.body, row.calendar) == ("sent", "", "", "")
    assert not write(bruchsal, "a@x.example", "Noch einmal", "Text", key="test.event:1")


def test_what_was_rolled_back_is_not_told(bruchsal):
    with transaction.atomic():
        assert write(bruchsal, "a@x.example", "Betreff", "Text", key="test.event:2")
        transaction.set_rollback(True)
    assert engine.deliver() == 0
    assert mail.outbox == []


class Down:
    def __init__(self, error):
        self.error = error

    def send_messages(self, messages):
        raise self.error


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (OSError("down"), "waiting"),
        (smtplib.SMTPRecipientsRefused({"a@x.example": (451, b"later")}), "waiting"),
        (smtplib.SMTPRecipientsRefused({"a@x.example": (550, b"no")}), "failed"),
    ],
)
def test_a_server_that_refuses_is_asked_again_or_never(bruchsal, monkeypatch, error, state):
    write(bruchsal, "a@x.example", "Betreff", "Text", key="test.event:3")
    monkeypatch.setattr(engine, "get_connection", lambda: Down(error))
    assert engine.deliver() == 0
    row = Letter.objects.get()
    assert (row.state, row.attempts) == (state, 1)
    monkeypatch.undo()
    assert engine.deliver() == 0  # not before its time
    Letter.objects.update(not_before=timezone.now())
    assert engine.deliver() == (state == "waiting")


def test_a_letter_left_in_hand_is_not_sent_twice(bruchsal):
    write(bruchsal, "a@x.example", "Betreff", "Text", key="test.event:4")
    Letter.objects.update(state="sending", taken_at=timezone.now() - dt.timedelta(minutes=11))
    assert engine.deliver() == 0
    assert Letter.objects.get().state == "unclear"
    assert mail.outbox == []


def test_nothing_is_kept_for_ever(bruchsal):
    write(bruchsal, "a@x.example", "Betreff", "Text", key="test.event:5")
    Letter.objects.update(state="failed")
    assert forget(timezone.now() + dt.timedelta(days=15)) == 1
    assert Letter.objects.get().to == ""
    assert forget(timezone.now() + dt.timedelta(days=91)) == 1
    assert not Letter.objects.exists()
