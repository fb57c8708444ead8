"""Products as anybody may see them: what was promised, how to register and to ask for service; never an owner."""
