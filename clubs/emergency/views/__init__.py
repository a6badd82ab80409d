"""Pages of calls for helpers."""
