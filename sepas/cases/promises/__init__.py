"""The clocks of cases: what is owed, by when, and what its breach earns."""
