"""Ready texts at the desk."""
