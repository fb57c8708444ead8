"""Products in the field: the list, and one of them."""
