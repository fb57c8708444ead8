"""The doors for running the organisation: branches and hours, people, promises, guarantees, rules, tokens."""
