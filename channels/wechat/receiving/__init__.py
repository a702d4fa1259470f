"""From the bytes of a callback to what a user did: proven first, parsed after."""
