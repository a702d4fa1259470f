"""Seven registers full of made-up people and firms, to try everything with.

`python -m sandbox.registers <folder>` writes them as CSV files and as one SQLite file.
"""
