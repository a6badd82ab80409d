"""Pages of offers and sign-ups on the portals."""
