"""What the organisation sells: the list, a new model, and one of them."""
