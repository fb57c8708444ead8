"""The page of one case, opened by its secret link."""
