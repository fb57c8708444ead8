"""Rule packs in the office: read, compared between versions, and tried."""
