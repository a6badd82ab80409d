"""Everything that changes hours and certificates."""
