"""The record of activity: who did what to what, and what it was before."""
