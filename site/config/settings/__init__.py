"""base ← demo (SQLite, demo accounts) | test | production (everything from the environment)."""
