"""What a company offers after the sale: installation, maintenance, training and the like, each with its price."""
