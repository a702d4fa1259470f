"""A person please (转人工): the queue, who answers, and what the citizen is told."""
