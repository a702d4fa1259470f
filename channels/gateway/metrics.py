"""Counters and timings for Prometheus (https://prometheus.io/docs/instrumenting/)."""

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest

_BUCKETS = (0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 4.0, 5.0)


class Metrics:
    """One set an application, so that several can live in one process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.turns = Counter(
            "lxz_turns", "Turns by their outcome", ["outcome"], registry=self.registry
        )
        self.repeats = Counter(
            "lxz_repeated_messages", "Messages sent again", registry=self.registry
        )
        self.rasa_failures = Counter(
            "lxz_rasa_failures", "Turns Rasa did not give", ["reason"], registry=self.registry
        )
        self.steps = Histogram(
            "lxz_step_seconds",
            "Time of each step of a turn",
            ["step"],
            buckets=_BUCKETS,
            registry=self.registry,
        )

    def page(self) -> bytes:
        """All of it in the text format of Prometheus."""
        return generate_latest(self.registry)
