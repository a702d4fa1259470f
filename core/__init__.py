"""The district's service modules behind one published HTTP contract."""
