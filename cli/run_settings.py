"""Where the processes of one installation listen and keep what they write."""

from pathlib import Path
from typing import Literal

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from service.settings import InstalledSettings

ROOT = Path(__file__).resolve().parents[1]


class Settings(InstalledSettings):
    """Settings of `luoxiaozheng build` and `luoxiaozheng run`."""

    model_config = SettingsConfigDict(env_prefix="LXZ_")

    run_dir: Path = Field(
        Path("var/run"), description="folder of the supervisor's socket, configuration and logs"
    )
    models_dir: Path = Field(Path("models"), description="folder of the trained Rasa model")
    rasa_port: int = Field(5005, description="port that Rasa listens on, loopback only")
    rasa_tracker_dialect: Literal["sqlite", "postgresql"] = Field(
        "sqlite", description="database of Rasa's trackers"
    )
    rasa_tracker_url: str = Field("", description="its PostgreSQL URL; empty for SQLite")
    rasa_tracker_db: str = Field(
        "", description="SQLite file or PostgreSQL database; empty = rasa.db in the data folder"
    )

    @property
    def tracker_db(self) -> str:
        return self.rasa_tracker_db or str(self.var_dir / "rasa.db")

    @property
    def rasa_python(self) -> Path:
        return ROOT / "bot" / ".venv" / "bin" / "python"

    @property
    def rasa_model(self) -> Path:
        return self.models_dir / "luoxiaozheng.tar.gz"
