"""Parking (停车): free places near where somebody wants to go."""
