"""Appointments (预约) and queue tickets (排队号)."""
