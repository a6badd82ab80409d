"""How dates are written where Django's own formats do not fit; the rest is Django's. See `themes.german`."""
