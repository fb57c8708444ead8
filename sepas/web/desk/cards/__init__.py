"""Guarantee cards and labels with codes: made, listed, printed."""
