"""Bringing files in and taking data out: the verbs of people, and the step of a worker."""
