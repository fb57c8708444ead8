"""The API, version 1: the same actions under the same policies as the pages. See docs/api.md."""
