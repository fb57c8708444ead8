"""The last working days of the demo's world, told by hand so that each desk shows a real day."""
