"""Places that serve, when they are open, and days that are different."""
