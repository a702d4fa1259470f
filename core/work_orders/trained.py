"""The trained classifier, kept in the data folder under a digest of all it was made from."""

import hashlib
import os
import threading
from pathlib import Path

import joblib
import sklearn

from core.work_orders import classifier, examples, features
from core.work_orders.classifier import Classifier, train

_lock = threading.Lock()
_loaded: dict[Path, Classifier] = {}


def trained(var_dir: Path) -> Classifier:
    """Loaded or trained once a process; what others trained is taken over."""
    with _lock:
        if var_dir not in _loaded:
            _loaded[var_dir] = _stored(var_dir / "work_orders")
        return _loaded[var_dir]


def _stored(folder: Path) -> Classifier:
    file = folder / f"router-{_digest()}.joblib"
    if file.is_file():
        stored: Classifier = joblib.load(file)
        return stored
    made = train()
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("router-*.joblib"):
        old.unlink(missing_ok=True)
    part = file.with_suffix(f".{os.getpid()}.part")
    joblib.dump(made, part)
    part.replace(file)
    return made


def _digest() -> str:
    code = [Path(str(one.__file__)).read_text(encoding="utf-8") for one in (classifier, features)]
    made_of = [*examples.inputs(), *code, sklearn.__version__]
    return hashlib.sha256("\0".join(made_of).encode()).hexdigest()[:16]
