"""What is worth a photo, by model and by kind of product."""
