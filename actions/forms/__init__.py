"""The one form: answers go to core's draft, and what the draft says comes back as cards."""
