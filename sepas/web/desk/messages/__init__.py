"""What was sent to people, or would have been: the outbox."""
