"""Text on both sides of the wall: folding, Cantonese, numbers, private data.

Pure Python (3.10 and up); imports no other room.
"""
