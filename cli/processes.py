"""The processes of an installation: how each starts, and how it says it is well."""

import sys
from dataclasses import dataclass

from actions.settings import Settings as ActionSettings
from channels.gateway.settings import GatewaySettings
from channels.wechat.settings import WeChatSettings
from cli.client_settings import Settings as ClientSettings
from cli.run_settings import Settings
from core.payments.settings import PaymentSettings
from core.settings import CoreSettings
from knowledge_base.settings import Settings as KnowledgeSettings
from sandbox.issuer.settings import IssuerSettings
from sandbox.parking.settings import ParkingSettings
from sandbox.wechat_account.settings import AccountSettings
from sandbox.wechat_pay.settings import PaySettings

QUIET_TENSORFLOW = {
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "CUDA_VISIBLE_DEVICES": "-1",
    "OMP_NUM_THREADS": "1",
    "TF_NUM_INTRAOP_THREADS": "1",
    "TF_NUM_INTEROP_THREADS": "1",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "RASA_TELEMETRY_ENABLED": "false",
    "PYTHONWARNINGS": "ignore",
}
"""What keeps TensorFlow on two cores and Rasa from talking to the outside."""


@dataclass(frozen=True)
class Process:
    """A command that supervisord keeps running, and the address that answers when it is up."""

    name: str
    command: list[str]
    health_url: str


def environment() -> dict[str, str]:
    """What the processes must know of each other, beside the caller's own environment."""
    run, actions, core, gateway = Settings(), ActionSettings(), CoreSettings(), GatewaySettings()
    variables = {
        "LXZ_VAR_DIR": str(run.var_dir),
        "LXZ_EMBEDDING_DIR": str(KnowledgeSettings().encoder_dir),
        "LXZ_CORE_URL": f"http://127.0.0.1:{core.port}",
        "LXZ_CORE_OUTBOX_URL": f"http://127.0.0.1:{gateway.port}/internal/news",
        "LXZ_ACTIONS_URL": f"http://127.0.0.1:{actions.actions_port}/webhook",
        "LXZ_RASA_URL": f"http://127.0.0.1:{run.rasa_port}",
        "LXZ_RASA_TRACKER_DIALECT": run.rasa_tracker_dialect,
        "LXZ_RASA_TRACKER_URL": run.rasa_tracker_url,
        "LXZ_RASA_TRACKER_DB": run.tracker_db,
        **QUIET_TENSORFLOW,
    }
    if run.env == "development":
        variables["LXZ_TRACE_TOKEN"] = ClientSettings().trace_token.get_secret_value()
        variables["LXZ_CORE_PUBLIC_URL"] = _public_url(gateway)
        write_offs = f"http://127.0.0.1:{gateway.port}/pay/notify/treasury"
        variables["LXZ_SANDBOX_TREASURY_NOTIFY_URL"] = write_offs
        callback = f"http://127.0.0.1:{gateway.port}/wechat/callback"
        variables["LXZ_SANDBOX_WECHAT_CALLBACK_URL"] = callback
        variables["LXZ_SANDBOX_WECHAT_PAY_URL"] = PaySettings().url
    return variables


def _public_url(gateway: GatewaySettings) -> str:
    """In development the page is where the gateway listens, unless it is said otherwise."""
    default = GatewaySettings.model_fields["public_url"].default
    same = gateway.public_url == default
    return f"http://127.0.0.1:{gateway.port}" if same else gateway.public_url


def processes() -> list[Process]:
    run, gateway = Settings(), GatewaySettings()
    rasa = [str(run.rasa_python), "-m", "rasa", "run", "--model", str(run.rasa_model)]
    rasa += ["--endpoints", "endpoints.yml", "--credentials", "credentials.yml"]
    rasa += ["-i", "127.0.0.1", "-p", str(run.rasa_port), "--response-timeout", "10"]
    return [
        Process(
            "core",
            [sys.executable, "-m", "core"],
            f"http://127.0.0.1:{CoreSettings().port}/health",
        ),
        Process(
            "actions",
            [sys.executable, "-m", "actions"],
            f"http://127.0.0.1:{ActionSettings().actions_port}/health",
        ),
        Process("rasa", rasa, f"http://127.0.0.1:{run.rasa_port}/"),
        Process(
            "gateway",
            [sys.executable, "-m", "channels.gateway"],
            f"http://{gateway.host}:{gateway.port}/health",
        ),
        *_sandbox(),
        *_parking(),
        *_payments(),
        *_wechat(),
    ]


def _sandbox() -> list[Process]:
    """The made-up place to sign in at, where core is set to use it."""
    issuer = IssuerSettings() if Settings().env == "development" else None
    if issuer is None or CoreSettings().oidc_issuer != issuer.url:
        return []
    command = [sys.executable, "-m", "sandbox.issuer"]
    return [Process("sandbox-issuer", command, f"{issuer.url}/health")]


def _parking() -> list[Process]:
    """The made-up feed of parking places, where core is set to use it."""
    feed = ParkingSettings() if Settings().env == "development" else None
    if feed is None or CoreSettings().parking_feed != f"{feed.url}/parks":
        return []
    command = [sys.executable, "-m", "sandbox.parking"]
    return [Process("sandbox-parking", command, f"{feed.url}/health")]


def _payments() -> list[Process]:
    """The made-up WeChat Pay and non-tax page, where core is set to use one of them."""
    pay = PaySettings() if Settings().env == "development" else None
    core = PaymentSettings()
    if pay is None or not {core.wechat_url, core.treasury_url} & {pay.url, f"{pay.url}/treasury"}:
        return []
    command = [sys.executable, "-m", "sandbox.wechat_pay"]
    return [Process("sandbox-pay", command, f"{pay.url}/health")]


def _wechat() -> list[Process]:
    """The made-up WeChat, where the channel is set to use it."""
    account = AccountSettings() if Settings().env == "development" else None
    if account is None or WeChatSettings().api_url != account.base:
        return []
    command = [sys.executable, "-m", "sandbox.wechat_account"]
    return [Process("sandbox-wechat", command, f"{account.base}/health")]
