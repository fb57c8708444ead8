"""Products that change hands: the offers that wait, and settling them for people who stand at the desk."""
