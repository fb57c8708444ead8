"""My products and my cases, after a one-time code to the mobile number."""
