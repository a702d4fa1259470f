"""Settings of the knowledge base, from the environment (prefix LXZ_)."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="LXZ_", env_file=".env", extra="ignore")

    guides_dir: Path = Field(Path("knowledge_base/guides"), description="办事指南所在的文件夹")
    var_dir: Path = Field(Path("var"), description="运行数据(模型, 索引, 数据库)的文件夹")
    embedding_model: str = Field(
        "e5-small",
        description="句向量模型: e5-small 为自带; 也可写任一 sentence-transformers 模型名或文件夹",
    )

    @property
    def encoder_dir(self) -> Path:
        """Where the encoder of `embedding_model` lies in ONNX form."""
        return self.var_dir / "embedding" / self.embedding_model.strip("/").replace("/", "--")

    @property
    def index_dir(self) -> Path:
        return self.var_dir / "index"
