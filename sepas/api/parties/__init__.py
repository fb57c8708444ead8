"""`/organisation`, `/branches`, `/staff`, `/customers`."""
