"""One verb a file. `actor` first, then `case` and the rest by keyword, `now` given."""
