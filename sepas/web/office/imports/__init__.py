"""Files that are brought in: uploaded, looked at, tried, run, stopped."""
