"""Invoices that customers sent to register by: those that wait for their unit to be found."""
