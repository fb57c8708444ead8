"""People and companies that are served: the list, one of them, and correcting what is known."""
