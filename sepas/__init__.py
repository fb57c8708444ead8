"""Sepas: an open after-sales service platform, Persian first."""
