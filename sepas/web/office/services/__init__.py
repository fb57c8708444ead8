"""The services that the company offers: the list, a new one, one of them, offering and withdrawing it."""
