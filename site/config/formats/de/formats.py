"""24. November 2026, 9:05 (with „Uhr“ in the sentence around it)."""

DATETIME_FORMAT = "j. F Y, G:i"
