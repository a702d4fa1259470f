"""Errands (办事): drafts that become a payment, a booking or a work order instead of a case."""
