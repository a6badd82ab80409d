"""Every change of state of offers, shifts and sign-ups. Nothing else writes these tables."""
