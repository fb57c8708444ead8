"""One case: its page, and one file for each thing that may be done with it."""
