"""Payments (缴费): a notice is found, an order placed, and paid when the provider says so."""
