"""Where the processes of one installation listen and keep what they write."""

from pathlib import Path
from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parents[1]


class Settings(BaseSettings):
    """Settings of `luoxiaozheng build` and `luoxiaozheng run`."""

    model_config = SettingsConfigDict(
        env_prefix="LXZ_", env_file=".env", extra="ignore", validate_by_name=True
    )

    env: Literal["development", "test", "production"] = Field(
        "development", description="安装的种类; 只有 development 接受默认口令"
    )
    var_dir: Path = Field(Path("var"), description="运行数据(模型, 索引, 数据库)的文件夹")
    run_dir: Path = Field(Path("var/run"), description="监督进程的套接字, 配置与日志所在的文件夹")
    models_dir: Path = Field(Path("models"), description="训练好的 Rasa 模型所在的文件夹")
    rasa_port: int = Field(5005, description="Rasa 监听的端口(只在本机)")
    rasa_tracker_dialect: Literal["sqlite", "postgresql"] = Field(
        "sqlite", description="Rasa 对话记录的数据库种类"
    )
    rasa_tracker_url: str = Field("", description="PostgreSQL 的地址, SQLite 时留空")
    rasa_tracker_db: str = Field(
        "", description="SQLite 文件或 PostgreSQL 库名; 空 = 数据文件夹里的 rasa.db"
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
