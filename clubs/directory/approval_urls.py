"""The desk decides: new clubs, changes, claims, hand-overs; and who speaks for a club."""

from django.urls import path

from . import approval_desk

approval_patterns = [
    path("freigaben/", approval_desk.approvals, name="approvals"),
    path("freigaben/verein/<uuid:club>/", approval_desk.new_club, name="decide_club"),
    path("freigaben/aenderung/<uuid:change>/", approval_desk.change, name="decide_change"),
    path("freigaben/vertretung/<uuid:claim>/", approval_desk.claim, name="decide_claim"),
    path("freigaben/uebergabe/<uuid:handover>/", approval_desk.handover, name="decide_handover"),
    path("verein/neu/", approval_desk.enter, name="enter"),
    path("verein/<uuid:club>/", approval_desk.club, name="club"),
    path("verein/<uuid:club>/schliessen/", approval_desk.close, name="close"),
]
