"""A message becomes a turn: what is known of it, the steps it takes, the reply it ends in."""
