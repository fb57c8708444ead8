"""The doors for customers: phone first, Persian first, no account needed."""
