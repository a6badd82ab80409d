"""The desk of projects, on each city's own host: /beteiligung/verwalten/. Without the right every address is 404."""
