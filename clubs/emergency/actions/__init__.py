"""Every change of calls, tasks and helpers."""
