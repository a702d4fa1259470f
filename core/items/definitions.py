"""The definitions of some folders, read again when a file changes: live, like guides."""

import threading
import time
from collections.abc import Mapping
from pathlib import Path

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from core.items.definition import ItemDefinition

LOOK_EVERY_S = 1.0


class BrokenDefinition(ValueError):
    """A definition file that cannot be used; says which and why."""


class Definitions:
    """All definitions by item id. A broken file keeps its last good form; at start it raises."""

    def __init__(self, *folders: Path) -> None:
        self._folders = folders
        self._lock = threading.Lock()
        self._stamps: dict[Path, tuple[int, int]] = {}
        self._by_path: dict[Path, ItemDefinition] = {}
        self.problems: dict[str, str] = {}
        self._looked = 0.0
        self._read(strict=True)

    def all(self) -> Mapping[str, ItemDefinition]:
        """At most LOOK_EVERY_S seconds old."""
        if time.monotonic() - self._looked >= LOOK_EVERY_S:
            self._read(strict=False)
        return {one.item: one for one in self._by_path.values()}

    def applications(self) -> Mapping[str, ItemDefinition]:
        """Those of matters that can be applied for, without the errands."""
        return {item: one for item, one in self.all().items() if one.kind == "application"}

    def get(self, item: str) -> ItemDefinition | None:
        return self.all().get(item)

    def _read(self, strict: bool) -> None:
        with self._lock:
            self._looked = time.monotonic()
            paths = [path for one in self._folders for path in sorted(one.glob("*.yml"))]
            good = {path: one for path, one in self._by_path.items() if path in paths}
            for gone in self._stamps.keys() - set(paths):
                del self._stamps[gone]
                self.problems.pop(gone.name, None)
            for path in paths:
                stat = path.stat()
                stamp = (stat.st_mtime_ns, stat.st_size)
                if self._stamps.get(path) == stamp:
                    continue
                self._stamps[path] = stamp
                try:
                    good[path] = read_definition(path)
                    self.problems.pop(path.name, None)
                except BrokenDefinition as error:
                    if strict:
                        raise
                    self.problems[path.name] = str(error)
            self._by_path = good  # not changed but replaced: others may be reading


def read_definition(path: Path) -> ItemDefinition:
    """One file. Raises BrokenDefinition."""
    try:
        data = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
        definition = ItemDefinition.model_validate(data)
    except (YAMLError, ValidationError, OSError) as error:
        raise BrokenDefinition(f"{path.name}: {error}") from error
    if definition.item != path.stem:
        raise BrokenDefinition(f"{path.name}: item is {definition.item}, not {path.stem}")
    return definition
