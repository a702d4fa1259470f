"""The action server: `python -m actions`. Opens the knowledge base before it listens."""

from rasa_sdk.endpoint import create_app

from actions.knowledge import knowledge
from actions.once import OnceExecutor
from actions.settings import Settings


def main() -> None:
    executor = OnceExecutor()
    executor.register_package("actions")
    knowledge()
    # One process: a supervisor outside restarts it, and no worker outlives a kill.
    create_app(executor).run("127.0.0.1", Settings().actions_port, single_process=True)


if __name__ == "__main__":
    main()
