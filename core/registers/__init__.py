"""Read-only look-ups in the city's shared data (登记库)."""
