"""Rules decide (秒批)."""
