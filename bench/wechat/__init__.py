"""A rush on the official account: `python -m bench.wechat`."""
