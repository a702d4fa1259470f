"""One file a system, each with a class `System` (see `worker.System`)."""
