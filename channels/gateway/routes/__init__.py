"""HTTP routes of the gateway: thin, one file a matter."""
