"""What changes, told to open pages as it happens: server-sent events from a small process of its own."""
