"""An app that exists only while workers are killed: an effect that shows when it is missing or doubled."""
