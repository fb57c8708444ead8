"""Work in the background that failed, and running it again."""
