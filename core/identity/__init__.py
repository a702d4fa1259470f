"""Who is there (身份): sign-in by OpenID Connect, assurance, consent."""
