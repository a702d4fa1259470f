"""Those who take the money, each behind the same interface."""
