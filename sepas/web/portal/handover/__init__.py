"""A product that is offered to its next owner, opened by the link that they were sent."""
