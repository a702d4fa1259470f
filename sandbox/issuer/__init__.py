"""A small OpenID Connect issuer for development and tests (沙盒登录).

Made-up people sign in by a click. It shares no code with the product and does not start in
production.
"""
