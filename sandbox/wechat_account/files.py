"""Where the pages and scripts of the phone lie."""

from pathlib import Path

PAGES = Path(__file__).resolve().parent / "pages"
