"""Django's database engines, with what a server of many small writes needs besides."""
