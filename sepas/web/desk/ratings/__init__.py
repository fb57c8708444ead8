"""How satisfied customers are."""
