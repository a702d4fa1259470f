"""A small WeChat for one service account (服务号), for development and tests: its message server,
its interfaces, its web authorisation, and a page that plays a citizen's phone (沙盒微信).

It speaks the protocols as their public pages describe them, shares no code with the product, and
does not start in production.
"""
