"""The doors for the people who serve: inbox, cases, customers, units, registrations, messages."""
