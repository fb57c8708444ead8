"""Roles: the built-in ones to read, the organisation's own to make, change and take out of use."""
