"""One product of the signed-in customer: its guarantee, history and papers, and what its owner can do."""
