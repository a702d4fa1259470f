"""The conversation store: who owns what, what was said, in which order.

Whoever writes to a conversation locks its row first, so that its event ids are in the
order in which they become visible, whichever process wrote them.
"""

from channels.gateway.store.claims import Claims
from channels.gateway.store.conversations import Conversations
from channels.gateway.store.events import Events


class Store(Conversations, Claims, Events):
    """All access to the tables of conversations, messages and events."""
