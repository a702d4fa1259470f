"""Settings of the knowledge base, from the environment (prefix LXZ_)."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

BUNDLED_MODEL = "e5-small"


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="LXZ_", env_file=".env", extra="ignore")

    guides_dir: Path = Field(Path("knowledge_base/guides"), description="folder of the guides")
    var_dir: Path = Field(Path("var"), description="folder for data files, created when missing")
    embedding_model: str = Field(
        BUNDLED_MODEL,
        description="e5-small is bundled; or the name or folder of any sentence-transformers model",
    )

    @property
    def encoder_dir(self) -> Path:
        """Where the encoder of `embedding_model` lies in ONNX form."""
        return self.var_dir / "embedding" / self.embedding_model.strip("/").replace("/", "--")

    @property
    def index_dir(self) -> Path:
        return self.var_dir / "index"
