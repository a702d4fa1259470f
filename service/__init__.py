"""What the web services of the house share: problem JSON, JSON logs, column types, settings."""
