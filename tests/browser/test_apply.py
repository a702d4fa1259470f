"""Somebody applies on the page: from the first word to the verdict, a correction and the result.

The whole product stands behind it, with the sandbox's page to sign in on. With
LXZ_TEST_SCREENSHOTS=<folder> what the page looks like on the way is kept.
"""

import io
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, FilePayload, Locator, Page, expect

from sandbox.registers.people import FOUNDER
from tests.conversations.people import people_of
from tests.conversations.rows import core_rows
from tests.stack import Stack

pytestmark = pytest.mark.stack

CLERK = {"Authorization": "Bearer development-only-clerk-token"}
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 900, "height": 800}
NEWS_MS = 20_000
"""How long news of a case may take from the clerk to the page."""
NUMBER = re.compile(r"LH\d{8}[0-9A-Z]{8}")
