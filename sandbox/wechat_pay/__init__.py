"""A small WeChat Pay and a small page for non-tax payments, for development and tests (沙盒支付).

No money moves. It speaks the protocol of WeChat Pay API v3 as its public pages describe it, shares
no code with the product, and does not start in production.
"""
