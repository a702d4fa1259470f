"""How views of core become cards: the same in an answer and in news that comes by itself."""
