"""People who work here: added, edited, let in and out, and the roles that they hold."""
